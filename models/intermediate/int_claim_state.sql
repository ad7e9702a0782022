-- Grain: claim. Its conditions taken together: one that failed settles it; otherwise one that is not known leaves it open.
-- Of alternatives one is enough. `missing` names the data sets that would settle what is open.
with

claims as (
    select * from int_claim
),

answers as (
    select * from int_condition
),

by_condition as (
    select
        claim_no,
        condition_no,
        max(case state when 'met' then 2 when 'unknown' then 1 else 0 end) as standing
    from answers
    group by claim_no, condition_no
),

by_claim as (
    select
        claim_no,
        min(case standing when 0 then 0 when 2 then 2 else 1 end) as standing
    from by_condition
    group by claim_no
),

states as (
    select
        claims.claim_no,
        case coalesce(by_claim.standing, 2) when 0 then 'failed' when 1 then 'unknown' else 'met' end as state
    from claims
    left join by_claim
        on by_claim.claim_no = claims.claim_no
)

select * from states
