-- Awards that are due and not yet paid, by how long they have been waiting (article 20). No enterprise, no clause, no amount and no day: the day of
-- the oldest is that of one award. A band says nothing where fewer than three recipients (parameter) wait in it, however many awards are theirs, or
-- fewer than three go without there for reasons that this office does not know: otherwise all that a clause touched in those months are paid.
select
    ages.age_band,
    cast(count(*) filter (ages.is_waiting) as integer) as lines,
    count(distinct ages.recipient) filter (ages.is_waiting) < any_value(settings.min_contributors)
        or count(distinct ages.recipient) filter (ages.is_unseen) < any_value(settings.min_contributors) as is_few
from intermediate.int_award_age as ages
cross join policy.evaluation_disclosure as settings
group by ages.age_band
having count(*) filter (ages.is_waiting) > 0
order by max(ages.age_days)
