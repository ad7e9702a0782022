-- Grain: project and year (技改项目), the row known last at `known_at`; years up to the as-of month's.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.transformation_projects
),

known as (
    select
        source.project_no,
        source.year,
        source.enterprise_id,
        source.project_name,
        source.project_type,
        source.total_investment_wan,
        source.equipment_ex_tax_wan,
        source.robot_unit_price_wan,
        source.average_principal_wan,
        source.loan_from,
        source.loan_until,
        source.chosen_policy,
        source.is_filed,
        source.is_in_district,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.project_no, source.year
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.project_no,
        known.year,
        known.enterprise_id,
        known.project_name,
        known.project_type,
        known.total_investment_wan,
        known.equipment_ex_tax_wan,
        known.robot_unit_price_wan,
        known.average_principal_wan,
        known.loan_from,
        known.loan_until,
        known.chosen_policy,
        known.is_filed,
        known.is_in_district,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.year <= parameters.as_of_year
    where known.rank_from_newest = 1
)

select * from current_rows
