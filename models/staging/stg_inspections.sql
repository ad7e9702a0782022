-- Grain: inspection (涉企检查), the row known last at `known_at`; `inspected_on` up to the end of the as-of month.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.inspections
),

known as (
    select
        source.inspection_no,
        source.enterprise_id,
        source.inspecting_body,
        source.inspected_on,
        source.is_on_request,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.inspection_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.inspection_no,
        known.enterprise_id,
        known.inspecting_body,
        known.inspected_on,
        known.is_on_request,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.inspected_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
