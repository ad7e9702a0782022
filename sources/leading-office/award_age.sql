-- Awards that are due and not yet paid, by how long they have been waiting (article 20). No enterprise, no clause, and no amount: a band may hold a single award.
select
    age_band,
    cast(sum(lines) as integer) as lines,
    max(oldest_days) as oldest_days
from mart.service_award_age
group by age_band
order by oldest_days
