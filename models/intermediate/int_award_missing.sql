-- Grain: award line that is open, data set that would settle it.
with

lines as (
    select * from int_award_own
),

claims as (
    select * from int_claim
),

states as (
    select * from int_claim_state
),

answers as (
    select * from int_condition
),

amounts as (
    select * from int_amount_event
    union all
    select * from int_amount_ladder
    union all
    select * from int_amount_percent
    union all
    select * from int_amount_interest
    union all
    select * from int_amount_upto
),

settled as (
    select distinct
        claim_no,
        condition_no
    from answers
    where state = 'met'
),

open_conditions as (
    select
        answers.claim_no,
        answers.dataset
    from answers
    left join settled
        on settled.claim_no = answers.claim_no
        and settled.condition_no = answers.condition_no
    where answers.state = 'unknown'
        and settled.claim_no is null
),

open_amounts as (
    select
        claim_no,
        missing_dataset as dataset
    from amounts
    where not is_known
),

missing as (
    select distinct
        lines.line_no,
        open_parts.dataset
    from lines
    inner join claims
        on claims.clause_id = lines.clause_id
        and claims.enterprise_id = lines.enterprise_id
        and claims.award_year = lines.award_year
        and claims.subject = lines.subject
    inner join states
        on states.claim_no = claims.claim_no
        and states.state <> 'failed'
    inner join (select * from open_conditions union all select * from open_amounts) as open_parts
        on open_parts.claim_no = claims.claim_no
    where lines.own_status = 'undetermined'
)

select * from missing
