-- How many enterprises of a town are in each tier of the library.
select
    coalesce(nullif(town, ''), '镇街不明') as town,
    leading_enterprises,
    backbone_enterprises,
    small_micro_enterprises,
    enterprises,
    is_tiers_withheld,
    is_total_withheld
from mart.town_library
order by town
