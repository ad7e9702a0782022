-- Grain: case that the document leaves to an individual decision (一事一议), without an amount: an enterprise's own parcel of article 19 whose intensity is
-- met with three storeys or more, once, in the first award year that has it so (as 19.1); a team of article 12 that runs an incubator (称号认定: 运营管理团队), by the year of its record.
-- Units: fee in CNY with two places; null where none is on file, and for teams.
with

award_years as (
    select * from int_award_year
),

land as (
    select * from stg_land
),

recognitions as (
    select * from stg_recognitions
),

bodies as (
    select distinct
        article,
        body
    from policy_body
    where is_lead
),

parcels as (
    select
        award_years.award_year,
        land.enterprise_id,
        land.parcel_no,
        land.storeys,
        land.infrastructure_fee_wan,
        land.file_id,
        land.source_sheet,
        land.source_row,
        row_number() over (partition by land.enterprise_id, land.parcel_no order by award_years.award_year) as place
    from land
    inner join award_years
        on award_years.award_year = land.year
    where land.tenure = '自有'
        and land.intensity_met
        and land.storeys >= 3
),

cases as (
    select
        parcels.award_year,
        19 as article,
        parcels.enterprise_id,
        parcels.parcel_no as subject,
        parcels.storeys,
        parcels.infrastructure_fee_wan,
        parcels.file_id,
        parcels.source_sheet,
        parcels.source_row
    from parcels
    where parcels.place = 1
    union all
    select
        award_years.award_year,
        12,
        coalesce(recognitions.enterprise_id, recognitions.recipient),
        recognitions.recognition_no,
        null,
        null,
        recognitions.file_id,
        recognitions.source_sheet,
        recognitions.source_row
    from recognitions
    inner join award_years
        on award_years.award_year = year(recognitions.recognised_on)
    where recognitions.title = '运营管理团队'
),

final as (
    select
        cases.award_year,
        cases.article,
        cases.enterprise_id,
        cases.subject,
        bodies.body as lead_body,
        cases.storeys,
        cast(cast(cases.infrastructure_fee_wan as decimal(28, 6)) * 10000 as decimal(18, 2)) as infrastructure_fee_cny,
        cases.file_id,
        cases.source_sheet,
        cases.source_row
    from cases
    left join bodies
        on bodies.article = cases.article
)

select * from final
