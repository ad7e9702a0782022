-- Awards that are due and not yet paid, by how long they have been waiting (article 20). No enterprise, no clause, and no amount; a band of one or two says nothing.
select
    age_band,
    cast(sum(lines) as integer) as lines,
    max(oldest_days) as oldest_days,
    sum(lines) < any_value(settings.min_contributors) as is_few
from mart.service_award_age
cross join policy.evaluation_disclosure as settings
group by age_band
order by oldest_days
