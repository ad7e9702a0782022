-- What each clause comes to in the newest award year over the whole district. A sum of fewer than three recipients would tell
-- a single one's amount, so it stays out.
select
    line.clause_id,
    line.award_year,
    count(*) as lines,
    count(distinct line.enterprise_id) filter (line.entitled_cny > 0) as recipients,
    case when count(distinct line.enterprise_id) filter (line.entitled_cny > 0) >= 3 then cast(sum(line.entitled_cny) / 10000 as double) end as district_wan
from mart.award_line as line
where line.basis = 'accrued' and line.award_year = (select max(award_year) from mart.award_line)
group by line.clause_id, line.award_year
order by line.clause_id
