-- What was asked of each award, in words: the requirement, the enterprise's figure, the answer, and what is missing. Numbers are decimals until they are text.
with asked_in_numbers as (
    select
        asked.*,
        coalesce(fact.zh, '') as fact_zh,
        case asked.unit when 'wan' then ' 万元' when 'tce' then ' 吨标准煤' when 'months' then ' 个月' when 'storeys' then ' 层' when 'count' then '' else '' end as unit_zh,
        rtrim(rtrim(cast(case when asked.unit = 'rate' then asked.threshold * 100 else asked.threshold end as varchar), '0'), '.') as threshold_text,
        rtrim(rtrim(cast(case when asked.unit = 'rate' then asked.value * 100 else asked.value end as varchar), '0'), '.') as value_text,
        rtrim(rtrim(cast(asked.last_value as varchar), '0'), '.') as last_text,
        rtrim(rtrim(cast(asked.best_before as varchar), '0'), '.') as best_text,
        rtrim(rtrim(cast(case when asked.unit = 'rate' and asked.divisor is null then asked.short_by * 100 else asked.short_by end as varchar), '0'), '.') as short_text,
        rtrim(rtrim(cast(asked.below as varchar), '0'), '.') as below_text,
        rtrim(rtrim(cast(asked.threshold * 100 as varchar), '0'), '.') as percent_text,
        rtrim(rtrim(cast(asked.growth_over * 100 as varchar), '0'), '.') as rung_growth_text,
        -- for the reader only: the models compare by multiplication
        case
            when asked.kind = 'gate' and asked.last_value > 0 then (cast(asked.value as double) / cast(asked.last_value as double) - 1) * 100
            when asked.last_value > 0 and coalesce(asked.divisor, 1) > 0 and coalesce(asked.last_divisor, 1) > 0 and asked.measure = 'relative' then (cast(asked.value as double) / cast(coalesce(asked.divisor, 1) as double) * cast(coalesce(asked.last_divisor, 1) as double) / cast(asked.last_value as double) - 1) * 100
            when coalesce(asked.divisor, 1) > 0 and coalesce(asked.last_divisor, 1) > 0 and asked.measure = 'points' then (cast(asked.value as double) / cast(coalesce(asked.divisor, 1) as double) - cast(asked.last_value as double) / cast(coalesce(asked.last_divisor, 1) as double)) * 100
        end as growth_points,
        case when asked.kind = 'gate' and asked.last_divisor > 0 then (cast(asked.threshold as double) / cast(asked.last_divisor as double) - 1) * 100 end as district_points,
        case when asked.divisor > 0 then cast(asked.value as double) / cast(asked.divisor as double) * 100 end as ratio_points
    from mart.award_condition as asked
    left join policy.policy_fact as fact on fact.fact = asked.fact
),

-- two places, but ten where two would hide on which side of the threshold a figure lies
digits as (
    select
        *,
        case when abs(growth_points - coalesce(district_points, cast(coalesce(growth_over, threshold) as double) * 100)) < 0.01 then '%.10f' else '%.2f' end as form
    from asked_in_numbers
),

numbered as (
    select
        *,
        rtrim(rtrim(printf(form, growth_points), '0'), '.') || case when kind <> 'gate' and measure = 'points' then ' 个百分点' else '%' end as growth_text,
        rtrim(rtrim(printf(form, district_points), '0'), '.') || '%' as district_growth_text,
        rtrim(rtrim(printf(form, ratio_points), '0'), '.') || '%' as ratio_text
    from digits
)

select
    numbered.award_year,
    numbered.enterprise_id,
    numbered.clause_id,
    numbered.clause_order,
    numbered.subject,
    numbered.node,
    cast(numbered.has_line as varchar) as has_line,
    numbered.kind,
    numbered.item_no,
    numbered.alternative_no,
    case
        when numbered.kind = 'gate' and numbered.fact = 'tax_growth' then '税收增幅不低于全区'
        when numbered.kind = 'gate' then '亩均评价不为D'
        when numbered.unit = 'bool' then numbered.fact_zh
        when numbered.unit = 'date' then numbered.fact_zh || '不早于 ' || substr(numbered.threshold_text, 1, 4) || '-' || substr(numbered.threshold_text, 5, 2) || '-' || substr(numbered.threshold_text, 7, 2)
        when numbered.comparison = 'growth_over' then numbered.fact_zh || '增幅超过 ' || numbered.percent_text || case when numbered.measure = 'points' then ' 个百分点' else '%' end
        when numbered.comparison = 'growth_from' then numbered.fact_zh || '增幅达到 ' || numbered.percent_text || case when numbered.measure = 'points' then ' 个百分点' else '%' end
        else numbered.fact_zh || case when numbered.is_first_time then '首次' else '' end
            || case numbered.comparison when 'over' then '超过 ' when 'from' then '达到 ' when 'at_most' then '不超过 ' when 'below' then '低于 ' else '为 ' end
            || numbered.threshold_text || case when numbered.unit = 'rate' then '%' else numbered.unit_zh end
            || case when numbered.below is not null then '、不到 ' || numbered.below_text || numbered.unit_zh else '' end
            || case when numbered.growth_over is not null then '，增幅超过 ' || numbered.rung_growth_text || '%' else '' end
            || case when numbered.amount_cny is not null then '，奖 ' || rtrim(rtrim(cast(numbered.amount_cny * 0.0001 as varchar), '0'), '.') || ' 万元' else '' end
    end as asked,
    case
        when numbered.kind = 'gate' and numbered.fact = 'tax_growth' then '企业' || coalesce(' ' || numbered.growth_text, '增幅不能算') || '（当年' || coalesce(' ' || numbered.value_text || ' 万元', '缺') || '，上年' || coalesce(' ' || numbered.last_text || ' 万元', '缺') || '），全区 ' || coalesce(numbered.district_growth_text, '不能算')
        when numbered.kind = 'gate' then case when numbered.grade = '' then '未评价' else numbered.grade end
        when numbered.value is null and numbered.last_value is null then '不知道'
        when numbered.unit = 'bool' then case when numbered.value = 1 then '是' else '否' end
        when numbered.unit = 'date' then substr(numbered.value_text, 1, 4) || '-' || substr(numbered.value_text, 5, 2) || '-' || substr(numbered.value_text, 7, 2)
        when numbered.divisor is not null then '当年 ' || coalesce(numbered.ratio_text, '不能算') || '，增幅 ' || coalesce(numbered.growth_text, '不能算')
        when numbered.comparison in ('growth_over', 'growth_from') or numbered.growth_over is not null then '当年' || coalesce(' ' || numbered.value_text || numbered.unit_zh, '缺') || '，上年' || coalesce(' ' || numbered.last_text || numbered.unit_zh, '缺') || '，增幅 ' || coalesce(numbered.growth_text, '不能算')
        else coalesce(numbered.value_text || case when numbered.unit = 'rate' then '%' else numbered.unit_zh end, '不知道')
            || case when numbered.is_first_time and numbered.best_before is not null then '（以前最高 ' || numbered.best_text || numbered.unit_zh || '）' else '' end
    end as has,
    numbered.state,
    case
        when numbered.state = 'unknown' then numbered.dataset
        else ''
    end as missing,
    case
        when numbered.short_by = 0 then '恰好相等，须超过'
        when numbered.short_by > 0 then case when numbered.divisor is not null then '利润 ' else '' end || numbered.short_text
            || case when numbered.divisor is not null then ' 万元' when numbered.unit = 'rate' then ' 个百分点' else numbered.unit_zh end
        else ''
    end as short,
    numbered.gate_mode
from numbered
order by numbered.award_year, numbered.enterprise_id, numbered.clause_order, numbered.subject, numbered.node, numbered.kind, numbered.item_no, numbered.alternative_no
