-- The rules by which tiers are suggested, in words; money in 万元 over four quarters.
with said as (
    select
        rule,
        condition_no,
        case measure
            when 'is_operating' then case when threshold = 0 then '已停产或注销' else '正常经营' end
            when 'is_dishonest' then case when threshold = 0 then '不在失信名单' else '在失信名单' end
            when 'is_grade_d' then case when threshold = 0 then '亩均评价不是D' else '亩均评价为D' end
            when 'is_above_scale_industry' then case when threshold = 0 then '不是规上工业' else '规上工业' end
            when 'is_small_micro' then case when threshold = 0 then '不是小微企业' else '小微企业' end
            when 'consecutive_d_years' then '连续为D的年数'
            when 'output' then '产值'
            when 'revenue' then '收入'
            when 'assets' then '资产'
            else measure
        end
        || case comparison
            when 'at_least' then '不低于 '
            when 'over' then case when threshold = 0 then '大于零' else '高于 ' end
            when 'under' then '低于 '
            when 'grows_at_least' then '同比增长不低于 '
            when 'grows_less' then case when threshold < 0 then '同比下降超过 ' when threshold = 0 then '同比下降' else '同比增长低于 ' end
            else ''
        end
        || case
            when comparison = 'is' or (comparison in ('over', 'grows_less') and threshold = 0) then ''
            when comparison in ('grows_at_least', 'grows_less') then printf('%g', abs(cast(threshold as double)) * 100) || '%'
            when measure in ('output', 'revenue', 'assets') then format('{:,}', cast(threshold as bigint)) || ' 万元'
            else printf('%g', cast(threshold as double))
        end as words
    from policy.evaluation_tier_condition
),

conditions as (
    select rule, string_agg(words, '；' order by condition_no) as conditions_zh
    from said
    group by rule
)

select
    rule.rule_order,
    rule.label_zh,
    string_agg(rule.from_tier, ',' order by case rule.from_tier when 'leading' then 1 when 'backbone' then 2 when 'small_micro' then 3 else 4 end) as from_tiers,
    rule.suggestion,
    rule.to_tier,
    rule.quarters,
    conditions.conditions_zh
from policy.evaluation_tier_rule as rule
inner join conditions on conditions.rule = rule.rule
group by rule.rule_order, rule.label_zh, rule.suggestion, rule.to_tier, rule.quarters, conditions.conditions_zh
order by rule.rule_order
