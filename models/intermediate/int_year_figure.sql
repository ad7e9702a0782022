-- Grain: enterprise, year, fact of scope `year`. This year's and last year's value, each a fraction value / divisor, and
-- the largest earlier value on record (what is on file of an incomplete year counts: it was passed all the same).
-- An enterprise with any year on record has a row for every award year, so that a year without a report still sees the years before.
-- Units: micro (0.000001 of the fact's unit); a null value is not known.
with

award_years as (
    select * from int_award_year
),

year_values as (
    select * from int_year_value
),

intellectual_property as (
    select * from stg_intellectual_property
),

monthly as (
    select enterprise_id, year, figure as fact, dataset, value, cast(1 as hugeint) as divisor, on_file, months, months_due, method from year_values
),

margins as (
    select
        profit.enterprise_id,
        profit.year,
        'profit_margin' as fact,
        profit.dataset,
        profit.value,
        revenue.value as divisor,
        cast(null as hugeint) as on_file,
        profit.months,
        profit.months_due,
        profit.method
    from year_values as profit
    inner join year_values as revenue
        on revenue.enterprise_id = profit.enterprise_id
        and revenue.year = profit.year
        and revenue.figure = 'revenue'
    where profit.figure = 'profit'
),

listed as (
    select enterprise_id, year, 'invention_patents' as fact, cast(coalesce(invention_patents, 0) as hugeint) * 1000000 as value from intellectual_property
    union all
    select enterprise_id, year, 'ip_pledge_financing', cast(cast(coalesce(ip_pledge_financing_wan, 0) as decimal(28, 6)) * 1000000 as hugeint) from intellectual_property
    union all
    select enterprise_id, year, 'is_pledge_repaid', case when is_repaid then cast(1000000 as hugeint) when not is_repaid then cast(0 as hugeint) end from intellectual_property
),

reported as (
    select * from monthly
    union all
    select * from margins
),

reporters as (
    select distinct
        enterprise_id,
        fact,
        dataset
    from reported
),

unreported as (
    select
        reporters.enterprise_id,
        award_years.award_year as year,
        reporters.fact,
        reporters.dataset,
        award_years.months_due
    from reporters
    cross join award_years
    left join reported
        on reported.enterprise_id = reporters.enterprise_id
        and reported.fact = reporters.fact
        and reported.year = award_years.award_year
    where reported.enterprise_id is null
),

facts as (
    select * from reported
    union all
    select enterprise_id, year, fact, dataset, null, case when fact <> 'profit_margin' then cast(1 as hugeint) end, null, 0, months_due, 'unreported' from unreported
    union all
    select enterprise_id, year, fact, 'intellectual_property', value, cast(1 as hugeint), value, 12, 12, 'actual' from listed
),

beside_earlier as (
    select
        enterprise_id,
        year,
        fact,
        dataset,
        value,
        divisor,
        (lag(year) over years_of_fact = year - 1) as has_last_year,
        lag(value) over years_of_fact as previous_value,
        lag(divisor) over years_of_fact as previous_divisor,
        max(on_file) over (years_of_fact rows between unbounded preceding and 1 preceding) as best_before,
        months,
        months_due,
        method
    from facts
    window years_of_fact as (partition by enterprise_id, fact order by year)
),

figures as (
    select
        enterprise_id,
        year,
        fact,
        dataset,
        value,
        divisor,
        case
            when has_last_year then previous_value
            -- on a list, absent is none
            when dataset = 'intellectual_property' then 0
        end as last_value,
        case when has_last_year then previous_divisor else 1 end as last_divisor,
        best_before,
        months,
        months_due,
        method
    from beside_earlier
)

select * from figures
