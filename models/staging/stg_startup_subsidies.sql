-- Grain: application (创业补贴申请), the row known last at `known_at`; `applied_on` up to the end of the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.startup_subsidies
),

known as (
    select
        source.application_no,
        source.enterprise_id,
        source.founder,
        source.applied_on,
        source.is_first_licence,
        source.insured_months,
        source.approved_wan,
        source.person_no,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.application_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.application_no,
        known.enterprise_id,
        known.founder,
        known.applied_on,
        known.is_first_licence,
        known.insured_months,
        known.approved_wan,
        known.person_no,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.applied_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
