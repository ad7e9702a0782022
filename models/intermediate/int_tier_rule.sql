-- Grain: enterprise, rule for its place in the library: at how many of the asked quarter ends all its conditions held, and whether at the newest.
with

parameters as (
    select * from build_parameters
),

rules as (
    select * from evaluation_tier_rule
),

conditions as (
    select * from evaluation_tier_condition
),

measures as (
    select * from int_tier_measure
),

enterprises as (
    select * from stg_enterprises
),

library as (
    select
        members.enterprise_id,
        case members.tier when '龙头' then 'leading' when '骨干' then 'backbone' else 'small_micro' end as library_tier
    from int_target_library as members
    inner join parameters
        on members.month = parameters.as_of_month
),

placed as (
    select
        enterprises.enterprise_id,
        coalesce(library.library_tier, 'outside') as library_tier
    from enterprises
    left join library
        on enterprises.enterprise_id = library.enterprise_id
),

held as (
    select
        placed.enterprise_id,
        rules.rule,
        rules.label_zh,
        rules.rule_order,
        rules.suggestion,
        rules.to_tier,
        rules.quarters,
        rules.conditions,
        measures.quarters_back,
        count(*) as conditions_held
    from placed
    inner join rules
        on placed.library_tier = rules.from_tier
    inner join conditions
        on rules.rule = conditions.rule
    inner join measures
        on placed.enterprise_id = measures.enterprise_id
        and conditions.measure = measures.measure
        and measures.quarters_back < rules.quarters
    where case conditions.comparison
        when 'is' then measures.value = conditions.threshold
        when 'at_least' then measures.value >= conditions.threshold
        when 'over' then measures.value > conditions.threshold
        when 'under' then measures.value < conditions.threshold
        when 'grows_at_least' then measures.base > 0 and measures.value >= measures.base * (1 + conditions.threshold)
        when 'grows_less' then measures.base > 0 and measures.value < measures.base * (1 + conditions.threshold)
        else false
    end
    group by placed.enterprise_id, rules.rule, rules.label_zh, rules.rule_order, rules.suggestion, rules.to_tier, rules.quarters, rules.conditions, measures.quarters_back
),

tested as (
    select
        held.enterprise_id,
        held.rule,
        held.label_zh,
        held.rule_order,
        held.suggestion,
        held.to_tier,
        held.quarters,
        sum(case when held.conditions_held = held.conditions then 1 else 0 end) as quarters_held,
        max(case when held.quarters_back = 0 and held.conditions_held = held.conditions then 1 else 0 end) as held_now
    from held
    group by held.enterprise_id, held.rule, held.label_zh, held.rule_order, held.suggestion, held.to_tier, held.quarters
),

outcomes as (
    select
        tested.enterprise_id,
        tested.rule,
        tested.label_zh,
        tested.rule_order,
        tested.suggestion,
        tested.to_tier,
        tested.quarters,
        cast(tested.quarters_held as integer) as quarters_held,
        tested.quarters_held = tested.quarters as holds
    from tested
    where tested.held_now = 1
)

select * from outcomes
