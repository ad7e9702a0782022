-- Grain: quarter, promise that is measured by its mean (article 21): the working days of the cases finished in the quarter, against the base less the cut.
-- state: kept (the mean is no more than the base less the cut, compared whole) | late | unknown (nothing finished, or no calendar for it).
with

promises as (
    select * from service_promise
),

means as (
    select * from evaluation_promise_mean
),

finished as (
    select
        promises.promise,
        cast(extract(year from promises.closed_on) as varchar) || 'Q' || cast(extract(quarter from promises.closed_on) as varchar) as quarter,
        promises.label_zh,
        promises.promise_order,
        means.base_working_days,
        means.cut,
        means.base_source,
        promises.working_days
    from promises
    inner join means
        on means.promise = promises.promise
    where promises.closed_on is not null
),

summed as (
    select
        quarter,
        promise,
        promise_order,
        label_zh,
        base_working_days,
        cut,
        base_source,
        count(*) as finished,
        count(working_days) as counted,
        sum(working_days) as days
    from finished
    group by quarter, promise, promise_order, label_zh, base_working_days, cut, base_source
),

service_mean as (
    select
        quarter,
        promise,
        promise_order,
        label_zh,
        cast(finished as integer) as finished,
        cast(counted as integer) as counted,
        case when counted > 0 then cast(cast(days as double) / counted as decimal(9, 2)) end as mean_working_days,
        base_working_days,
        cast(base_working_days * (1 - cut) as decimal(9, 2)) as limit_working_days,
        base_source,
        case
            when counted = 0 then 'unknown'
            when cast(days as decimal(28, 0)) <= cast(counted as decimal(18, 0)) * base_working_days * (1 - cut) then 'kept'
            else 'late'
        end as state
    from summed
)

select * from service_mean
