-- Grain: claim of kind event. The fixed amount of its level, grade, recipient, type or category, times the share and the part
-- of a clause that names them; where the clause's amount is the least, an approved one on file that is more counts. A level or grade that the clause does not name has no row; one that is blank is not known.
-- Units: fen (0.01 CNY), rounded half up.
with

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
),

amounts as (
    select * from policy_amount
),

parameters as (
    select * from policy_parameter
),

event_claims as (
    select
        claims.claim_no,
        claims.clause_id,
        claims.source,
        claims.effective_on,
        claims.amount_key,
        claims.node,
        case when clauses.is_amount_minimum then claims.approved end as approved_fen,
        clauses.amounts_of,
        clauses.is_split
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    where claims.kind = 'event'
),

priced as (
    select
        event_claims.claim_no,
        event_claims.source,
        (event_claims.amount_key is not null) as is_known,
        greatest(max(cast(cast(amounts.amount_wan as decimal(28, 6)) * 1000000 as hugeint)), coalesce(max(event_claims.approved_fen), 0)) as amount_fen,
        max(case when event_claims.is_split then coalesce(parts.value, 0) else 1 end) as part,
        max(coalesce(shares.value, 1)) as share
    from event_claims
    inner join amounts
        on amounts.clause_id = event_claims.amounts_of
        and (amounts.amount_key = event_claims.amount_key or event_claims.amount_key is null)
        and event_claims.effective_on >= amounts.valid_from
        and (amounts.valid_until is null or event_claims.effective_on < amounts.valid_until)
    left join parameters as parts
        on parts.clause_id = event_claims.clause_id
        and parts.parameter = 'split'
        and parts.item = event_claims.node
        and event_claims.effective_on >= parts.valid_from
        and (parts.valid_until is null or event_claims.effective_on < parts.valid_until)
    left join parameters as shares
        on shares.clause_id = event_claims.clause_id
        and shares.parameter = 'share'
        and event_claims.effective_on >= shares.valid_from
        and (shares.valid_until is null or event_claims.effective_on < shares.valid_until)
    group by event_claims.claim_no, event_claims.source, event_claims.amount_key
),

own as (
    select
        claim_no,
        (amount_fen * cast(part * 100000000 as hugeint) * cast(share * 100000000 as hugeint) + 5000000000000000) // 10000000000000000 as gross_fen,
        cast(null as hugeint) as cap_fen,
        is_known,
        source as missing_dataset,
        false as is_estimated_at_cap,
        cast(null as decimal(28, 8)) as base,
        cast(part * share as decimal(28, 8)) as rate,
        cast(null as integer) as days
    from priced
)

select * from own
