-- How many points an indicator would have to have for the next grade, and whether it can. Not the value: it would give taxes away.
-- Nothing of a list whose scores are withheld: its gaps follow from totals.
select
    rating_year,
    enterprise_id,
    indicator_order,
    indicator_zh,
    cast(needed_score as double) as needed_score,
    cast(score_limit as double) as score_limit,
    (needed_value is not null) as is_reachable,
    case when value > 0 then cast(needed_value as double) / cast(value as double) - 1 end as needed_rise
from mart.efficiency_lift
where size_class not in (select size_class from intermediate.int_rating_withheld)
order by rating_year, enterprise_id, indicator_order
