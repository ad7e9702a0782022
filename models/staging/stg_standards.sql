-- Grain: standard and node (标准制定), the row known last at `known_at`; `reached_on` up to the end of the as-of month.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.standards
),

known as (
    select
        source.standard_no,
        source.enterprise_id,
        source.standard_type,
        source.role,
        source.node,
        source.reached_on,
        source.exceeds_standards,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.standard_no, source.enterprise_id, source.node
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.standard_no,
        known.enterprise_id,
        known.standard_type,
        known.role,
        known.node,
        known.reached_on,
        known.exceeds_standards,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.reached_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
