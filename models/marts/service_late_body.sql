-- Grain: quarter of the start, promise with a deadline, body that handles it: how many cases, and how many of them late. A body that no case names is the one
-- that sends the list (`assumed`: so many of them, `late_assumed`: so many of the late ones).
with

promises as (
    select * from service_promise
),

cases as (
    select
        *,
        cast(extract(year from started_on) as varchar) || 'Q' || cast(extract(quarter from started_on) as varchar) as quarter
    from promises
    where promise not in ('visit', 'inspection')
),

service_late_body as (
    select
        quarter,
        promise,
        coalesce(responsible, '') as body,
        promise_order,
        label_zh,
        cast(count(*) as integer) as items,
        cast(sum(case when state = 'late' then 1 else 0 end) as integer) as late,
        cast(sum(case when state = 'late' and closed_on is null then 1 else 0 end) as integer) as late_and_open,
        cast(sum(case when is_body_assumed then 1 else 0 end) as integer) as assumed,
        cast(sum(case when is_body_assumed and state = 'late' then 1 else 0 end) as integer) as late_assumed
    from cases
    group by quarter, promise, coalesce(responsible, ''), promise_order, label_zh
)

select * from service_late_body
