-- Grain: exhibit (展销活动), the row known last at `known_at`; `held_on` up to the end of the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.exhibitions
),

known as (
    select
        source.exhibition_no,
        source.enterprise_id,
        source.exhibition_name,
        source.held_on,
        source.stand_fee_wan,
        source.fitting_fee_wan,
        source.is_municipal_or_above,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.exhibition_no, source.enterprise_id
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.exhibition_no,
        known.enterprise_id,
        known.exhibition_name,
        known.held_on,
        known.stand_fee_wan,
        known.fitting_fee_wan,
        known.is_municipal_or_above,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.held_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
