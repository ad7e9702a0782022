-- Grain: claim that is part of an award line (the nodes of one standard that fall into one year are one line): its own amount and what it is worked out from.
-- Units: amounts in CNY; `base` and `base_over` in the base's own unit (万元 for money), `rate` a fraction, or 万元 a unit of a base that is no money.
with

lines as (
    select * from int_award_paid
),

claims as (
    select * from int_claim
),

states as (
    select * from int_claim_state
),

clauses as (
    select * from policy_clause
),

facts as (
    select * from policy_fact
),

parameters as (
    select * from policy_parameter
    where parameter = 'base_over'
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

in_lines as (
    select
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        claims.node,
        lines.clause_order,
        claims.kind,
        claims.effective_on,
        amounts.gross_fen,
        lines.own_fen,
        amounts.cap_fen,
        amounts.base,
        case when claims.kind = 'interest' then 'wan' when claims.kind = 'percent' then facts.unit else '' end as base_unit,
        amounts.rate,
        amounts.days,
        amounts.is_known,
        amounts.is_estimated_at_cap,
        count(*) over (partition by lines.line_no) as claims_in_line
    from lines
    inner join claims
        on claims.clause_id = lines.clause_id
        and claims.enterprise_id = lines.enterprise_id
        and claims.award_year = lines.award_year
        and claims.subject = lines.subject
    inner join states
        on states.claim_no = claims.claim_no
    inner join amounts
        on amounts.claim_no = claims.claim_no
    inner join clauses
        on clauses.clause_id = lines.clause_id
    left join facts
        on facts.fact = clauses.base
    where states.state <> 'failed'
        and (amounts.gross_fen > 0 or not amounts.is_known)
        -- a claim that is open is no part of a line that stands
        and (lines.own_status <> 'payable' or (states.state = 'met' and amounts.is_known))
),

final as (
    select
        in_lines.award_year,
        in_lines.enterprise_id,
        in_lines.clause_id,
        in_lines.subject,
        in_lines.node,
        in_lines.clause_order,
        in_lines.kind,
        cast(cast(in_lines.gross_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as gross_cny,
        cast(cast(in_lines.own_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as line_cny,
        cast(in_lines.claims_in_line as integer) as claims_in_line,
        cast(cast(in_lines.cap_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as cap_cny,
        in_lines.base,
        in_lines.base_unit,
        parameters.value as base_over,
        in_lines.rate,
        in_lines.days,
        in_lines.is_known,
        in_lines.is_estimated_at_cap
    from in_lines
    left join parameters
        on parameters.clause_id = in_lines.clause_id
        and in_lines.effective_on >= parameters.valid_from
        and (parameters.valid_until is null or in_lines.effective_on < parameters.valid_until)
)

select * from final
