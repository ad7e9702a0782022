-- Grain: promise item: a request, a case, a quarter's visit, an inspection (articles 20 and 21, annex 2). Days are working days after receipt.
-- state: kept | late (closed too late, or not done when due) | open (not due yet) | no_limit | unknown.
with

promises as (
    select * from evaluation_promise
),

cases as (
    select * from int_service_case
),

visits as (
    select * from int_service_visit
),

inspections as (
    select * from int_service_inspection
),

items as (
    select promise, item_no, enterprise_id, town, responsible, is_body_assumed, started_on, due_on, closed_on, working_days, limit_days, is_late, reason
    from cases
    union all
    select promise, item_no, enterprise_id, town, responsible, false as is_body_assumed, started_on, due_on, closed_on, cast(null as integer) as working_days, cast(null as integer) as limit_days, is_late, reason
    from visits
    union all
    select promise, item_no, enterprise_id, town, responsible, false as is_body_assumed, started_on, cast(null as date) as due_on, started_on as closed_on, cast(null as integer) as working_days, cast(null as integer) as limit_days, is_late, reason
    from inspections
),

service_promise as (
    select
        items.promise,
        items.item_no,
        items.enterprise_id,
        items.town,
        items.responsible,
        items.is_body_assumed,
        items.started_on,
        items.due_on,
        items.closed_on,
        items.working_days,
        items.limit_days,
        items.is_late,
        case
            when items.is_late then 'late'
            when items.reason = 'no_limit' then 'no_limit'
            when items.is_late is null then 'unknown'
            when items.closed_on is null then 'open'
            else 'kept'
        end as state,
        items.reason,
        promises.promise_order,
        promises.label_zh,
        promises.label_en,
        promises.place
    from items
    inner join promises
        on items.promise = promises.promise
)

select * from service_promise
