-- The plan's three targets as of the dispatch month.
select
    target_id,
    target_order,
    label_zh,
    target,
    achieved,
    in_library,
    cast(planned as double) as planned,
    forecast_at_deadline,
    forecast_low,
    forecast_high,
    not_known,
    cast(pace_a_month as double) as pace_a_month,
    months_left,
    strftime(deadline, '%Y-%m') as deadline,
    status
from mart.target_progress
order by target_order
