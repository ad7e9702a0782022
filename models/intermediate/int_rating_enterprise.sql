-- Grain: enterprise that the per-mu evaluation is about (article 19), by the registry's present word: industrial, in operation, no utility (GB/T 4754).
-- Divisions are the first two digits of the industry code ('C3311', '3311'); the letter D alone is all utilities. Unit: 亩.
with

classes as (
    select * from evaluation_rating_class
),

excluded_divisions as (
    select * from evaluation_rating_excluded_division
),

enterprises as (
    select * from stg_enterprises
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

in_scope as (
    select
        divided.enterprise_id,
        divided.town,
        divided.size_class,
        divided.founded_on,
        classes.min_land_mu
    from divided
    inner join classes
        on divided.size_class = classes.size_class
    left join excluded_divisions
        on divided.division = excluded_divisions.division
    where excluded_divisions.division is null
)

select * from in_scope
