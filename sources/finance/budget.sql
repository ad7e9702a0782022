-- The funds set aside for awards, by award year; a year without a budget has no row.
select award_year, budget_cny, source
from policy.evaluation_budget
order by award_year
