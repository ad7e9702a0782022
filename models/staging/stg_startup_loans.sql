-- Grain: loan (创业担保贷款), the row known last at `known_at`; `issued_on` up to the end of the as-of month.
-- Units: money in 万元, rates as fractions.
with

parameters as (
    select * from build_parameters
),

source as (
    select * from raw.startup_loans
),

known as (
    select
        source.loan_no,
        source.enterprise_id,
        source.borrower,
        source.loan_type,
        source.amount_wan,
        source.issued_on,
        source.due_on,
        source.annual_rate,
        source.nth_time,
        source.file_id,
        source.source_sheet,
        source.source_row,
        source.known_at,
        row_number() over (
            partition by source.loan_no
            order by source.known_at desc, source.file_id desc, source.source_row desc, source.source_sheet desc
        ) as rank_from_newest
    from source
    inner join parameters
        on source.known_at <= parameters.known_at
),

current_rows as (
    select
        known.loan_no,
        known.enterprise_id,
        known.borrower,
        known.loan_type,
        known.amount_wan,
        known.issued_on,
        known.due_on,
        known.annual_rate,
        known.nth_time,
        known.file_id,
        known.source_sheet,
        known.source_row,
        known.known_at
    from known
    inner join parameters
        on known.issued_on <= parameters.as_of_on
    where known.rank_from_newest = 1
)

select * from current_rows
