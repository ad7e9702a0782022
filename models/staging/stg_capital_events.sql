-- Grain: event (资本运作), the row known last at `known_at`; `happened_on` up to the end of the as-of month.
-- Units: money in 万元, rates as fractions.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.capital_events
),

known as (
    select
        source.event_no,
        source.enterprise_id,
        source.event,
        source.happened_on,
        source.funds_raised_wan,
        source.headquarters_moved_in,
        source.invested_here_rate,
        source.approved_wan,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.event_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.event_no,
        known.enterprise_id,
        known.event,
        known.happened_on,
        known.funds_raised_wan,
        known.headquarters_moved_in,
        known.invested_here_rate,
        known.approved_wan,
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
