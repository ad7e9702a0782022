-- Indicators of each town and period. Amounts and shares each in a column of their own, as they are rounded differently.
-- Tax per mu is rougher still: who leaves the lists, or gets land, moves it by what is its own. Where nothing is set as a target the rate is the value
-- again, with more digits, and stays out.
-- What rests on one or two enterprises is not in the mart that this reads, and takes no part in the scores: is_few says so.
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
    from mart.town_score_public
)

select
    period,
    period_kind,
    town,
    indicator,
    indicator_order,
    label_zh,
    better,
    unit,
    case when unit not in ('share', '万元/亩') then cast(value as double) end as amount,
    case when unit = '万元/亩' then cast(value as double) end as rough_amount,
    case when unit = 'share' then cast(value as double) end as share,
    cast(target as double) as target,
    -- down, so that no rate is 100% whose target is not met
    case when target is not null then cast(floor(rate * 100) / 100 as double) end as rate,
    -- only the towns' own targets can be met; those of the year stand here as the part due by the month
    case when target is not null and value is not null then value >= target end as is_met,
    (coalesce(reason, '') = 'few_enterprises') as is_few,
    cast(score as double) as score,
    cast(weight as double) as weight,
    cast(contribution as double) as contribution,
    cast(contribution_change as double) as contribution_change,
    reason
from units
order by period, town, indicator_order
