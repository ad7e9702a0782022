-- Grain: claim, condition, alternative. What was asked, what the enterprise has, and one of three answers: `met`, `failed`,
-- `unknown` (its datum is not on file; `dataset` says whose). Values and thresholds are in the fact's own unit.
-- Growth is compared by cross-multiplication: this x last's divisor x 1 > last x this's divisor x (1 + growth).
with

claims as (
    select * from int_claim
),

conditions as (
    select
        *,
        cast(threshold * 1000000 as hugeint) as threshold_micro
    from policy_condition
),

event_facts as (
    select * from int_event_fact
),

enterprise_facts as (
    select * from int_enterprise_fact
),

year_figures as (
    select * from int_year_figure
),

asked as (
    select
        claims.claim_no,
        claims.enterprise_id,
        claims.award_year,
        claims.subject,
        claims.source,
        claims.event_year,
        claims.node,
        conditions.condition_no,
        conditions.alternative_no,
        conditions.fact,
        conditions.scope,
        conditions.unit,
        conditions.dataset,
        conditions.comparison,
        conditions.measure,
        conditions.is_first_time,
        conditions.threshold,
        conditions.threshold_micro
    from claims
    inner join conditions
        on conditions.clause_id = claims.clause_id
        and claims.effective_on >= conditions.valid_from
        and (conditions.valid_until is null or claims.effective_on < conditions.valid_until)
),

simple as (
    select
        asked.claim_no,
        asked.condition_no,
        asked.alternative_no,
        asked.fact,
        asked.unit,
        asked.dataset,
        asked.comparison,
        asked.threshold,
        event_facts.value
    from asked
    left join event_facts
        on event_facts.source = asked.source
        and event_facts.subject = asked.subject
        and event_facts.enterprise_id = asked.enterprise_id
        and event_facts.event_year = asked.event_year
        and event_facts.node = asked.node
        and event_facts.fact = asked.fact
    where asked.scope = 'event'
    union all
    select
        asked.claim_no,
        asked.condition_no,
        asked.alternative_no,
        asked.fact,
        asked.unit,
        asked.dataset,
        asked.comparison,
        asked.threshold,
        enterprise_facts.value
    from asked
    left join enterprise_facts
        on enterprise_facts.enterprise_id = asked.enterprise_id
        and enterprise_facts.fact = asked.fact
    where asked.scope = 'enterprise'
),

simple_answers as (
    select
        *,
        case
            when value is null then 'unknown'
            when (comparison = 'over' and value > threshold)
                or (comparison = 'from' and value >= threshold)
                or (comparison = 'at_most' and value <= threshold)
                or (comparison = 'below' and value < threshold)
                or (comparison = 'is' and value = threshold) then 'met'
            else 'failed'
        end as state
    from simple
),

figures as (
    select
        asked.claim_no,
        asked.condition_no,
        asked.alternative_no,
        asked.fact,
        asked.unit,
        asked.dataset,
        asked.comparison,
        asked.measure,
        asked.is_first_time,
        asked.threshold,
        asked.threshold_micro,
        asked.threshold_micro as growth_micro,
        year_figures.value,
        coalesce(year_figures.divisor, case when asked.fact = 'profit_margin' then null else 1 end) as divisor,
        year_figures.last_value,
        year_figures.last_divisor,
        year_figures.best_before
    from asked
    left join year_figures
        on year_figures.enterprise_id = asked.enterprise_id
        and year_figures.year = asked.award_year
        and year_figures.fact = asked.fact
    where asked.scope = 'year'
),

figure_answers as (
    select
        *,
        case
            when comparison in ('growth_over', 'growth_from') then
                case
                    -- nothing can have grown from nothing, or from a loss
                    when measure = 'relative' and (last_value <= 0 or last_divisor <= 0) then 'failed'
                    when divisor <= 0 or last_divisor <= 0 then 'failed'
                    when value is null or last_value is null or divisor is null or last_divisor is null then 'unknown'
                    when measure = 'relative' and (
                        (comparison = 'growth_over' and value * last_divisor * 1000000 > last_value * divisor * (1000000 + growth_micro))
                        or (comparison = 'growth_from' and value * last_divisor * 1000000 >= last_value * divisor * (1000000 + growth_micro))
                    ) then 'met'
                    when measure = 'points' and (
                        (comparison = 'growth_over' and (value * last_divisor - last_value * divisor) * 1000000 > growth_micro * divisor * last_divisor)
                        or (comparison = 'growth_from' and (value * last_divisor - last_value * divisor) * 1000000 >= growth_micro * divisor * last_divisor)
                    ) then 'met'
                    else 'failed'
                end
            when is_first_time and (
                (comparison = 'over' and best_before > threshold_micro)
                or (comparison = 'from' and best_before >= threshold_micro)
            ) then 'failed'
            when value is null then 'unknown'
            when (comparison = 'over' and value > threshold_micro * divisor)
                or (comparison = 'from' and value >= threshold_micro * divisor)
                or (comparison = 'at_most' and value <= threshold_micro * divisor)
                or (comparison = 'below' and value < threshold_micro * divisor)
                or (comparison = 'is' and value = threshold_micro * divisor) then 'met'
            else 'failed'
        end as state
    from figures
),

answers as (
    select
        claim_no,
        condition_no,
        alternative_no,
        fact,
        unit,
        dataset,
        comparison,
        'relative' as measure,
        false as is_first_time,
        threshold,
        value,
        cast(null as hugeint) as value_micro,
        cast(null as hugeint) as divisor,
        cast(null as hugeint) as last_value_micro,
        cast(null as hugeint) as last_divisor,
        cast(null as hugeint) as best_before_micro,
        state
    from simple_answers
    union all
    select
        claim_no,
        condition_no,
        alternative_no,
        fact,
        unit,
        dataset,
        comparison,
        measure,
        is_first_time,
        threshold,
        cast(null as decimal(28, 8)),
        value,
        divisor,
        last_value,
        last_divisor,
        best_before,
        state
    from figure_answers
)

select * from answers
