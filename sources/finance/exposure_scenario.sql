-- The scenarios that were run: what each assumes, and on which data it was drawn.
select
    scenario,
    label as assumption,
    award_year,
    strftime(as_of_month, '%Y-%m') as as_of_month,
    strftime(known_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as known_at,
    strftime(simulated_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as simulated_at,
    policy_version,
    seed,
    draws,
    budget_cny,
    probability_over_budget_rate,
    spread_rate,
    common_share_rate,
    is_current,
    -- the month is said where it is not the dispatch's, or two scenarios would pass for one day's
    scenario || '（' || award_year || ' 年度' || case when is_current then '' else '，截至 ' || strftime(as_of_month, '%Y-%m') end || '）' as name
from mart.exposure_scenario
order by award_year desc, scenario
