-- Enterprises whose annual figure misses a clause's threshold by little, with the leader who visited them last.
with last_visits as (
    select enterprise_id, arg_max(leader, visited_on) as leader
    from staging.stg_visits
    group by enterprise_id
)

select
    proximity.award_year,
    proximity.enterprise_id,
    coalesce(enterprise.enterprise_name, proximity.enterprise_id) as enterprise_name,
    coalesce(enterprise.town, '') as town,
    coalesce(last_visits.leader, '') as leader,
    proximity.clause_id,
    proximity.clause_order,
    proximity.kind,
    proximity.item_no,
    fact.zh as fact,
    proximity.basis,
    proximity.value_wan,
    proximity.needed_wan,
    proximity.short_by_wan,
    cast(proximity.is_strict as varchar) as is_strict,
    -- what a year has come to, or is on the way to: no call to do anything about a figure. Rounded up in decimals, so that what is said is enough
    case when proximity.basis = 'accrued' then '全年' else '按目前进度，全年' end
        || case when proximity.fact = 'profit_margin' then '利润（按当年营业收入折算）' else fact.zh end
        || case when proximity.basis = 'accrued' then '' else '预计' end
        || case
            when proximity.short_by_wan = 0 then '恰好等于门槛，须超过才算'
            else '差 ' || rtrim(rtrim(cast(cast(ceil(proximity.short_by_wan * 100) as decimal(18, 0)) * 0.01 as varchar), '0'), '.') || ' 万元' || case when proximity.is_strict then '以上' else '' end
        end as sentence,
    proximity.gain_cny,
    cast(proximity.is_otherwise_unknown as varchar) as is_otherwise_unknown,
    proximity.tax_growth_state,
    proximity.rating_state,
    proximity.new_retention_cny
from mart.threshold_proximity as proximity
inner join policy.policy_fact as fact on fact.fact = proximity.fact
left join mart.enterprise on enterprise.enterprise_id = proximity.enterprise_id
left join last_visits on last_visits.enterprise_id = proximity.enterprise_id
order by proximity.clause_order, proximity.enterprise_id, proximity.item_no
