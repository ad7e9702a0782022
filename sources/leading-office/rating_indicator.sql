-- The score of each indicator; values and bases stay out, as they would give taxes away. So would a tax's score where its base is public.
select
    indicator.rating_year,
    indicator.enterprise_id,
    indicator.size_class,
    indicator.indicator,
    indicator.indicator_order,
    indicator.indicator_zh,
    case when withheld.indicator is null then cast(indicator.score as double) end as score,
    cast(indicator.weight as double) as weight,
    case when withheld.indicator is null then cast(indicator.class_average as double) end as class_average,
    case when withheld.indicator is null or indicator.score is null then indicator.basis else 'withheld' end as basis
from mart.efficiency_indicator as indicator
left join intermediate.int_rating_withheld as withheld on withheld.size_class = indicator.size_class and withheld.indicator = indicator.indicator
order by indicator.enterprise_id, indicator.rating_year, indicator.indicator_order
