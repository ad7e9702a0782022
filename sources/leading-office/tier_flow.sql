-- How many enterprises went from tier to tier in each quarter.
select quarter, from_tier, to_tier, enterprises
from mart.tier_flow
order by quarter, from_tier, to_tier
