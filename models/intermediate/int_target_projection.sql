-- Grain: target, month on file, months ahead, method: what would have been foreseen in that month for so many months later.
-- no_change: as it is. recent_pace: on at the mean gain of the last `pace_months` on file. damped_trend: the same, each month `damping` of the
-- month before (Gardner and McKenzie). seasonal: the same month of the last year on file, moved by the change over that year for each year ahead.
-- Whole enterprises, never under zero nor over what can be reached.
with

settings as (
    select * from evaluation_target_setting
),

series as (
    select * from int_target_series
),

months_ahead as (
    select months_back as horizon from evaluation_month_back where months_back > 0
),

-- the oldest month that is still recent
recent as (
    select
        origin.target_id,
        origin.month_index,
        min(earlier.month_index) as earlier_index
    from series as origin
    cross join settings
    inner join series as earlier
        on origin.target_id = earlier.target_id
        and earlier.month_index < origin.month_index
        and earlier.month_index >= origin.month_index - settings.pace_months
    group by origin.target_id, origin.month_index
),

origins as (
    select
        origin.target_id,
        origin.month_index,
        origin.achieved,
        origin.most,
        cast(origin.achieved - earlier.achieved as double) / (origin.month_index - earlier.month_index) as pace,
        origin.achieved - year_before.achieved as gained_in_a_year
    from series as origin
    left join recent
        on origin.target_id = recent.target_id
        and origin.month_index = recent.month_index
    left join series as earlier
        on recent.target_id = earlier.target_id
        and recent.earlier_index = earlier.month_index
    left join series as year_before
        on origin.target_id = year_before.target_id
        and origin.month_index - 12 = year_before.month_index
),

ahead as (
    select
        origins.target_id,
        origins.month_index,
        months_ahead.horizon,
        origins.achieved,
        origins.most,
        origins.pace,
        origins.gained_in_a_year,
        ceil(months_ahead.horizon / 12.0) as years_ahead,
        settings.damping
    from origins
    cross join months_ahead
    cross join settings
),

foreseen as (
    select target_id, month_index, horizon, most, 'no_change' as method, 1 as method_order, cast(achieved as double) as foreseen
    from ahead
    union all
    select target_id, month_index, horizon, most, 'recent_pace' as method, 2 as method_order, achieved + pace * horizon as foreseen
    from ahead
    where pace is not null
    union all
    select target_id, month_index, horizon, most, 'damped_trend' as method, 3 as method_order, achieved + pace * damping * (1 - power(damping, horizon)) / (1 - damping) as foreseen
    from ahead
    where pace is not null
    union all
    select ahead.target_id, ahead.month_index, ahead.horizon, ahead.most, 'seasonal' as method, 4 as method_order, cast(same_month.achieved + ahead.gained_in_a_year * ahead.years_ahead as double) as foreseen
    from ahead
    inner join series as same_month
        on ahead.target_id = same_month.target_id
        and ahead.month_index + ahead.horizon - 12 * ahead.years_ahead = same_month.month_index
    where ahead.gained_in_a_year is not null
),

projection as (
    select
        foreseen.target_id,
        foreseen.month_index,
        foreseen.horizon,
        foreseen.method,
        foreseen.method_order,
        cast(floor(least(greatest(foreseen.foreseen, 0), foreseen.most) + 0.000001) as integer) as foreseen
    from foreseen
)

select * from projection
