-- Grain: enterprise and award year: everyone who is expected to report. The registry, from the year of founding on,
-- and whoever reported output or tax in the year without being in it.
with

award_years as (
    select * from int_award_year
),

enterprises as (
    select * from stg_enterprises
),

totals as (
    select * from int_year_total
),

registered as (
    select
        enterprises.enterprise_id,
        award_years.award_year
    from enterprises
    inner join award_years
        on year(enterprises.founded_on) <= award_years.award_year
),

reporting as (
    select distinct
        totals.enterprise_id,
        award_years.award_year
    from totals
    inner join award_years
        on totals.year = award_years.award_year
    where totals.figure in ('output', 'total_tax')
),

everyone as (
    select * from registered
    union
    select * from reporting
)

select * from everyone
