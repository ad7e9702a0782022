-- Grain: rating year and enterprise of its size class's list: industrial, in operation, with land that year, no utility (GB/T 4754).
-- Every year with land on file up to the as-of year. Size class and state are the registry's present ones. Unit: 亩.
-- Unit: 亩.
with

parameters as (
    select * from build_parameters
),

profile as (
    select * from evaluation_rating_profile
),

enterprises as (
    select * from int_rating_enterprise
),

land as (
    select * from stg_land
),

land_years as (
    select
        land.year as rating_year,
        land.enterprise_id,
        sum(land.area_mu) as land_mu
    from land
    group by land.year, land.enterprise_id
),

listed as (
    select
        land_years.rating_year,
        enterprises.enterprise_id,
        enterprises.town,
        enterprises.size_class,
        enterprises.founded_on,
        land_years.land_mu,
        land_years.land_mu >= enterprises.min_land_mu as is_rated,
        -- whole months from the founding day to 31 December: a day of December is never later than the 31st
        (land_years.rating_year - extract(year from enterprises.founded_on)) * 12 + 12 - extract(month from enterprises.founded_on)
            < profile.new_enterprise_months as is_new,
        land_years.rating_year < parameters.as_of_year or parameters.as_of_closed as is_closed_year
    from land_years
    inner join enterprises
        on land_years.enterprise_id = enterprises.enterprise_id
    cross join profile
    cross join parameters
    where land_years.land_mu > 0
)

select * from listed
