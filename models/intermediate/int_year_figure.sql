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
    select enterprise_id, year, 'ip_pledge_financing', cast(coalesce(ip_pledge_financing_wan, 0) * 1000000 as hugeint) from intellectual_property
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

figures as (
    select
        this_year.enterprise_id,
        this_year.year,
        this_year.fact,
        this_year.dataset,
        this_year.value,
        this_year.divisor,
        case when this_year.dataset = 'intellectual_property' then coalesce(last_year.value, 0) else last_year.value end as last_value,
        coalesce(last_year.divisor, 1) as last_divisor,
        max(this_year.on_file) over (
            partition by this_year.enterprise_id, this_year.fact
            order by this_year.year
            rows between unbounded preceding and 1 preceding
        ) as best_before,
        this_year.months,
        this_year.months_due,
        this_year.method
    from facts as this_year
    left join facts as last_year
        on last_year.enterprise_id = this_year.enterprise_id
        and last_year.fact = this_year.fact
        and last_year.year = this_year.year - 1
)

select * from figures
