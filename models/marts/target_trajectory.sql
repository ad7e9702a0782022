-- Grain: month, target: achieved at its end, and what a straight line from the plan's start to its deadline asks for.
with

targets as (
    select * from evaluation_target
),

settings as (
    select * from evaluation_target_setting
),

parameters as (
    select * from build_parameters
),

months_back as (
    select * from evaluation_month_back
),

states as (
    select * from int_target_state
),

library as (
    select * from int_target_library
),

months as (
    select
        cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) as month
    from parameters
    cross join months_back
    cross join settings
    where months_back.months_back = 0
        or cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) >= date_trunc('month', settings.starts_on) - interval '1' month
),

achieved as (
    select
        states.month,
        states.target_id,
        sum(case when states.state = 'met' then 1 else 0 end) as achieved,
        sum(case when states.state = 'unknown' then 1 else 0 end) as not_known
    from states
    group by states.month, states.target_id
),

in_library as (
    select
        library.month,
        targets.target_id,
        count(*) as in_library
    from library
    inner join targets
        on library.tier = targets.library_tier
    group by library.month, targets.target_id
),

counted as (
    select
        months.month,
        targets.target_id,
        targets.target,
        coalesce(achieved.achieved, 0) as achieved,
        coalesce(achieved.not_known, 0) as not_known,
        coalesce(in_library.in_library, 0) as in_library,
        -- the start's month is month 1, the deadline's the last
        least(greatest(
            (extract(year from months.month) - extract(year from settings.starts_on)) * 12 + extract(month from months.month) - extract(month from settings.starts_on) + 1, 0
        ), (extract(year from settings.deadline) - extract(year from settings.starts_on)) * 12 + extract(month from settings.deadline) - extract(month from settings.starts_on) + 1) as months_gone,
        (extract(year from settings.deadline) - extract(year from settings.starts_on)) * 12 + extract(month from settings.deadline) - extract(month from settings.starts_on) + 1 as months_planned
    from months
    cross join targets
    cross join settings
    left join achieved
        on months.month = achieved.month
        and targets.target_id = achieved.target_id
    left join in_library
        on months.month = in_library.month
        and targets.target_id = in_library.target_id
),

target_trajectory as (
    select
        counted.month,
        counted.target_id,
        counted.target,
        cast(cast(counted.target * counted.months_gone as double) / counted.months_planned as decimal(18, 2)) as planned,
        cast(counted.achieved as integer) as achieved,
        cast(counted.not_known as integer) as not_known,
        cast(counted.in_library as integer) as in_library
    from counted
)

select * from target_trajectory
