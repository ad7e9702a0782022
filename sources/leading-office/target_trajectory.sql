-- Month by month, from the first that has anybody to count to the deadline: achieved, the forecast and its range, and what a straight line asks for.
-- A month in which nothing could be judged has no number: it is not zero. In the dispatch month stand both, so that the lines meet.
with begun as (
    select
        target_id,
        min(month) as first_month
    from mart.target_trajectory
    where in_library > 0 or achieved > 0 or not_known > 0
    group by target_id
)

select
    strftime(trajectory.month, '%Y-%m') as month,
    trajectory.target_id,
    trajectory.target,
    trajectory.planned,
    case when trajectory.not_known = 0 or trajectory.not_known < trajectory.in_library then trajectory.achieved end as achieved,
    trajectory.in_library,
    outlook.forecast,
    outlook.forecast_low,
    outlook.forecast_high
from mart.target_trajectory as trajectory
inner join begun
    on trajectory.target_id = begun.target_id
    and trajectory.month >= begun.first_month
left join mart.target_outlook as outlook
    on trajectory.target_id = outlook.target_id
    and trajectory.month = outlook.month
union all
select
    strftime(outlook.month, '%Y-%m') as month,
    outlook.target_id,
    outlook.target,
    outlook.planned,
    null as achieved,
    null as in_library,
    outlook.forecast,
    outlook.forecast_low,
    outlook.forecast_high
from mart.target_outlook as outlook
where outlook.months_ahead > 0
order by month, target_id
