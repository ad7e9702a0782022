-- Each scenario's range of the year's awards by the month that it was run from.
select
    scenario,
    award_year,
    strftime(as_of_month, '%Y-%m') as as_of_month,
    policy_version,
    budget_cny,
    percentile,
    entitled_cny,
    fundable_cny
from mart.exposure_path
order by scenario, award_year, as_of_month, percentile
