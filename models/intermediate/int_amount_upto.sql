-- Grain: claim of kind upto. The approved amount; where none is on file the cap, flagged. A level that the clause does not name has no row.
-- Units: fen (0.01 CNY).
with

claims as (
    select * from int_claim
),

amounts as (
    select * from policy_amount
),

own as (
    select
        claims.claim_no,
        coalesce(claims.approved, cast(cast(amounts.amount_wan as decimal(28, 6)) * 1000000 as hugeint)) as gross_fen,
        cast(cast(amounts.amount_wan as decimal(28, 6)) * 1000000 as hugeint) as cap_fen,
        true as is_known,
        claims.source as missing_dataset,
        (claims.approved is null) as is_estimated_at_cap,
        cast(null as decimal(28, 8)) as base,
        cast(null as decimal(28, 8)) as rate,
        cast(null as integer) as days
    from claims
    inner join amounts
        on amounts.clause_id = claims.clause_id
        and amounts.amount_key = claims.amount_key
        and claims.effective_on >= amounts.valid_from
        and (amounts.valid_until is null or claims.effective_on < amounts.valid_until)
    where claims.kind = 'upto'
)

select * from own
