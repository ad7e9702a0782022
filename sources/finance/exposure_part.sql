-- What each scenario's sum is made of: what is on file, what may still come, and beside them the lines that nothing can be said of.
select scenario, award_year, part, percentile, lines, lines_without_amount, entitled_cny, fundable_cny
from mart.exposure_part
order by scenario, award_year, part, percentile
