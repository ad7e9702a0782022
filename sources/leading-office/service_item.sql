-- Requests, cases, visits and inspections of enterprises, each against its promise.
select
    enterprise_id,
    label_zh,
    item_no,
    responsible,
    strftime(started_on, '%Y-%m-%d') as started_on,
    strftime(due_on, '%Y-%m-%d') as due_on,
    strftime(closed_on, '%Y-%m-%d') as closed_on,
    working_days,
    limit_days,
    state
from mart.service_promise
where enterprise_id is not null
order by enterprise_id, started_on desc
