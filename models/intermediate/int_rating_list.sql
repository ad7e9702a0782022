-- Grain: rating year and enterprise of its size class's list: industrial, in operation, with land that year, no utility (GB/T 4754).
-- Every year with land on file up to the as-of year. Size class and state are the registry's present ones. Unit: 亩.
-- Divisions are the first two digits of the industry code ('C3311', '3311'); the letter D alone is all utilities.
with

parameters as (
    select * from build_parameters
),

profile as (
    select * from evaluation_rating_profile
),

classes as (
    select * from evaluation_rating_class
),

excluded_divisions as (
    select * from evaluation_rating_excluded_division
),

enterprises as (
    select * from stg_enterprises
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

divided as (
    select
        enterprises.enterprise_id,
        enterprises.town,
        enterprises.size_class,
        enterprises.founded_on,
        case
            when upper(trim(enterprises.industry_code)) = 'D' then '44'
            else substr(regexp_replace(enterprises.industry_code, '[^0-9]', '', 'g'), 1, 2)
        end as division
    from enterprises
    where enterprises.sector = '工业'
        and enterprises.operating_status = '存续'
),

listed as (
    select
        land_years.rating_year,
        divided.enterprise_id,
        divided.town,
        divided.size_class,
        divided.founded_on,
        land_years.land_mu,
        land_years.land_mu >= classes.min_land_mu as is_rated,
        -- whole months from the founding day to 31 December: a day of December is never later than the 31st
        (land_years.rating_year - extract(year from divided.founded_on)) * 12 + 12 - extract(month from divided.founded_on)
            < profile.new_enterprise_months as is_new,
        land_years.rating_year < parameters.as_of_year or parameters.as_of_closed as is_closed_year
    from land_years
    inner join divided
        on land_years.enterprise_id = divided.enterprise_id
    inner join classes
        on divided.size_class = classes.size_class
    cross join profile
    cross join parameters
    left join excluded_divisions
        on divided.division = excluded_divisions.division
    where land_years.land_mu > 0
        and excluded_divisions.division is null
)

select * from listed
