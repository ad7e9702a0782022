-- The towns, streets and the zone in the order in which the plan lists them, for every list of them.
select town, town_order
from policy.evaluation_town
order by town_order
