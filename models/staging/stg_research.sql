-- Grain: enterprise and year (研发投入), the row known last at `known_at`; years up to the as-of month's.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.research
),

known as (
    select
        source.year,
        source.enterprise_id,
        source.research_wan,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.year, source.enterprise_id
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.year,
        known.enterprise_id,
        known.research_wan,
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
