-- Grain: case (审批与接入), the row known last at `known_at`; `received_on` up to the end of the as-of month.
-- An end that lies after the as-of month has not come yet: `closed_on` is null then.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.services
),

known as (
    select
        source.case_no,
        source.enterprise_id,
        source.event,
        source.received_on,
        source.closed_on,
        source.handling_bureau,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.case_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.case_no,
        known.enterprise_id,
        known.event,
        known.received_on,
        case when known.closed_on <= parameters.as_of_on then known.closed_on end as closed_on,
        known.handling_bureau,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.received_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
