-- What is owed by award year and clause, beside what the newest dispatch of an earlier month said. No rows where there is none.
with before_month as (
    select max(kept.as_of_month) as as_of_month
    from ops.dispatch_liability as kept
    cross join mart.dispatch as dispatch
    where kept.as_of_month < dispatch.as_of_month
),

before as (
    select kept.*
    from ops.dispatch_liability as kept
    inner join before_month on before_month.as_of_month = kept.as_of_month
),

years as (
    select award_year, clause_id from before
    union
    select award_year, clause_id from mart.liability_by_clause
)

select
    years.award_year,
    years.clause_id,
    clause.clause_order,
    clause.summary,
    strftime(before_month.as_of_month, '%Y-%m') as before_month,
    (select min(before.policy_version) from before) as before_policy_version,
    coalesce(liability.lines, 0) as lines,
    coalesce(before.lines, 0) as before_lines,
    coalesce(liability.entitled_cny, 0) as entitled_cny,
    coalesce(before.entitled_cny, 0) as before_entitled_cny,
    coalesce(liability.fundable_cny, 0) as fundable_cny,
    coalesce(before.fundable_cny, 0) as before_fundable_cny,
    coalesce(liability.paid_cny, 0) as paid_cny,
    coalesce(before.paid_cny, 0) as before_paid_cny,
    coalesce(liability.outstanding_cny, 0) as outstanding_cny,
    coalesce(before.outstanding_cny, 0) as before_outstanding_cny
from years
inner join before_month on before_month.as_of_month is not null
inner join policy.policy_clause as clause on clause.clause_id = years.clause_id
left join before on before.award_year = years.award_year and before.clause_id = years.clause_id
left join mart.liability_by_clause as liability on liability.award_year = years.award_year and liability.clause_id = years.clause_id
order by years.award_year, clause.clause_order
