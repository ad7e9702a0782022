-- Grain: rating year, enterprise of the list, measure with something on file. A measure without a row is missing; a zero on file is a zero.
-- Monthly measures are sums of the months on file (`months` says how many), employees their mean, rounded to ten places.
-- Pollutants: the sum of those of the four on file; a record with all four blank is no record. Units: 万元, 亩, 吨标准煤, 万千瓦时, 吨, 人.
with

profile as (
    select * from evaluation_rating_profile
),

listed as (
    select * from int_rating_list
),

taxes as (
    select * from stg_taxes
),

production as (
    select * from stg_production
),

energy as (
    select * from stg_energy
),

employment as (
    select * from stg_employment
),

emissions as (
    select * from stg_emissions
),

research as (
    select * from stg_research
),

tax_years as (
    select
        cast(extract(year from taxes.month) as integer) as year,
        taxes.enterprise_id,
        'tax' as measure,
        sum(case when profile.tax = 'local' then taxes.local_tax_wan else taxes.total_tax_wan end) as value,
        count(*) as months
    from taxes
    cross join profile
    group by 1, 2
),

revenue_years as (
    select
        cast(extract(year from production.month) as integer) as year,
        production.enterprise_id,
        'revenue' as measure,
        sum(production.revenue_wan) as value,
        count(production.revenue_wan) as months
    from production
    group by 1, 2
),

value_added_years as (
    select
        cast(extract(year from production.month) as integer) as year,
        production.enterprise_id,
        'value_added' as measure,
        sum(production.value_added_wan) as value,
        count(production.value_added_wan) as months
    from production
    group by 1, 2
),

energy_years as (
    select
        cast(extract(year from energy.month) as integer) as year,
        energy.enterprise_id,
        'energy_tce' as measure,
        sum(energy.energy_tce) as value,
        count(energy.energy_tce) as months
    from energy
    group by 1, 2
),

electricity_years as (
    select
        cast(extract(year from energy.month) as integer) as year,
        energy.enterprise_id,
        'electricity_10mwh' as measure,
        sum(energy.electricity_10mwh) as value,
        count(energy.electricity_10mwh) as months
    from energy
    group by 1, 2
),

employee_years as (
    select
        cast(extract(year from employment.month) as integer) as year,
        employment.enterprise_id,
        'employees' as measure,
        cast(sum(employment.insured_employees) / count(employment.insured_employees) as decimal(38, 10)) as value,
        count(employment.insured_employees) as months
    from employment
    group by 1, 2
),

pollutant_years as (
    select
        emissions.year,
        emissions.enterprise_id,
        'pollutants_t' as measure,
        coalesce(emissions.cod_t, 0) + coalesce(emissions.ammonia_t, 0) + coalesce(emissions.so2_t, 0) + coalesce(emissions.nox_t, 0) as value
    from emissions
    where coalesce(emissions.cod_t, emissions.ammonia_t, emissions.so2_t, emissions.nox_t) is not null
),

land_years as (
    select
        listed.rating_year as year,
        listed.enterprise_id,
        'land_mu' as measure,
        listed.land_mu as value
    from listed
),

research_years as (
    select
        research.year,
        research.enterprise_id,
        'research' as measure,
        research.research_wan as value
    from research
),

measures as (
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(months as integer) as months from tax_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(months as integer) as months from revenue_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(months as integer) as months from value_added_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(months as integer) as months from energy_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(months as integer) as months from electricity_years
    union all
    select year, enterprise_id, measure, value, cast(months as integer) as months from employee_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(null as integer) as months from pollutant_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(null as integer) as months from land_years
    union all
    select year, enterprise_id, measure, cast(value as decimal(38, 10)) as value, cast(null as integer) as months from research_years
),

listed_measures as (
    select
        measures.year as rating_year,
        measures.enterprise_id,
        listed.size_class,
        listed.is_rated,
        measures.measure,
        measures.value,
        measures.months
    from measures
    inner join listed
        on measures.year = listed.rating_year
        and measures.enterprise_id = listed.enterprise_id
    where measures.value is not null
)

select * from listed_measures
