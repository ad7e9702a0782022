-- What places an enterprise of a rating in its list: the list's counts. The way to the next grade, in points, stays out, as scores do.
select
    rating.rating_year,
    rating.enterprise_id,
    rating.official_grade,
    rating.rated_count,
    rating.class_count,
    coalesce(listed.is_new, false) as is_new
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
left join intermediate.int_rating_list as listed on listed.rating_year = rating.rating_year and listed.enterprise_id = rating.enterprise_id
order by rating.rating_year, rating.enterprise_id
