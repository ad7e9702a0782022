-- Grain: quarter of the start, promise, town (blank where unknown): how many items, and how many kept.
with

promises as (
    select * from service_promise
),

service_promise_summary as (
    select
        cast(extract(year from promises.started_on) as varchar) || 'Q' || cast(extract(quarter from promises.started_on) as varchar) as quarter,
        promises.promise,
        coalesce(promises.town, '') as town,
        promises.promise_order,
        promises.label_zh,
        promises.label_en,
        cast(count(*) as integer) as items,
        cast(sum(case when promises.state = 'kept' then 1 else 0 end) as integer) as kept,
        cast(sum(case when promises.state = 'late' then 1 else 0 end) as integer) as late,
        cast(sum(case when promises.state = 'open' then 1 else 0 end) as integer) as still_open,
        cast(sum(case when promises.state in ('no_limit', 'unknown') then 1 else 0 end) as integer) as not_judged,
        case
            when sum(case when promises.state in ('kept', 'late') then 1 else 0 end) > 0
                then cast(cast(sum(case when promises.state = 'kept' then 1 else 0 end) as double) / sum(case when promises.state in ('kept', 'late') then 1 else 0 end) as decimal(9, 6))
        end as kept_rate
    from promises
    group by
        cast(extract(year from promises.started_on) as varchar) || 'Q' || cast(extract(quarter from promises.started_on) as varchar),
        promises.promise,
        coalesce(promises.town, ''),
        promises.promise_order,
        promises.label_zh,
        promises.label_en
)

select * from service_promise_summary
