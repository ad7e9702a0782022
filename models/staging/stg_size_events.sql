-- Grain: event (升规纳统), the row known last at `known_at`; `happened_on` up to the end of the as-of month.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.size_events
),

known as (
    select
        source.enterprise_id,
        source.event,
        source.happened_on,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.enterprise_id, source.event
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.enterprise_id,
        known.event,
        known.happened_on,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.happened_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
