-- Every official grade beside the computed one.
select
    rating_year,
    enterprise_id,
    enterprise_name,
    town,
    official_grade,
    computed_grade,
    cast(score as double) as score,
    state
from mart.rating_difference
order by rating_year, enterprise_id
