-- Grain: target of the plan (leading_2, backbone_20, small_micro_100), at the as-of month.
-- The forecast for the deadline is target_outlook's last month.
-- Status: done; on_track (the forecast reaches the target); at_risk (the forecast, or its upper end, comes near); behind. Where the history is too
-- short to test a forecast on, what is there is held against the straight line instead, and a library under the target is at risk at best.
-- After the deadline done or behind.
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

outlook as (
    select * from target_outlook
),

deadlines as (
    select
        outlook.target_id,
        max(outlook.months_ahead) as months_left
    from outlook
    group by outlook.target_id
),

present as (
    select
        parameters.as_of_month,
        trajectory.target_id,
        trajectory.target,
        trajectory.achieved,
        trajectory.not_known,
        trajectory.in_library,
        trajectory.planned,
        outlook.forecast,
        outlook.forecast_low,
        outlook.forecast_high,
        outlook.method,
        outlook.has_range,
        outlook.mean_miss,
        outlook.trials,
        outlook.months_on_file,
        deadlines.months_left
    from trajectory
    inner join parameters
        on trajectory.month = parameters.as_of_month
    inner join deadlines
        on trajectory.target_id = deadlines.target_id
    inner join outlook
        on deadlines.target_id = outlook.target_id
        and deadlines.months_left = outlook.months_ahead
),

target_progress as (
    select
        present.as_of_month,
        present.target_id,
        present.target,
        present.achieved,
        present.in_library,
        present.forecast as forecast_at_deadline,
        case
            when present.achieved >= present.target then 'done'
            when present.months_left = 0 then 'behind'
            when present.has_range and present.forecast >= present.target then 'on_track'
            when present.has_range and (present.forecast_high >= present.target or present.forecast >= settings.at_risk_share * present.target) then 'at_risk'
            when present.has_range then 'behind'
            when present.achieved >= present.planned and (targets.definition <> 'growth_since_entry' or present.in_library >= present.target) then 'on_track'
            when present.achieved >= settings.at_risk_share * present.planned then 'at_risk'
            else 'behind'
        end as status,
        present.forecast_low,
        present.forecast_high,
        present.planned,
        case when present.achieved > present.planned then 'ahead' when present.achieved < present.planned then 'late' else 'even' end as schedule,
        present.not_known,
        present.method,
        present.has_range,
        present.mean_miss,
        present.trials,
        present.months_on_file,
        present.months_left,
        settings.deadline,
        targets.target_order,
        targets.label_zh,
        targets.label_en
    from present
    inner join targets
        on present.target_id = targets.target_id
    cross join settings
)

select * from target_progress
