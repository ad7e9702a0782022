-- Grain: claim on a ladder. The highest rung that is met; a higher one that is not known keeps the claim open, with its amount at stake.
-- Units: fen (0.01 CNY).
with

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
),

rungs as (
    select * from int_rung
),

facts as (
    select * from policy_fact
),

highest as (
    select
        claim_no,
        coalesce(max(case when state = 'met' then amount_fen end), 0) as met_fen,
        coalesce(max(case when state = 'unknown' then amount_fen end), 0) as unknown_fen,
        max(case when state = 'met' then threshold end) as met_threshold
    from rungs
    group by claim_no
),

amounts as (
    select
        highest.claim_no,
        greatest(highest.met_fen, highest.unknown_fen) as gross_fen,
        cast(null as hugeint) as cap_fen,
        (highest.unknown_fen <= highest.met_fen) as is_known,
        facts.dataset as missing_dataset,
        false as is_estimated_at_cap,
        highest.met_threshold as base,
        cast(null as decimal(28, 8)) as rate,
        cast(null as integer) as days
    from highest
    inner join claims
        on claims.claim_no = highest.claim_no
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join facts
        on facts.fact = clauses.figure
)

select * from amounts
