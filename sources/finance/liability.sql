-- Liabilities by award year and clause; every clause of the policy is there, those without a line with zeros.
with years as (
    select distinct award_year from mart.liability_by_clause
    union
    select as_of_year from mart.dispatch
)

select
    years.award_year,
    clause.clause_id,
    clause.clause_order,
    clause.article,
    clause.summary,
    clause.place,
    clause.funding,
    coalesce(liability.lines, 0) as lines,
    coalesce(liability.gross_cny, 0) as gross_cny,
    coalesce(liability.entitled_cny, 0) as entitled_cny,
    coalesce(liability.fundable_cny, 0) as fundable_cny,
    coalesce(liability.shortfall_cny, 0) as shortfall_cny,
    coalesce(liability.paid_cny, 0) as paid_cny,
    coalesce(liability.outstanding_cny, 0) as outstanding_cny
from years
cross join policy.policy_clause as clause
left join mart.liability_by_clause as liability
    on liability.award_year = years.award_year and liability.clause_id = clause.clause_id
order by years.award_year, clause.clause_order
