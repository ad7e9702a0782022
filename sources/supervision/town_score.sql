-- Indicators of each town and period. The values in words, since each has its own unit.
with units as (
    select
        *,
        case
            when indicator in ('output_growth', 'local_tax_growth', 'library_progress', 'd_land_share', 'reporting', 'visits', 'requests') then 'share'
            when indicator = 'new_above_scale' then '家/百家'
            when indicator = 'tax_per_mu' then '万元/亩'
            when indicator = 'technical_investment' then '万元/家'
            when indicator in ('target_new_above_scale', 'target_library') then '家'
            else '万元'
        end as unit
    from mart.town_score
)

select
    period,
    period_kind,
    town,
    indicator,
    indicator_order,
    label_zh,
    better,
    case when unit = 'share' then format('{:.1f}%', cast(value as double) * 100) when unit = '家' then format('{:.0f} 家', cast(value as double)) else format('{:,.2f} ', cast(value as double)) || unit end as value_text,
    case when unit = '家' then format('{:g} 家', cast(round(target, 1) as double)) else format('{:,.2f} ', cast(target as double)) || unit end as target_text,
    cast(rate as double) as rate,
    -- only the towns' own targets can be met; those of the year stand here as the part due by the month
    case when target is not null and value is not null then value >= target end as is_met,
    cast(score as double) as score,
    cast(weight as double) as weight,
    cast(contribution as double) as contribution,
    cast(contribution_change as double) as contribution_change,
    reason
from units
order by period, town, indicator_order
