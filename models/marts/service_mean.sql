-- Grain: quarter, promise that is measured by its mean (article 21): the working days of the cases finished in the quarter, against the base less the cut.
-- A quarter in which cases were received and none finished has its row too: nothing can be said of it.
-- state: kept (the mean is no more than the base less the cut, compared whole) | late | unknown (nothing finished, or no calendar for it).
-- The mean is rounded up to the second place, so that one that is over the limit is never printed as the limit.
with

promises as (
    select * from service_promise
),

means as (
    select * from evaluation_promise_mean
),

cases as (
    select
        promises.promise,
        promises.label_zh,
        promises.promise_order,
        promises.started_on,
        promises.closed_on,
        promises.working_days
    from promises
    inner join means
        on means.promise = promises.promise
),

in_quarters as (
    select
        cast(extract(year from closed_on) as varchar) || 'Q' || cast(extract(quarter from closed_on) as varchar) as quarter,
        promise,
        label_zh,
        promise_order,
        1 as finished,
        working_days
    from cases
    where closed_on is not null
    union all
    select
        cast(extract(year from started_on) as varchar) || 'Q' || cast(extract(quarter from started_on) as varchar),
        promise,
        label_zh,
        promise_order,
        0,
        null
    from cases
),

summed as (
    select
        quarter,
        promise,
        promise_order,
        label_zh,
        sum(finished) as finished,
        count(working_days) as counted,
        sum(working_days) as days
    from in_quarters
    group by quarter, promise, promise_order, label_zh
),

service_mean as (
    select
        summed.quarter,
        summed.promise,
        summed.promise_order,
        summed.label_zh,
        cast(summed.finished as integer) as finished,
        cast(summed.counted as integer) as counted,
        case when summed.counted > 0 then cast(ceil(cast(summed.days * 100 as double) / summed.counted) / 100 as decimal(9, 2)) end as mean_working_days,
        means.base_working_days,
        means.cut,
        cast(means.base_working_days * (1 - means.cut) as decimal(9, 2)) as limit_working_days,
        means.base_source,
        case
            when summed.counted = 0 then 'unknown'
            when cast(summed.days as decimal(28, 0)) <= cast(summed.counted as decimal(18, 0)) * means.base_working_days * (1 - means.cut) then 'kept'
            else 'late'
        end as state
    from summed
    inner join means
        on means.promise = summed.promise
)

select * from service_mean
