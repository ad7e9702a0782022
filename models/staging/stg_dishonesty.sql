-- Grain: listing (失信名单), the row known last at `known_at`; `listed_on` up to the end of the as-of month.
-- An end that lies after the as-of month has not come yet: `removed_on` is null then.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.dishonesty
),

known as (
    select
        source.enterprise_id,
        source.listed_on,
        source.removed_on,
        source.cause,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.enterprise_id, source.listed_on
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.enterprise_id,
        known.listed_on,
        known.removed_on,
        known.cause,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.listed_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
