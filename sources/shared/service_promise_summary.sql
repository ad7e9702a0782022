-- Service promises by quarter, promise and town: how many items, how many kept. No enterprise.
select
    quarter,
    promise,
    promise_order,
    label_zh,
    town,
    items,
    kept,
    late,
    still_open,
    not_judged,
    kept_rate
from mart.service_promise_summary
order by quarter, promise_order, town
