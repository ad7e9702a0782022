-- Grain: day of a year whose holidays are known: shipped, or on file in 节假日安排 (which wins, day by day).
-- working_day_no counts working days within a run of known years; a deadline never crosses an unknown year.
with

holidays as (
    select * from stg_holidays
),

shipped_holidays as (
    select * from evaluation_holiday
),

shipped_years as (
    select * from evaluation_holiday_year
),

days_of_year as (
    select * from evaluation_day_of_year
),

years as (
    select shipped_years.year from shipped_years
    union
    select cast(extract(year from holidays.day) as integer) as year from holidays
),

numbered_years as (
    select
        years.year,
        years.year - row_number() over (order by years.year) as run
    from years
),

dated as (
    select
        numbered_years.run,
        numbered_years.year,
        cast(cast(cast(numbered_years.year as varchar) || '-01-01' as date) + days_of_year.days_after_new_year * interval '1' day as date) as day
    from numbered_years
    cross join days_of_year
),

typed as (
    select
        dated.run,
        dated.day,
        case coalesce(holidays.day_type, shipped_holidays.day_type)
            when '休' then false
            when '班' then true
            else extract(isodow from dated.day) <= 5
        end as is_working_day
    from dated
    left join holidays
        on dated.day = holidays.day
    left join shipped_holidays
        on dated.day = shipped_holidays.day
    where extract(year from dated.day) = dated.year
),

calendar as (
    select
        typed.run,
        typed.day,
        typed.is_working_day,
        cast(sum(case when typed.is_working_day then 1 else 0 end) over (partition by typed.run order by typed.day) as integer) as working_day_no
    from typed
)

select * from calendar
