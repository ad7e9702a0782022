-- Each scenario's mean (`expected`) and percentiles of the year's awards and new local retention.
select scenario, award_year, percentile, entitled_cny, fundable_cny, retention_cny
from mart.exposure_distribution
order by scenario, award_year, percentile
