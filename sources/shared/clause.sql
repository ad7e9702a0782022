-- The clauses as the policy file has them.
select
    clause_id,
    clause_order,
    article,
    kind,
    summary,
    place,
    reading,
    funding,
    group_id,
    redemption
from policy.policy_clause
order by clause_order
