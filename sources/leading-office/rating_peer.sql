-- How each indicator's scores are spread over its list. Without those that give a tax away as their base is public.
select
    rating_year,
    size_class,
    indicator,
    indicator_order,
    indicator_zh,
    cast(weight as double) as weight,
    enterprises,
    cast(lowest_score as double) as lowest_score,
    cast(lower_quartile_score as double) as lower_quartile_score,
    cast(median_score as double) as median_score,
    cast(upper_quartile_score as double) as upper_quartile_score,
    cast(highest_score as double) as highest_score
from mart.efficiency_peer
where (size_class, indicator) not in (select (size_class, indicator) from intermediate.int_rating_withheld)
order by rating_year, size_class, indicator_order
