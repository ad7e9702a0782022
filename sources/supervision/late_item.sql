-- Requests and cases that are late, one by one: by their number, not by the enterprise.
select
    label_zh,
    promise_order,
    item_no,
    coalesce(nullif(town, ''), '镇街不明') as town,
    case when promise = 'visit' then '' else responsible end as responsible,
    is_body_assumed,
    strftime(started_on, '%Y-%m-%d') as started_on,
    strftime(due_on, '%Y-%m-%d') as due_on,
    strftime(closed_on, '%Y-%m-%d') as closed_on,
    working_days,
    limit_days,
    year(started_on) || 'Q' || quarter(started_on) as quarter
from mart.service_promise
where state = 'late' and promise not in ('visit', 'inspection')
order by started_on desc, item_no
