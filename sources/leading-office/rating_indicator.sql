-- The score of each indicator; values and bases stay out, as they would give taxes away.
select
    rating_year,
    enterprise_id,
    size_class,
    indicator,
    indicator_order,
    indicator_zh,
    cast(score as double) as score,
    cast(weight as double) as weight,
    cast(class_average as double) as class_average,
    basis
from mart.efficiency_indicator
order by enterprise_id, rating_year, indicator_order
