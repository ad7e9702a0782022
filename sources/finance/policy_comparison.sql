-- Every enterprise and clause whose amounts differ under another policy version.
select
    comparison.policy_version,
    comparison.award_year,
    comparison.enterprise_id,
    coalesce(enterprise.enterprise_name, comparison.enterprise_id) as recipient,
    coalesce(enterprise.town, '') as town,
    comparison.clause_id,
    comparison.clause_order,
    comparison.summary,
    comparison.base_entitled_cny,
    comparison.entitled_cny,
    comparison.entitled_cny - comparison.base_entitled_cny as change_cny,
    comparison.base_fundable_cny,
    comparison.fundable_cny,
    comparison.fundable_cny - comparison.base_fundable_cny as fundable_change_cny
from mart.policy_comparison as comparison
left join mart.enterprise on enterprise.enterprise_id = comparison.enterprise_id
order by comparison.award_year, comparison.clause_order, comparison.enterprise_id
