-- Grain: enterprise of the registry, award year: whether the per-mu evaluation of that year is about it. Below the land limit of its class, by land on
-- file, it is not; without land on file nobody knows that, and what it lacks is data. Who is not in the registry has no row. Unit: 亩.
with

award_years as (
    select * from int_award_year
),

registry as (
    select * from stg_enterprises
),

rated as (
    select * from int_rating_enterprise
),

land as (
    select * from stg_land
),

land_years as (
    select
        year,
        enterprise_id,
        sum(area_mu) as land_mu
    from land
    group by year, enterprise_id
),

scopes as (
    select
        award_years.award_year,
        registry.enterprise_id,
        land_years.land_mu,
        (rated.enterprise_id is not null and coalesce(land_years.land_mu > 0 and land_years.land_mu >= rated.min_land_mu, true)) as is_in_scope
    from registry
    cross join award_years
    left join rated
        on rated.enterprise_id = registry.enterprise_id
    left join land_years
        on land_years.enterprise_id = registry.enterprise_id
        and land_years.year = award_years.award_year
)

select * from scopes
