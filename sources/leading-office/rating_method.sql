-- The profile's indicators of each list: weight, unit, and the base where the profile sets one. Bases that follow from the
-- data stay out, as they would give taxes away.
select
    class.size_class,
    cast(class.min_land_mu as double) as min_land_mu,
    indicator.indicator_order,
    indicator.label_zh as indicator_zh,
    indicator.unit,
    cast(indicator.weight as double) as weight,
    cast(indicator.base as double) as base
from policy.evaluation_rating_class as class
inner join policy.evaluation_rating_indicator as indicator on indicator.size_class = class.size_class
order by class.size_class, indicator.indicator_order
