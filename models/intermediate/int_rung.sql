-- Grain: claim on a ladder, rung. Whether the annual figure stands on it: `met`, `failed` or `unknown`.
-- A rung to be passed for the first time fails if an earlier year on record stood on it.
with

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
),

rungs as (
    select
        *,
        cast(threshold * 1000000 as hugeint) as threshold_micro,
        cast(below * 1000000 as hugeint) as below_micro,
        cast(growth_over * 1000000 as hugeint) as growth_micro,
        cast(cast(amount_wan as decimal(28, 6)) * 1000000 as hugeint) as amount_fen
    from policy_rung
),

year_figures as (
    select * from int_year_figure
),

claim_figures as (
    select
        claims.claim_no,
        claims.clause_id,
        claims.effective_on,
        clauses.compare,
        clauses.is_first_time,
        clauses.figure,
        year_figures.value,
        year_figures.last_value,
        year_figures.best_before
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    left join year_figures
        on year_figures.enterprise_id = claims.enterprise_id
        and year_figures.year = claims.award_year
        and year_figures.fact = clauses.figure
    where claims.kind = 'ladder'
),

rung_figures as (
    select
        claim_figures.claim_no,
        claim_figures.compare,
        claim_figures.is_first_time,
        claim_figures.figure,
        rungs.rung,
        rungs.threshold,
        rungs.below,
        rungs.growth_over,
        rungs.threshold_micro,
        rungs.below_micro,
        rungs.growth_micro,
        rungs.amount_fen,
        claim_figures.value,
        claim_figures.last_value,
        claim_figures.best_before
    from claim_figures
    inner join rungs
        on rungs.clause_id = claim_figures.clause_id
        and claim_figures.effective_on >= rungs.valid_from
        and (rungs.valid_until is null or claim_figures.effective_on < rungs.valid_until)
),

states as (
    select
        *,
        case
            when value < threshold_micro or (value = threshold_micro and compare = 'over') then 'failed'
            when value >= below_micro then 'failed'
            when is_first_time and (best_before > threshold_micro or (best_before = threshold_micro and compare = 'from')) then 'failed'
            when growth_over is not null and last_value <= 0 then 'failed'
            when value is null then 'unknown'
            when growth_over is null then 'met'
            when last_value is null then 'unknown'
            when value * 1000000 > last_value * (1000000 + growth_micro) then 'met'
            else 'failed'
        end as state
    from rung_figures
)

select * from states
