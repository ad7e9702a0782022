-- Grain: target, month of the plan from the first that has anybody to count: the figure that a forecast is made from and tested against.
-- A month that cannot be judged (data missing for all, or for more than a tenth of the library) is no figure and is left out.
-- `most` is what can be reached then: who is in no library counts for nothing; assets are counted outside the library too.
with

targets as (
    select * from evaluation_target
),

trajectory as (
    select * from target_trajectory
),

begun as (
    select
        trajectory.target_id,
        min(trajectory.month) as first_month
    from trajectory
    where trajectory.in_library > 0 or trajectory.achieved > 0 or trajectory.not_known > 0
    group by trajectory.target_id
),

series as (
    select
        trajectory.target_id,
        trajectory.month,
        cast(extract(year from trajectory.month) * 12 + extract(month from trajectory.month) as integer) as month_index,
        trajectory.achieved,
        case when targets.definition = 'growth_since_entry' then greatest(trajectory.in_library, trajectory.achieved) else 1000000000 end as most
    from trajectory
    inner join targets
        on trajectory.target_id = targets.target_id
    inner join begun
        on trajectory.target_id = begun.target_id
        and trajectory.month >= begun.first_month
    where trajectory.not_known * 10 <= trajectory.in_library
)

select * from series
