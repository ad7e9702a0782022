-- Grain: payment (奖补兑付), the row known last at `known_at`; `paid_on` up to the end of the as-of month.
-- Units: money in 万元.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.payments
),

known as (
    select
        source.payment_no,
        source.enterprise_id,
        source.award_year,
        source.clause_id,
        source.amount_wan,
        source.paid_on,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.payment_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.payment_no,
        known.enterprise_id,
        known.award_year,
        known.clause_id,
        known.amount_wan,
        known.paid_on,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.paid_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
