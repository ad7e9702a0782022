-- How many enterprises of each grade a town has, and on how much land. No enterprise.
select
    rating_year,
    town,
    coalesce(grade, '不评价') as grade,
    count(*) as enterprises,
    cast(sum(land_mu) as decimal(18, 2)) as land_mu
from mart.efficiency_rating
group by rating_year, town, coalesce(grade, '不评价')
order by rating_year, town, grade
