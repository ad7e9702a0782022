-- Indicators of each town and period.
select
    period,
    period_kind,
    town,
    indicator,
    indicator_order,
    label_zh,
    better,
    cast(value as double) as value,
    cast(target as double) as target,
    cast(score as double) as score,
    cast(weight as double) as weight,
    cast(contribution as double) as contribution,
    cast(contribution_change as double) as contribution_change,
    reason
from mart.town_score
order by period, town, indicator_order
