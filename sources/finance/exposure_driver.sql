-- The clauses and enterprises that make the worst tenth of a scenario's draws dearer than its mean.
select
    driver.scenario,
    driver.award_year,
    driver.kind,
    driver.id,
    driver.name,
    clause.summary,
    driver.mean_cny,
    driver.tail_mean_cny,
    driver.tail_excess_cny,
    driver.place
from mart.exposure_driver as driver
left join policy.policy_clause as clause on driver.kind = 'clause' and clause.clause_id = driver.id
order by driver.scenario, driver.kind, driver.place
