-- Grain: enterprise and quarter (培育库), the row known last at `known_at`; quarters up to the as-of month's, `entered_on` up to the end of the as-of month.
-- An end that lies after the as-of month has not come yet: `left_on`, `leave_reason` are null then.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.nurture_library
),

known as (
    select
        source.quarter,
        source.enterprise_id,
        source.tier,
        source.entered_on,
        source.left_on,
        source.leave_reason,
        source.leader,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.quarter, source.enterprise_id
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.quarter,
        known.enterprise_id,
        known.tier,
        known.entered_on,
        case when known.left_on <= parameters.as_of_on then known.left_on end as left_on,
        case when known.left_on <= parameters.as_of_on then known.leave_reason end as leave_reason,
        known.leader,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.quarter <= cast(parameters.as_of_year as varchar) || 'Q' || cast(extract(quarter from parameters.as_of_on) as varchar)
        and known.entered_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
