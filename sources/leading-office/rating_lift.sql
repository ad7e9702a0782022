-- Whether an indicator alone could bring the next grade, and by about how much it would have to rise. Of a tax only whether: how far it is from
-- another enterprise's would tell it to that one.
select
    lift.rating_year,
    lift.enterprise_id,
    lift.indicator_order,
    lift.indicator_zh,
    (lift.needed_value is not null) as is_reachable,
    case when lift.value > 0 then cast(lift.needed_value as double) / cast(lift.value as double) - 1 end as needed_rise,
    (method.numerator = 'tax' or method.denominator = 'tax') as is_tax
from mart.efficiency_lift as lift
inner join policy.evaluation_rating_indicator as method on method.size_class = lift.size_class and method.indicator = lift.indicator
order by lift.rating_year, lift.enterprise_id, lift.indicator_order
