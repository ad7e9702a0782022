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
    schedule,
    method,
    has_range,
    cast(mean_miss as double) as mean_miss,
    trials,
    months_on_file,
    months_left,
    strftime(deadline, '%Y-%m') as deadline,
    status
from mart.target_progress
order by target_order
