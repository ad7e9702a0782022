-- Grain: enterprise of the registry at the as-of month: its tier, and what the quarterly adjustment suggests (article 2).
-- leading = assets over the threshold; backbone and small_micro by the library. Suggestions start from the place in the library.
-- reasons: the rule that holds, or for `keep` what is waited for (`waiting:` a rule that holds now but not long enough), and `missing:production`.
with

parameters as (
    select * from build_parameters
),

settings as (
    select * from evaluation_tier_setting
),

enterprises as (
    select * from stg_enterprises
),

production as (
    select * from stg_production
),

members as (
    select * from int_target_library
),

rules as (
    select * from int_tier_rule
),

measures as (
    select * from int_tier_measure
),

library as (
    select
        members.enterprise_id,
        members.entered_on,
        members.leader,
        case members.tier when '龙头' then 'leading' when '骨干' then 'backbone' else 'small_micro' end as library_tier
    from members
    inner join parameters
        on members.month = parameters.as_of_month
),

asset_months as (
    select
        production.enterprise_id,
        production.assets_wan,
        row_number() over (partition by production.enterprise_id order by production.month desc) as rank_from_newest
    from production
    where production.assets_wan is not null
),

placed as (
    select
        enterprises.enterprise_id,
        enterprises.enterprise_name,
        enterprises.town,
        coalesce(library.library_tier, 'outside') as library_tier,
        library.entered_on,
        library.leader,
        case
            when enterprises.operating_status = '存续' and asset_months.assets_wan > settings.leading_assets_over_wan then 'leading'
            when library.library_tier = 'leading' and asset_months.assets_wan is null then 'leading'
            when library.library_tier in ('backbone', 'small_micro') then library.library_tier
            else 'outside'
        end as tier,
        case
            when library.library_tier = 'leading' and asset_months.assets_wan is null then 'missing:production'
            when library.library_tier = 'leading' and asset_months.assets_wan <= settings.leading_assets_over_wan then 'assets_not_over'
        end as tier_reason
    from enterprises
    cross join settings
    left join library
        on enterprises.enterprise_id = library.enterprise_id
    left join asset_months
        on enterprises.enterprise_id = asset_months.enterprise_id
        and asset_months.rank_from_newest = 1
),

first_rules as (
    select
        rules.enterprise_id,
        rules.rule,
        rules.label_zh,
        rules.suggestion,
        rules.to_tier,
        row_number() over (partition by rules.enterprise_id order by rules.rule_order) as position
    from rules
    where rules.holds
),

revenue_now as (
    select measures.enterprise_id
    from measures
    where measures.measure = 'revenue'
        and measures.quarters_back = 0
),

suggested as (
    select
        placed.enterprise_id,
        placed.enterprise_name,
        placed.town,
        placed.tier,
        placed.library_tier,
        placed.entered_on,
        placed.leader,
        placed.tier_reason,
        coalesce(first_rules.suggestion, 'keep') as suggestion,
        coalesce(first_rules.to_tier, placed.library_tier) as suggested_tier,
        first_rules.rule,
        first_rules.label_zh,
        revenue_now.enterprise_id is null as is_revenue_missing
    from placed
    left join first_rules
        on placed.enterprise_id = first_rules.enterprise_id
        and first_rules.position = 1
    left join revenue_now
        on placed.enterprise_id = revenue_now.enterprise_id
),

reason_rows as (
    select suggested.enterprise_id, 1 as reason_order, suggested.rule as reason, suggested.label_zh as reason_zh from suggested where suggested.rule is not null
    union all
    select
        suggested.enterprise_id,
        2 as reason_order,
        suggested.tier_reason as reason,
        case suggested.tier_reason when 'assets_not_over' then '资产未超过龙头门槛' else '缺生产经营月报' end as reason_zh
    from suggested
    where suggested.tier_reason is not null
    union all
    select rules.enterprise_id, 10 + rules.rule_order as reason_order, 'waiting:' || rules.rule as reason, '观察中：' || rules.label_zh as reason_zh
    from rules
    inner join suggested
        on rules.enterprise_id = suggested.enterprise_id
        and suggested.rule is null
    where not rules.holds
    union all
    select suggested.enterprise_id, 99 as reason_order, 'missing:production' as reason, '缺生产经营月报' as reason_zh
    from suggested
    where suggested.rule is null
        and suggested.is_revenue_missing
        and suggested.tier_reason is distinct from 'missing:production'
),

reasons as (
    select
        reason_rows.enterprise_id,
        array_agg(reason_rows.reason order by reason_rows.reason_order) as reasons,
        string_agg(reason_rows.reason_zh, '、' order by reason_rows.reason_order) as reasons_zh
    from reason_rows
    group by reason_rows.enterprise_id
),

growth_tier as (
    select
        parameters.as_of_month,
        suggested.enterprise_id,
        suggested.tier,
        suggested.library_tier,
        suggested.suggestion,
        coalesce(reasons.reasons, array['no_rule']) as reasons,
        coalesce(reasons.reasons_zh, '未触发调整规则') as reasons_zh,
        suggested.suggested_tier,
        suggested.enterprise_name,
        suggested.town,
        suggested.entered_on,
        suggested.leader
    from suggested
    cross join parameters
    left join reasons
        on suggested.enterprise_id = reasons.enterprise_id
)

select * from growth_tier
