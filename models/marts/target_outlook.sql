-- Grain: target, month from the as-of month to the deadline: the forecast by the method that the back-test chose, its range and the straight line.
-- An enterprise that cannot be judged for want of data may yet count: the upper end has it. In the as-of month stands what is.
with

parameters as (
    select * from build_parameters
),

settings as (
    select * from evaluation_target_setting
),

targets as (
    select * from evaluation_target
),

trajectory as (
    select * from target_trajectory
),

backtest as (
    select * from int_target_backtest where is_chosen
),

projection as (
    select * from int_target_projection
),

months_ahead as (
    select months_back as horizon from evaluation_month_back
),

spans as (
    select
        cast(extract(year from settings.starts_on) * 12 + extract(month from settings.starts_on) as integer) as first_index,
        cast(extract(year from settings.deadline) * 12 + extract(month from settings.deadline) as integer) as last_index,
        cast(parameters.as_of_year * 12 + extract(month from parameters.as_of_month) as integer) as present_index,
        parameters.as_of_month
    from settings
    cross join parameters
),

ahead as (
    select
        trajectory.target_id,
        months_ahead.horizon,
        cast(spans.as_of_month + months_ahead.horizon * interval '1' month as date) as month,
        trajectory.target,
        trajectory.achieved,
        trajectory.not_known,
        case when targets.definition = 'growth_since_entry' then greatest(trajectory.in_library, trajectory.achieved) else 1000000000 end as most,
        least(greatest(spans.present_index + months_ahead.horizon - spans.first_index + 1, 0), spans.last_index - spans.first_index + 1) as months_gone,
        spans.last_index - spans.first_index + 1 as months_planned,
        spans.present_index
    from trajectory
    cross join spans
    inner join targets
        on trajectory.target_id = targets.target_id
    inner join months_ahead
        on months_ahead.horizon <= greatest(spans.last_index - spans.present_index, 0)
    where trajectory.month = spans.as_of_month
),

foreseen as (
    select
        ahead.*,
        coalesce(projection.foreseen, ahead.achieved) as foreseen,
        -- a month that no forecast can start from stays as it is
        case when projection.foreseen is null and ahead.horizon > 0 then 'no_change' else coalesce(backtest.method, 'no_change') end as method,
        backtest.range_a_month,
        backtest.mean_miss,
        backtest.trials,
        coalesce(backtest.months_on_file, 0) as months_on_file
    from ahead
    left join backtest
        on ahead.target_id = backtest.target_id
    left join projection
        on ahead.target_id = projection.target_id
        and ahead.present_index = projection.month_index
        and ahead.horizon = projection.horizon
        and backtest.method = projection.method
),

target_outlook as (
    select
        foreseen.target_id,
        foreseen.month,
        cast(foreseen.horizon as integer) as months_ahead,
        foreseen.target,
        cast(cast(foreseen.target * foreseen.months_gone as double) / foreseen.months_planned as decimal(18, 2)) as planned,
        cast(foreseen.foreseen as integer) as forecast,
        cast(case when foreseen.range_a_month is not null then floor(greatest(foreseen.foreseen - foreseen.range_a_month * sqrt(foreseen.horizon), 0)) else foreseen.foreseen end as integer) as forecast_low,
        cast(least(case when foreseen.range_a_month is not null then ceil(foreseen.foreseen + foreseen.range_a_month * sqrt(foreseen.horizon)) else foreseen.foreseen end + foreseen.not_known, foreseen.most) as integer) as forecast_high,
        foreseen.method,
        foreseen.range_a_month is not null as has_range,
        foreseen.mean_miss,
        foreseen.trials,
        cast(foreseen.months_on_file as integer) as months_on_file
    from foreseen
)

select * from target_outlook
