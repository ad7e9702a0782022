-- Grain: where a figure behind an enterprise's awards of a year stands: data set, file, sheet and row. Months of the year and of the year before, registry,
-- intellectual property, listings, ratings and payments (of earlier years too: they can use up an award) for the enterprises with an award line or a
-- told claim; the district's tax under an empty enterprise; and the row of each event, with its clause and subject, and of the earlier record
-- that makes a title a renewal.
with

conditions as (
    select * from award_condition
),

lines as (
    select * from award_line
),

award_years as (
    select * from int_award_year
),

claims as (
    select * from int_claim
),

enterprises as (
    select * from stg_enterprises
),

production as (
    select * from stg_production
),

taxes as (
    select * from stg_taxes
),

district_taxes as (
    select * from stg_district_taxes
),

intellectual_property as (
    select * from stg_intellectual_property
),

recognitions as (
    select * from stg_recognitions
),

dishonesty as (
    select * from stg_dishonesty
),

official_ratings as (
    select * from stg_official_ratings
),

payments as (
    select * from stg_payments
),

enterprise_years as (
    select award_year, enterprise_id from lines
    union
    select award_year, enterprise_id from conditions
),

found as (
    select enterprise_years.award_year, enterprise_years.enterprise_id, '' as clause_id, '' as subject, 'production' as dataset, strftime(production.month, '%Y-%m') as about, production.file_id, production.source_sheet, production.source_row
    from enterprise_years
    inner join production
        on production.enterprise_id = enterprise_years.enterprise_id
        and year(production.month) between enterprise_years.award_year - 1 and enterprise_years.award_year
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, '', '', 'taxes', strftime(taxes.month, '%Y-%m'), taxes.file_id, taxes.source_sheet, taxes.source_row
    from enterprise_years
    inner join taxes
        on taxes.enterprise_id = enterprise_years.enterprise_id
        and year(taxes.month) between enterprise_years.award_year - 1 and enterprise_years.award_year
    union all
    select award_years.award_year, '', '', '', 'district_taxes', strftime(district_taxes.month, '%Y-%m'), district_taxes.file_id, district_taxes.source_sheet, district_taxes.source_row
    from award_years
    inner join district_taxes
        on year(district_taxes.month) between award_years.award_year - 1 and award_years.award_year
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, '', '', 'enterprises', enterprises.enterprise_id, enterprises.file_id, enterprises.source_sheet, enterprises.source_row
    from enterprise_years
    inner join enterprises
        on enterprises.enterprise_id = enterprise_years.enterprise_id
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, '', '', 'intellectual_property', cast(intellectual_property.year as varchar), intellectual_property.file_id, intellectual_property.source_sheet, intellectual_property.source_row
    from enterprise_years
    inner join intellectual_property
        on intellectual_property.enterprise_id = enterprise_years.enterprise_id
        and intellectual_property.year between enterprise_years.award_year - 1 and enterprise_years.award_year
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, '', '', 'dishonesty', cast(dishonesty.listed_on as varchar), dishonesty.file_id, dishonesty.source_sheet, dishonesty.source_row
    from enterprise_years
    inner join dishonesty
        on dishonesty.enterprise_id = enterprise_years.enterprise_id
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, '', '', 'official_ratings', cast(official_ratings.year as varchar), official_ratings.file_id, official_ratings.source_sheet, official_ratings.source_row
    from enterprise_years
    inner join official_ratings
        on official_ratings.enterprise_id = enterprise_years.enterprise_id
        and official_ratings.year <= enterprise_years.award_year
    union all
    select enterprise_years.award_year, enterprise_years.enterprise_id, payments.clause_id, '', 'payments', payments.payment_no, payments.file_id, payments.source_sheet, payments.source_row
    from enterprise_years
    inner join payments
        on payments.enterprise_id = enterprise_years.enterprise_id
        and payments.award_year <= enterprise_years.award_year
    union all
    select claims.award_year, claims.enterprise_id, claims.clause_id, claims.subject, claims.source, claims.subject || claims.node, claims.file_id, claims.source_sheet, claims.source_row
    from claims
    inner join award_years
        on award_years.award_year = claims.award_year
    where claims.source <> 'annual_figures'
        and claims.file_id is not null
    union all
    -- the earlier record that makes a title a renewal
    select claims.award_year, claims.enterprise_id, claims.clause_id, claims.subject, 'recognitions', recognitions.recognition_no, recognitions.file_id, recognitions.source_sheet, recognitions.source_row
    from claims
    inner join recognitions
        on recognitions.recognition_no = claims.renewal_of_subject
),

final as (
    select distinct
        award_year,
        enterprise_id,
        clause_id,
        subject,
        dataset,
        about,
        file_id,
        coalesce(source_sheet, '') as source_sheet,
        source_row
    from found
)

select * from final
