-- Grain: award year, enterprise, parcel that article 19 leaves to an individual decision: intensity met, three storeys or more. No amount.
-- Units: fee in CNY with two places; null where none is on file.
with

award_years as (
    select * from int_award_year
),

land as (
    select * from stg_land
),

final as (
    select
        award_years.award_year,
        land.enterprise_id,
        land.parcel_no,
        land.storeys,
        cast(cast(land.infrastructure_fee_wan as decimal(28, 6)) * 10000 as decimal(18, 2)) as infrastructure_fee_cny,
        land.file_id,
        land.source_sheet,
        land.source_row
    from land
    inner join award_years
        on award_years.award_year = land.year
    where land.intensity_met
        and land.storeys >= 3
)

select * from final
