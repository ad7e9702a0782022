-- Everything that decides a clause, in words: what it pays and when, how often, with which others it excludes itself, what limits it, each with its reading.
select
    rule.clause_id,
    clause.clause_order,
    rule.rule_no,
    rule.rule,
    rule.words,
    coalesce(rule.reading, '') as reading
from policy.policy_clause_rule as rule
inner join policy.policy_clause as clause on clause.clause_id = rule.clause_id
order by clause.clause_order, rule.rule_no
