-- Grain: enterprise, clause, rung or condition that its annual figure of the as-of year misses by little, while nothing else stands against the clause.
-- Little is a share of what is needed (evaluation_threshold_proximity). A growth threshold is last year's figure grown as asked; a margin's is the
-- profit that this year's revenue would need. In an open year the figure is the projected one.
-- `gain_cny` is the clause's amount after its own cap, over what a lower rung earns already, at the present base; gates and retention are not in it.
-- Units: value, needed, short_by in 万元; gain and retention in CNY.
with

parameters as (
    select * from build_parameters
),

proximity as (
    select * from evaluation_threshold_proximity
),

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
),

facts as (
    select * from policy_fact
),

states as (
    select * from int_claim_state
),

conditions as (
    select * from int_condition
),

rungs as (
    select * from int_rung
),

gates as (
    select * from int_gate
),

year_figures as (
    select * from int_year_figure
),

payments as (
    select * from stg_payments
),

own_lines as (
    select * from int_award_own
),

award_years as (
    select * from int_award_year
),

amounts as (
    select claim_no, gross_fen, cap_fen, is_known from int_amount_event
    union all
    select claim_no, gross_fen, cap_fen, is_known from int_amount_ladder
    union all
    select claim_no, gross_fen, cap_fen, is_known from int_amount_percent
),

annual_claims as (
    select
        claims.claim_no,
        claims.enterprise_id,
        claims.clause_id,
        claims.award_year,
        clauses.clause_order,
        clauses.once,
        clauses.uses_monthly_figures,
        clauses.figure,
        clauses.compare,
        states.state,
        amounts.is_known,
        least(amounts.gross_fen, coalesce(amounts.cap_fen, amounts.gross_fen)) as amount_fen
    from claims
    inner join parameters
        on parameters.as_of_year = claims.award_year
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join states
        on states.claim_no = claims.claim_no
    inner join amounts
        on amounts.claim_no = claims.claim_no
    where claims.source = 'annual_figures'
),

missed_rungs as (
    select
        annual_claims.claim_no,
        'rung' as kind,
        rungs.rung as item_no,
        1 as alternative_no,
        annual_claims.figure as fact,
        rungs.value,
        greatest(
            rungs.threshold_micro,
            coalesce((rungs.last_value * (1000000 + rungs.growth_micro) + 999999) // 1000000, rungs.threshold_micro)
        ) as needed,
        case
            when rungs.growth_micro is not null and rungs.last_value * (1000000 + rungs.growth_micro) >= rungs.threshold_micro * 1000000 then true
            else rungs.compare = 'over'
        end as is_strict,
        rungs.below_micro,
        rungs.amount_fen - case when annual_claims.is_known then annual_claims.amount_fen else 0 end as gain_fen
    from annual_claims
    inner join rungs
        on rungs.claim_no = annual_claims.claim_no
    where annual_claims.state <> 'failed'
        and rungs.state = 'failed'
        and rungs.value is not null
        and (rungs.growth_micro is null or rungs.last_value > 0)
        -- a first time that is past does not come again
        and not (rungs.is_first_time and coalesce(rungs.best_before, 0) > rungs.threshold_micro)
        and not (rungs.is_first_time and rungs.compare = 'from' and coalesce(rungs.best_before, 0) = rungs.threshold_micro)
),

condition_standings as (
    select
        claim_no,
        condition_no,
        max(case state when 'met' then 2 when 'unknown' then 1 else 0 end) as standing
    from conditions
    group by claim_no, condition_no
),

failures as (
    select
        claim_no,
        sum(case when standing = 0 then 1 else 0 end) as failed_conditions
    from condition_standings
    group by claim_no
),

missed_conditions as (
    select
        conditions.claim_no,
        'condition' as kind,
        conditions.condition_no as item_no,
        conditions.alternative_no,
        conditions.fact,
        conditions.value_micro as value,
        case
            when conditions.comparison in ('over', 'from') then cast(conditions.threshold * 1000000 as hugeint)
            when conditions.measure = 'points' then (
                (conditions.last_value_micro * 1000000 + cast(conditions.threshold * 1000000 as hugeint) * conditions.last_divisor) * conditions.divisor + conditions.last_divisor * 1000000 - 1
            ) // (conditions.last_divisor * 1000000)
            else (
                conditions.last_value_micro * conditions.divisor * (1000000 + cast(conditions.threshold * 1000000 as hugeint)) + conditions.last_divisor * 1000000 - 1
            ) // (conditions.last_divisor * 1000000)
        end as needed,
        (conditions.comparison in ('over', 'growth_over')) as is_strict,
        cast(null as hugeint) as below_micro,
        annual_claims.amount_fen as gain_fen
    from conditions
    inner join annual_claims
        on annual_claims.claim_no = conditions.claim_no
    inner join failures
        on failures.claim_no = conditions.claim_no
        and failures.failed_conditions = 1
    inner join condition_standings
        on condition_standings.claim_no = conditions.claim_no
        and condition_standings.condition_no = conditions.condition_no
        and condition_standings.standing = 0
    where conditions.state = 'failed'
        and annual_claims.is_known
        and conditions.value_micro is not null
        -- a first time that is past does not come again
        and not (conditions.is_first_time and coalesce(conditions.best_before_micro, 0) > conditions.threshold * 1000000)
        and not (conditions.is_first_time and conditions.comparison = 'from' and coalesce(conditions.best_before_micro, 0) = conditions.threshold * 1000000)
        and (
            (conditions.comparison in ('over', 'from') and conditions.divisor = 1)
            or (conditions.comparison in ('growth_over', 'growth_from') and conditions.last_value_micro > 0 and conditions.last_divisor > 0 and conditions.divisor > 0)
        )
),

missed as (
    select * from missed_rungs
    union all
    select * from missed_conditions
),

near as (
    select
        annual_claims.award_year,
        annual_claims.enterprise_id,
        annual_claims.clause_id,
        annual_claims.clause_order,
        annual_claims.once,
        annual_claims.uses_monthly_figures,
        annual_claims.state,
        missed.kind,
        missed.item_no,
        missed.alternative_no,
        missed.fact,
        missed.value,
        missed.needed,
        missed.is_strict,
        missed.gain_fen
    from missed
    inner join annual_claims
        on annual_claims.claim_no = missed.claim_no
    inner join facts
        on facts.fact = missed.fact
        and (facts.unit = 'wan' or facts.fact = 'profit_margin')
    cross join proximity
    where missed.gain_fen > 0
        and missed.needed > 0
        and missed.value <= missed.needed
        and missed.value * 1000000 >= missed.needed * (1000000 - cast(proximity.share * 1000000 as hugeint))
        and (missed.below_micro is null or missed.needed < missed.below_micro)
),

paid_by_year as (
    select
        enterprise_id,
        clause_id,
        award_year,
        cast(cast(sum(amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_fen
    from payments
    where amount_wan > 0
        and amount_wan < 1000000000
    group by enterprise_id, clause_id, award_year
),

earlier as (
    select
        paid_by_year.enterprise_id,
        paid_by_year.clause_id,
        max(paid_by_year.paid_fen) as largest_paid_fen
    from paid_by_year
    inner join parameters
        on paid_by_year.award_year < parameters.as_of_year
    group by paid_by_year.enterprise_id, paid_by_year.clause_id
),

earned_earlier as (
    select distinct
        own_lines.enterprise_id,
        own_lines.clause_id
    from own_lines
    inner join parameters
        on own_lines.award_year < parameters.as_of_year
    where own_lines.own_status = 'payable'
),

final as (
    select
        near.award_year,
        near.enterprise_id,
        near.clause_id,
        near.kind,
        near.item_no,
        near.alternative_no,
        near.clause_order,
        near.fact,
        case when award_years.is_open and near.uses_monthly_figures then 'projected' else 'accrued' end as basis,
        cast(cast(near.value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 6)) as value_wan,
        cast(cast(near.needed as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 6)) as needed_wan,
        cast(cast(near.needed - near.value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 6)) as short_by_wan,
        near.is_strict,
        cast(cast(near.gain_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as gain_cny,
        (near.state = 'unknown') as is_otherwise_unknown,
        tax_growth.state as tax_growth_state,
        rating.state as rating_state,
        cast(cast(retention.value - retention.last_value as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as new_retention_cny
    from near
    inner join award_years
        on award_years.award_year = near.award_year
    left join earlier
        on earlier.enterprise_id = near.enterprise_id
        and earlier.clause_id = near.clause_id
    left join earned_earlier
        on earned_earlier.enterprise_id = near.enterprise_id
        and earned_earlier.clause_id = near.clause_id
    left join gates as tax_growth
        on tax_growth.enterprise_id = near.enterprise_id
        and tax_growth.award_year = near.award_year
        and tax_growth.gate = 'tax_growth'
    left join gates as rating
        on rating.enterprise_id = near.enterprise_id
        and rating.award_year = near.award_year
        and rating.gate = 'rating_d'
    left join year_figures as retention
        on retention.enterprise_id = near.enterprise_id
        and retention.year = near.award_year
        and retention.fact = 'retention'
    where not (near.once = 'lifetime' and (earlier.enterprise_id is not null or earned_earlier.enterprise_id is not null))
        and not (near.once = 'lifetime_per_rung' and coalesce(earlier.largest_paid_fen, 0) >= near.gain_fen)
)

select * from final
