-- Grain: month (the last ones up to the as-of month that have 生产经营月报 or 税收月报 on file), town.
with

parameters as (
    select * from build_parameters
),

settings as (
    select * from evaluation_town_setting
),

months_back as (
    select * from evaluation_month_back
),

enterprises as (
    select * from stg_enterprises
),

town_targets as (
    select * from stg_town_targets
),

production as (
    select * from stg_production
),

taxes as (
    select * from stg_taxes
),

reported as (
    select production.month from production
    union
    select taxes.month from taxes
),

towns as (
    select enterprises.town from enterprises
    union
    select town_targets.town from town_targets
),

grid as (
    select
        reported.month,
        last_day(reported.month) as month_end_on,
        cast(extract(year from reported.month) as integer) as year,
        cast(extract(month from reported.month) as integer) as month_no,
        towns.town
    from reported
    cross join towns
    cross join parameters
    cross join settings
    inner join months_back
        on reported.month = cast(parameters.as_of_month - months_back.months_back * interval '1' month as date)
        and months_back.months_back < settings.months
    where towns.town is not null
)

select * from grid
