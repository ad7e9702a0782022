-- Requests, cases, visits and inspections, each against its promise; a request need not name an enterprise.
select
    promise.enterprise_id,
    enterprise.enterprise_name,
    promise.town,
    promise.promise,
    promise.label_zh,
    promise.item_no,
    promise.responsible,
    promise.is_body_assumed,
    strftime(promise.started_on, '%Y-%m-%d') as started_on,
    cast(extract(year from promise.started_on) as varchar) || 'Q' || cast(extract(quarter from promise.started_on) as varchar) as quarter,
    strftime(promise.due_on, '%Y-%m-%d') as due_on,
    strftime(promise.closed_on, '%Y-%m-%d') as closed_on,
    promise.working_days,
    promise.limit_days,
    promise.state,
    promise.reason
from mart.service_promise as promise
left join mart.enterprise on enterprise.enterprise_id = promise.enterprise_id
order by promise.enterprise_id, promise.started_on desc
