-- Promises that are measured by the mean of a quarter's finished cases. No enterprise.
select quarter, promise, label_zh, finished, counted, cast(mean_working_days as double) as mean_working_days, base_working_days, cast(cut as double) as cut, cast(limit_working_days as double) as limit_working_days, base_source, state
from mart.service_mean
order by quarter desc, promise_order
