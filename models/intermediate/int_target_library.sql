-- Grain: month of the plan up to the as-of month, enterprise that was in the nurture library (培育库) at its end.
-- A row of the library holds until a newer one: the newest quarter up to the month's, or the oldest on file where none is that old.
-- Entered on or before the month's last day, not left on or before it.
with

parameters as (
    select * from build_parameters
),

months_back as (
    select * from evaluation_month_back
),

settings as (
    select * from evaluation_target_setting
),

library as (
    select * from stg_nurture_library
),

months as (
    select
        cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) as month,
        last_day(cast(parameters.as_of_month - months_back.months_back * interval '1' month as date)) as month_end_on
    from parameters
    cross join months_back
    cross join settings
    -- the month before the start is the forecast's zero
    where months_back.months_back = 0
        or cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) >= date_trunc('month', settings.starts_on) - interval '1' month
),

dated as (
    select
        months.month,
        months.month_end_on,
        library.enterprise_id,
        library.tier,
        library.entered_on,
        library.left_on,
        library.leader,
        row_number() over (
            partition by months.month, library.enterprise_id
            order by
                case when library.quarter <= cast(extract(year from months.month) as varchar) || 'Q' || cast(extract(quarter from months.month) as varchar) then 0 else 1 end,
                case when library.quarter <= cast(extract(year from months.month) as varchar) || 'Q' || cast(extract(quarter from months.month) as varchar) then library.quarter end desc,
                library.quarter
        ) as rank_from_nearest
    from months
    inner join library
        on library.entered_on <= months.month_end_on
),

members as (
    select
        dated.month,
        dated.month_end_on,
        dated.enterprise_id,
        dated.tier,
        dated.entered_on,
        dated.leader
    from dated
    where dated.rank_from_nearest = 1
        and (dated.left_on is null or dated.left_on > dated.month_end_on)
)

select * from members
