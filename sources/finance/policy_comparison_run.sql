-- Which other policy versions were set beside the present one, and whether on what it knows now.
select policy_version, policy_label, base_version, base_label, strftime(as_of_month, '%Y-%m') as as_of_month, cast(is_current as varchar) as is_current
from mart.policy_comparison_run
order by compared_at desc, policy_version
