-- Grain: enterprise and month (能源消费月报), the row known last at `known_at`; months up to the as-of month.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.energy
),

known as (
    select
        source.month,
        source.enterprise_id,
        source.electricity_10mwh,
        source.energy_tce,
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
        known.electricity_10mwh,
        known.energy_tce,
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
