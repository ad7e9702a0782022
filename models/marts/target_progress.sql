-- Grain: target of the plan (leading_2, backbone_20, small_micro_100), at the as-of month.
-- Forecast: achieved + months left x pace, pace = gained over the last months / those months (parameters); cut to whole enterprises, never under zero,
-- never over the library (or the target, where the library is smaller still): who is in no library counts for nothing.
-- Where growth since entry is asked, the pace is measured from the first month with a library: those who make it up are no month's gain.
-- Missing is not zero: an enterprise that cannot be judged for want of data is no loss of the pace, and the upper end counts it.
-- Status: done; on_track (forecast reaches the target); at_risk (the forecast, or its upper end, comes near); behind. After the deadline done or behind.
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

present as (
    select
        trajectory.target_id,
        trajectory.target,
        trajectory.planned,
        trajectory.achieved,
        trajectory.not_known,
        trajectory.in_library,
        parameters.as_of_month,
        greatest(
            (extract(year from settings.deadline) - parameters.as_of_year) * 12 + extract(month from settings.deadline) - extract(month from parameters.as_of_month), 0
        ) as months_left
    from trajectory
    inner join parameters
        on trajectory.month = parameters.as_of_month
    cross join settings
),

earlier as (
    select
        trajectory.target_id,
        trajectory.achieved,
        trajectory.not_known,
        (parameters.as_of_year - extract(year from trajectory.month)) * 12 + extract(month from parameters.as_of_month) - extract(month from trajectory.month) as months_ago,
        row_number() over (partition by trajectory.target_id order by trajectory.month) as rank_from_oldest
    from trajectory
    inner join targets
        on trajectory.target_id = targets.target_id
    cross join parameters
    cross join settings
    where (parameters.as_of_year - extract(year from trajectory.month)) * 12 + extract(month from parameters.as_of_month) - extract(month from trajectory.month) <= settings.pace_months
        and trajectory.month < parameters.as_of_month
        and (targets.definition <> 'growth_since_entry' or trajectory.in_library > 0)
),

paced as (
    select
        present.target_id,
        present.target,
        present.planned,
        present.achieved,
        present.not_known,
        present.in_library,
        present.as_of_month,
        present.months_left,
        -- who can no longer be judged is not lost
        case
            when present.achieved < earlier.achieved then least(present.achieved - earlier.achieved + greatest(present.not_known - earlier.not_known, 0), 0)
            else coalesce(present.achieved - earlier.achieved, 0)
        end as gained,
        coalesce(earlier.months_ago, 1) as gained_months
    from present
    left join earlier
        on present.target_id = earlier.target_id
        and earlier.rank_from_oldest = 1
),

-- assets are counted outside the library too
bounded as (
    select
        paced.*,
        case
            when targets.definition = 'growth_since_entry' then greatest(paced.in_library, paced.target, paced.achieved)
            else 1000000000
        end as most
    from paced
    inner join targets
        on paced.target_id = targets.target_id
),

forecast as (
    select
        bounded.target_id,
        bounded.target,
        bounded.planned,
        bounded.achieved,
        bounded.not_known,
        bounded.in_library,
        bounded.as_of_month,
        bounded.months_left,
        cast(cast(bounded.gained as double) / bounded.gained_months as decimal(18, 4)) as pace_a_month,
        cast(least(greatest(floor(bounded.achieved + cast(bounded.gained * bounded.months_left as double) / bounded.gained_months), 0), bounded.most) as integer) as forecast_at_deadline,
        cast(least(greatest(floor(bounded.achieved + cast(bounded.gained * bounded.months_left as double) / bounded.gained_months * case when bounded.gained < 0 then settings.pace_high else settings.pace_low end), 0), bounded.most) as integer) as forecast_low,
        cast(least(greatest(floor(bounded.achieved + cast(bounded.gained * bounded.months_left as double) / bounded.gained_months * case when bounded.gained < 0 then settings.pace_low else settings.pace_high end), 0) + bounded.not_known, bounded.most) as integer) as forecast_high,
        settings.at_risk_share,
        settings.deadline
    from bounded
    cross join settings
),

target_progress as (
    select
        forecast.as_of_month,
        forecast.target_id,
        forecast.target,
        forecast.achieved,
        forecast.in_library,
        forecast.forecast_at_deadline,
        case
            when forecast.achieved >= forecast.target then 'done'
            when forecast.months_left > 0 and forecast.forecast_at_deadline >= forecast.target then 'on_track'
            when forecast.months_left > 0 and (forecast.forecast_high >= forecast.target or forecast.forecast_at_deadline >= forecast.at_risk_share * forecast.target) then 'at_risk'
            else 'behind'
        end as status,
        forecast.forecast_low,
        forecast.forecast_high,
        forecast.planned,
        forecast.not_known,
        forecast.pace_a_month,
        cast(forecast.months_left as integer) as months_left,
        forecast.deadline,
        targets.target_order,
        targets.label_zh,
        targets.label_en
    from forecast
    inner join targets
        on forecast.target_id = targets.target_id
)

select * from target_progress
