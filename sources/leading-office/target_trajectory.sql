-- Month by month: achieved, and what a straight line to the deadline asks for. A month in which nothing could be judged has no number: it is not zero.
select
    strftime(month, '%Y-%m') as month,
    target_id,
    target,
    planned,
    case when not_known = 0 or not_known < in_library then achieved end as achieved,
    in_library
from mart.target_trajectory
order by month, target_id
