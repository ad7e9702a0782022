-- Official grades that differ from the computed ones, or that nothing computed stands beside. Names only of enterprises that the list of
-- ratings does not have; the others' stand there.
select
    difference.rating_year,
    difference.enterprise_id,
    case when rating.enterprise_id is null then difference.enterprise_name end as enterprise_name,
    case when rating.enterprise_id is null then difference.town end as town,
    difference.official_grade,
    difference.state
from mart.rating_difference as difference
left join mart.efficiency_rating as rating
    on rating.rating_year = difference.rating_year and rating.enterprise_id = difference.enterprise_id
where difference.state <> 'same'
order by difference.rating_year, difference.enterprise_id
