-- Grain: award line, before any limit: enterprise (or recipient), award year, clause, subject. Step 1 of the waterfall.
-- Kept: claims whose conditions are met and that pay something, and claims that something missing leaves open (`undetermined`,
-- with what is at stake). The nodes of one standard that fall into one year are one line.
-- Units: fen (0.01 CNY).
with

award_years as (
    select * from int_award_year
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

levels as (
    select * from policy_level
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

standing as (
    select
        claims.claim_no,
        claims.clause_id,
        claims.enterprise_id,
        claims.award_year,
        claims.subject,
        claims.effective_on,
        levels.level_order,
        claims.person,
        claims.chosen_policy,
        claims.is_identified,
        claims.is_renewal,
        claims.renewal_of_subject,
        claims.renewal_of_on,
        amounts.gross_fen,
        amounts.cap_fen,
        amounts.is_estimated_at_cap,
        amounts.is_known as is_amount_known,
        (states.state = 'met' and amounts.is_known) as is_met
    from claims
    inner join states
        on states.claim_no = claims.claim_no
    inner join amounts
        on amounts.claim_no = claims.claim_no
    left join levels
        on levels.level = claims.level
    where states.state <> 'failed'
        and (amounts.gross_fen > 0 or not amounts.is_known)
),

best_standing as (
    select
        *,
        max(case when is_met then 1 else 0 end) over (partition by clause_id, enterprise_id, award_year, subject) as is_any_met
    from standing
),

lines as (
    select
        best_standing.award_year,
        best_standing.enterprise_id,
        best_standing.clause_id,
        best_standing.subject,
        min(best_standing.claim_no) as claim_no,
        min(best_standing.effective_on) as effective_on,
        max(best_standing.level_order) as level_order,
        max(best_standing.person) as person,
        max(best_standing.chosen_policy) as chosen_policy,
        bool_and(best_standing.is_identified) as is_identified,
        bool_or(best_standing.is_renewal) as is_renewal,
        max(best_standing.renewal_of_subject) as renewal_of_subject,
        max(best_standing.renewal_of_on) as renewal_of_on,
        bool_and(best_standing.is_met) as is_met,
        bool_or(best_standing.is_estimated_at_cap) as is_estimated_at_cap,
        bool_and(best_standing.is_amount_known) as is_amount_known,
        sum(best_standing.gross_fen) as own_fen,
        max(best_standing.cap_fen) as cap_fen
    from best_standing
    where best_standing.is_met or best_standing.is_any_met = 0
    group by best_standing.award_year, best_standing.enterprise_id, best_standing.clause_id, best_standing.subject
),

numbered as (
    select
        row_number() over (order by lines.award_year, lines.enterprise_id, clauses.clause_order, lines.subject) as line_no,
        lines.claim_no,
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        clauses.clause_order,
        clauses.article,
        clauses.kind,
        clauses.funding,
        clauses.gates,
        clauses.once,
        clauses.is_once_per_person,
        clauses.group_id,
        clauses.choice_id,
        clauses.choice_name,
        clauses.cap_per,
        clauses.has_turnover_tax_cap,
        clauses.has_retention_cap,
        clauses.redemption as clause_redemption,
        lines.effective_on,
        lines.level_order,
        lines.person,
        lines.chosen_policy,
        lines.is_identified,
        lines.is_renewal,
        lines.renewal_of_subject,
        lines.renewal_of_on,
        lines.is_estimated_at_cap,
        lines.is_amount_known,
        case when award_years.is_open and clauses.uses_monthly_figures then 'projected' else 'accrued' end as basis,
        lines.cap_fen,
        lines.own_fen,
        case when lines.is_met then 'payable' else 'undetermined' end as own_status
    from lines
    inner join clauses
        on clauses.clause_id = lines.clause_id
    inner join award_years
        on award_years.award_year = lines.award_year
)

select * from numbered
