-- Grain: claim (award year, enterprise, clause, subject, node) and what was asked of it: a condition, a rung of its ladder, what the event on file attests
-- by itself, or a gate, with the figures and the answer. Claims with an award line are here, events on record that made none, and near misses of annual figures;
-- an annual figure that is far from a threshold is not: `d521 explain` answers for every claim.
-- Units: `value` and `threshold` in the fact's unit; a ratio stands as `value` over `divisor`. Amounts in CNY.
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
    select * from int_award_gate
),

lines as (
    select * from award_line
),

attestations as (
    select * from policy_attested
),

year_figures as (
    select * from int_year_figure
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
        claims.source,
        claims.amount_key,
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
        asked.state,
        '' as says,
        cast(null as decimal(28, 8)) as earlier_value,
        '' as gate_mode,
        '' as grade,
        '' as grade_source,
        cast(null as integer) as rating_year,
        cast(null as date) as listed_on,
        cast(null as date) as removed_on,
        cast(null as varchar) as dishonest_test
    from asked
    inner join told
        on told.claim_no = asked.claim_no
),

-- conditions that no export has a column for: the bureau that put the event on file says that they are met
of_attestations as (
    select
        told.award_year,
        told.enterprise_id,
        told.clause_id,
        told.subject,
        told.node,
        told.clause_order,
        told.has_line,
        'attested' as kind,
        attestations.item_no,
        attestations.alternative_no,
        attestations.figure as fact,
        coalesce(facts.unit, '') as unit,
        told.source as dataset,
        '' as comparison,
        'relative' as measure,
        false as is_first_time,
        cast(null as decimal(28, 8)) as threshold,
        cast(null as decimal(28, 8)) as below,
        cast(null as decimal(28, 8)) as growth_over,
        cast(null as decimal(18, 2)) as amount_cny,
        cast(cast(this_year.value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as value,
        cast(null as decimal(28, 8)) as divisor,
        cast(cast(coalesce(this_year.last_value, last_year.value) as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_value,
        cast(null as decimal(28, 8)) as last_divisor,
        cast(null as decimal(28, 8)) as best_before,
        'met' as state,
        attestations.says,
        cast(cast(last_year.last_value as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as earlier_value,
        '' as gate_mode,
        '' as grade,
        '' as grade_source,
        cast(null as integer) as rating_year,
        cast(null as date) as listed_on,
        cast(null as date) as removed_on,
        cast(null as varchar) as dishonest_test
    from told
    inner join attestations
        on attestations.clause_id = told.clause_id
        and (attestations.amount_key = '' or attestations.amount_key = told.amount_key)
    left join facts
        on facts.fact = attestations.figure
    left join year_figures as this_year
        on this_year.enterprise_id = told.enterprise_id
        and this_year.year = told.award_year
        and this_year.fact = attestations.figure
    left join year_figures as last_year
        on last_year.enterprise_id = told.enterprise_id
        and last_year.year = told.award_year - 1
        and last_year.fact = attestations.figure
),

of_gates as (
    select
        award_year,
        enterprise_id,
        clause_id,
        subject,
        '' as node,
        clause_order,
        true as has_line,
        'gate' as kind,
        gate_no as item_no,
        1 as alternative_no,
        gate as fact,
        case gate when 'tax_growth' then 'wan' else '' end as unit,
        dataset,
        '' as comparison,
        'relative' as measure,
        false as is_first_time,
        cast(cast(district_this_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as threshold,
        cast(null as decimal(28, 8)) as below,
        cast(null as decimal(28, 8)) as growth_over,
        cast(null as decimal(18, 2)) as amount_cny,
        cast(cast(this_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as value,
        cast(null as decimal(28, 8)) as divisor,
        cast(cast(last_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_value,
        cast(cast(district_last_tax as decimal(24, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as last_divisor,
        cast(null as decimal(28, 8)) as best_before,
        state,
        '' as says,
        cast(null as decimal(28, 8)) as earlier_value,
        mode as gate_mode,
        grade,
        grade_source,
        rating_year,
        listed_on,
        removed_on,
        dishonest_test
    from gates
),

final as (
    select * from of_claims
    union all
    select * from of_attestations
    union all
    select * from of_gates
)

select * from final
