-- Which clauses an enterprise's newest award year touches, and for which a datum is missing. Neither an amount nor whether it is paid: of most
-- clauses the amount is public, so that a status would be an amount, and a tax gate's answer would tell of taxes. Clauses that ask for taxes
-- are not listed: to be touched by one is to pay more than its threshold.
select
    line.enterprise_id,
    line.award_year,
    line.clause_id,
    clause.summary,
    clause.place,
    line.subject,
    line.basis,
    case when line.status = 'undetermined' then 'waiting_data' else 'touched' end as state,
    case when line.status = 'undetermined' then array_to_string(list_filter(line.reasons, lambda reason: starts_with(reason, 'missing:')), ',') end as missing
from mart.award_line as line
inner join mart.dispatch on line.award_year = dispatch.as_of_year
inner join policy.policy_clause as clause on clause.clause_id = line.clause_id
-- what is certain; where nothing of a clause is certain yet, what is expected
where line.enterprise_id is not null
    and coalesce(clause.figure, '') not in (select fact from policy.policy_fact where dataset = 'taxes')
    and line.clause_id not in (select clause_id from policy.policy_condition where dataset = 'taxes')
    and (line.basis = 'accrued' or not exists (
        select 1 from mart.award_line as certain
        where certain.basis = 'accrued' and certain.award_year = line.award_year and certain.enterprise_id = line.enterprise_id and certain.clause_id = line.clause_id and certain.subject = line.subject
    ))
order by line.enterprise_id, line.clause_order, line.subject
