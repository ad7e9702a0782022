-- Grain: enterprise and month (生产经营月报), the row known last at `known_at`; months up to the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.production
),

known as (
    select
        source.month,
        source.enterprise_id,
        source.output_wan,
        source.revenue_wan,
        source.profit_wan,
        source.value_added_wan,
        source.online_retail_wan,
        source.assets_wan,
        source.output_ytd_wan,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.month, source.enterprise_id
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.month,
        known.enterprise_id,
        known.output_wan,
        known.revenue_wan,
        known.profit_wan,
        known.value_added_wan,
        known.online_retail_wan,
        known.assets_wan,
        known.output_ytd_wan,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.month <= parameters.as_of_month
    where known.rank_from_newest = 1
)

select * from current_rows
