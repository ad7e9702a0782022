-- Awards that are due and not yet paid, by how long they have been waiting (article 20). No enterprise, no clause.
select
    age_band,
    cast(sum(lines) as integer) as lines,
    cast(sum(outstanding_cny) as double) / 10000 as outstanding_wan,
    max(oldest_days) as oldest_days
from mart.service_award_age
group by age_band
order by oldest_days
