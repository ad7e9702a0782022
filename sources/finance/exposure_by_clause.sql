-- Each scenario's mean and percentiles by clause, with the clause's place in the policy.
select
    exposure.scenario,
    exposure.award_year,
    exposure.clause_id,
    clause.clause_order,
    clause.summary,
    exposure.percentile,
    exposure.entitled_cny,
    exposure.fundable_cny
from mart.exposure_by_clause as exposure
left join policy.policy_clause as clause on clause.clause_id = exposure.clause_id
order by exposure.scenario, exposure.award_year, clause.clause_order, exposure.percentile
