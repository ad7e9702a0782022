-- The indicators of each list that was rated, and how many enterprises. Not how their scores are spread: a quartile is somebody's score.
select
    rating_year,
    size_class,
    indicator,
    indicator_order,
    indicator_zh,
    cast(weight as double) as weight,
    enterprises
from mart.efficiency_peer
order by rating_year, size_class, indicator_order
