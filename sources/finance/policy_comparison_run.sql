-- Which other policy versions were set beside the present one, and whether on what it knows now.
select policy_version, policy_label, coalesce(policy_reason, '') as policy_reason, base_version, base_label, strftime(as_of_month, '%Y-%m') as as_of_month, cast(is_current as varchar) as is_current,
    base_entitled_cny, entitled_cny, base_fundable_cny, fundable_cny
from mart.policy_comparison_run
order by compared_at desc, policy_version
