-- Who came into the library, left it or changed tier, quarter by quarter: the enterprises behind the flow.
with left_library as (
    select enterprise_id, max_by(left_on, quarter) as left_on, max_by(leave_reason, quarter) as leave_reason
    from staging.stg_nurture_library
    where left_on is not null
    group by enterprise_id
)

select
    move.quarter,
    move.enterprise_id,
    coalesce(enterprise.enterprise_name, move.enterprise_id) as enterprise_name,
    enterprise.town,
    move.from_tier,
    move.to_tier,
    case when move.from_tier = '库外' then 'entered' when move.to_tier = '库外' then 'left' else 'moved' end as move,
    case when move.to_tier = '库外' then strftime(left_library.left_on, '%Y-%m-%d') end as left_on,
    case when move.to_tier = '库外' then left_library.leave_reason end as leave_reason
from intermediate.int_tier_move as move
left join mart.enterprise on enterprise.enterprise_id = move.enterprise_id
left join left_library on left_library.enterprise_id = move.enterprise_id
where move.from_tier <> move.to_tier
order by move.quarter desc, move.enterprise_id
