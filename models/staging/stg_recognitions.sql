-- Grain: recognition (称号认定), the row known last at `known_at`; `recognised_on` up to the end of the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.recognitions
),

known as (
    select
        source.recognition_no,
        source.enterprise_id,
        source.recipient,
        source.recipient_type,
        source.title,
        source.level,
        source.grade,
        source.recognised_on,
        source.authority,
        source.approved_wan,
        source.first_or_renewal,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.recognition_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.recognition_no,
        known.enterprise_id,
        known.recipient,
        known.recipient_type,
        known.title,
        known.level,
        known.grade,
        known.recognised_on,
        known.authority,
        known.approved_wan,
        known.first_or_renewal,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.recognised_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
