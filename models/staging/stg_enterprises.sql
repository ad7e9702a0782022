-- Grain: enterprise (企业名录), the row known last at `known_at`; every date, for it says nothing of what happened when.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.enterprises
),

known as (
    select
        source.enterprise_id,
        source.enterprise_name,
        source.town,
        source.industry_code,
        source.industry_name,
        source.sector,
        source.is_manufacturing,
        source.is_strategic_emerging,
        source.size_class,
        source.is_small_micro,
        source.size_type,
        source.founded_on,
        source.operating_status,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.enterprise_id
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.enterprise_id,
        known.enterprise_name,
        known.town,
        known.industry_code,
        known.industry_name,
        known.sector,
        known.is_manufacturing,
        known.is_strategic_emerging,
        known.size_class,
        known.is_small_micro,
        known.size_type,
        known.founded_on,
        known.operating_status,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    where known.rank_from_newest = 1
)

select * from current_rows
