-- Every amount, rung, rate and cap of a clause, with the days from which and to which it holds.
with numbers as (
    select clause_id, 1 as part, 0 as number_no, 'amount' as parameter, amount_key as item, valid_from, valid_until, amount_wan as value, '万元' as unit
    from policy.policy_amount
    union all
    select clause_id, 2, rung, 'rung', '', valid_from, valid_until, amount_wan, '万元'
    from policy.policy_rung
    union all
    select clause_id, 3, 0, parameter, item, valid_from, valid_until, value, ''
    from policy.policy_parameter
)

select
    numbers.clause_id,
    clause.clause_order,
    numbers.part,
    numbers.number_no,
    numbers.parameter,
    numbers.item,
    cast(rung.threshold as double) as threshold,
    cast(rung.below as double) as below,
    cast(rung.growth_over as double) as growth_over,
    cast(numbers.value as double) as parameter_value,
    numbers.unit,
    case when numbers.valid_from > date '1900-01-01' then strftime(numbers.valid_from, '%Y-%m-%d') end as valid_from,
    strftime(numbers.valid_until, '%Y-%m-%d') as valid_until
from numbers
inner join policy.policy_clause as clause on clause.clause_id = numbers.clause_id
left join policy.policy_rung as rung
    on numbers.part = 2 and rung.clause_id = numbers.clause_id and rung.rung = numbers.number_no and rung.valid_from = numbers.valid_from
order by clause.clause_order, numbers.part, numbers.number_no, numbers.item
