-- Grain: date (贷款市场报价利率), the row known last at `known_at`; every date, for it says nothing of what happened when.
-- Units: rates as fractions.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.rates
),

known as (
    select
        source.effective_on,
        source.lpr_1y_rate,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.effective_on
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.effective_on,
        known.lpr_1y_rate,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    where known.rank_from_newest = 1
)

select * from current_rows
