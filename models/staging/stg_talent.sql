-- Grain: person (人才引进), the row known last at `known_at`; `hired_on` up to the end of the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.talent
),

known as (
    select
        source.talent_no,
        source.enterprise_id,
        source.category,
        source.hired_on,
        source.remuneration_wan,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.talent_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.talent_no,
        known.enterprise_id,
        known.category,
        known.hired_on,
        known.remuneration_wan,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.hired_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
