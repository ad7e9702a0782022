-- The lists that pay by event: for how many whole earlier award years each is on file, and so whether what may still come of it is estimated.
select scenario, award_year, source, name, years, state
from mart.exposure_history
order by scenario, award_year, years desc, source
