-- Grain: claim (award year, enterprise, clause, subject, node) and what was asked of it: a condition, a rung of its ladder or a gate, with the figures,
-- the answer and by how much it is missed. Claims with an award line are here, events on record that made none, and near misses of annual figures;
-- an annual figure that is far from a threshold is not: `d521 explain` answers for every claim.
-- Units: `value`, `threshold`, `short_by` in the fact's unit; a ratio stands as `value` over `divisor`. Amounts in CNY.
with

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
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

modes as (
    select * from policy_gate
),

lines as (
    select * from award_line
),

near as (
    select distinct
        award_year,
        enterprise_id,
        clause_id
    from threshold_proximity
),

facts as (
    select * from policy_fact
),

award_years as (
    select * from int_award_year
),

told as (
    select
        claims.claim_no,
        claims.award_year,
        claims.enterprise_id,
        claims.clause_id,
        claims.subject,
        claims.node,
        clauses.clause_order,
        clauses.figure,
        (lines.line_no is not null) as has_line
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join award_years
        on award_years.award_year = claims.award_year
    left join lines
        on lines.award_year = claims.award_year
        and lines.enterprise_id = claims.enterprise_id
        and lines.clause_id = claims.clause_id
        and lines.subject = claims.subject
    left join near
        on near.award_year = claims.award_year
        and near.enterprise_id = claims.enterprise_id
        and near.clause_id = claims.clause_id
    where lines.line_no is not null
        or near.clause_id is not null
        or claims.source <> 'annual_figures'
),

asked as (
    select
        claim_no,
        'condition' as kind,
        condition_no as item_no,
        alternative_no,
        fact,
        unit,
        dataset,
        comparison,
        measure,
        is_first_time,
        threshold,
        cast(null as decimal(28, 8)) as below,
        cast(null as decimal(28, 8)) as growth_over,
        cast(null as hugeint) as amount_fen,
        coalesce(value, cast(cast(value_micro as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8))) as value,
        case when divisor <> 1 then cast(cast(divisor as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) end as divisor,
        cast(cast(last_value_micro as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_value,
        case when last_divisor <> 1 then cast(cast(last_divisor as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) end as last_divisor,
        cast(cast(best_before_micro as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as best_before,
        -- last year's figure grown as asked, at this year's divisor, rounded up
        case
            when comparison in ('growth_over', 'growth_from') and last_value_micro > 0 and divisor > 0 and last_divisor > 0 and measure = 'relative' then (
                last_value_micro * divisor * (1000000 + cast(threshold * 1000000 as hugeint)) + last_divisor * 1000000 - 1
            ) // (last_divisor * 1000000)
            when comparison in ('growth_over', 'growth_from') and divisor > 0 and last_divisor > 0 and measure = 'points' then (
                (last_value_micro * 1000000 + cast(threshold * 1000000 as hugeint) * last_divisor) * divisor + last_divisor * 1000000 - 1
            ) // (last_divisor * 1000000)
        end as needed_micro,
        value_micro,
        state
    from conditions
    union all
    select
        rungs.claim_no,
        'rung',
        rungs.rung,
        1,
        told.figure,
        facts.unit,
        facts.dataset,
        rungs.compare,
        'relative',
        rungs.is_first_time,
        rungs.threshold,
        rungs.below,
        rungs.growth_over,
        rungs.amount_fen,
        cast(cast(rungs.value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)),
        null,
        cast(cast(rungs.last_value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)),
        null,
        cast(cast(rungs.best_before as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)),
        case
            when rungs.growth_micro is null then rungs.threshold_micro
            when rungs.last_value > 0 then greatest(rungs.threshold_micro, (rungs.last_value * (1000000 + rungs.growth_micro) + 999999) // 1000000)
        end,
        rungs.value,
        rungs.state
    from rungs
    inner join told
        on told.claim_no = rungs.claim_no
    inner join facts
        on facts.fact = told.figure
),

of_claims as (
    select
        told.award_year,
        told.enterprise_id,
        told.clause_id,
        told.subject,
        told.node,
        told.clause_order,
        told.has_line,
        asked.kind,
        asked.item_no,
        asked.alternative_no,
        asked.fact,
        asked.unit,
        asked.dataset,
        asked.comparison,
        asked.measure,
        asked.is_first_time,
        asked.threshold,
        asked.below,
        asked.growth_over,
        cast(cast(asked.amount_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as amount_cny,
        asked.value,
        asked.divisor,
        asked.last_value,
        asked.last_divisor,
        asked.best_before,
        case
            when asked.state <> 'failed' or asked.unit in ('bool', 'date') then null
            -- above the rung, or growth would carry it out of the rung: more does not help
            when asked.below is not null and greatest(asked.needed_micro, asked.value_micro) >= cast(asked.below * 1000000 as hugeint) then null
            when asked.needed_micro >= asked.value_micro then cast(cast(asked.needed_micro - asked.value_micro as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8))
            when asked.comparison in ('over', 'from') and asked.value <= asked.threshold then cast(asked.threshold - asked.value as decimal(28, 8))
            when asked.comparison in ('at_most', 'below') and asked.value >= asked.threshold then cast(asked.value - asked.threshold as decimal(28, 8))
        end as short_by,
        asked.state,
        '' as gate_mode,
        '' as grade
    from asked
    inner join told
        on told.claim_no = asked.claim_no
),

of_gates as (
    select
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        '' as node,
        lines.clause_order,
        true as has_line,
        'gate' as kind,
        case gates.gate when 'tax_growth' then 1 else 2 end as item_no,
        1 as alternative_no,
        gates.gate as fact,
        'wan' as unit,
        case gates.gate when 'tax_growth' then 'taxes' else 'official_ratings' end as dataset,
        '' as comparison,
        'relative' as measure,
        false as is_first_time,
        cast(cast(gates.district_this_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as threshold,
        cast(null as decimal(28, 8)) as below,
        cast(null as decimal(28, 8)) as growth_over,
        cast(null as decimal(18, 2)) as amount_cny,
        cast(cast(gates.this_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as value,
        cast(null as decimal(28, 8)) as divisor,
        cast(cast(gates.last_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_value,
        cast(cast(gates.district_last_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_divisor,
        cast(null as decimal(28, 8)) as best_before,
        case when gates.state = 'failed' and gates.gate = 'tax_growth' and gates.last_tax > 0 and gates.district_last_tax > 0 then
            cast(cast((gates.district_this_tax * gates.last_tax + gates.district_last_tax - 1) // gates.district_last_tax - gates.this_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8))
        end as short_by,
        gates.state,
        modes.mode as gate_mode,
        coalesce(gates.grade, '') as grade
    from lines
    inner join clauses
        on clauses.clause_id = lines.clause_id
        and clauses.gates = 'common'
    inner join gates
        on gates.enterprise_id = lines.enterprise_id
        and gates.award_year = lines.award_year
    inner join modes
        on modes.gate = gates.gate
),

final as (
    select * from of_claims
    union all
    select * from of_gates
)

select * from final
