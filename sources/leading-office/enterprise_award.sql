-- Which clauses an enterprise's newest award year comes to, and why not; no amount, which is the finance bureau's to see.
select
    line.enterprise_id,
    line.award_year,
    line.clause_id,
    clause.summary,
    clause.place,
    line.subject,
    line.basis,
    line.status,
    array_to_string(line.reasons, ',') as reasons,
    line.redemption
from mart.award_line as line
inner join mart.dispatch on line.award_year = dispatch.as_of_year
inner join policy.policy_clause as clause on clause.clause_id = line.clause_id
-- what is certain; where nothing of a clause is certain yet, what is expected
where line.enterprise_id is not null
    and (line.basis = 'accrued' or not exists (
        select 1 from mart.award_line as certain
        where certain.basis = 'accrued' and certain.award_year = line.award_year and certain.enterprise_id = line.enterprise_id and certain.clause_id = line.clause_id and certain.subject = line.subject
    ))
order by line.enterprise_id, line.clause_order, line.subject
