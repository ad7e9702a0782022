-- Month by month: achieved, and what a straight line to the deadline asks for.
select
    strftime(month, '%Y-%m') as month,
    target_id,
    target,
    planned,
    achieved,
    in_library
from mart.target_trajectory
order by month, target_id
