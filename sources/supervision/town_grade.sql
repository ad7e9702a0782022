-- How many enterprises of each grade a town has, and on how much land. No enterprise, and no cell of one or two.
select
    rating_year,
    coalesce(nullif(town, ''), '镇街不明') as town,
    grade,
    enterprises,
    land_mu,
    is_withheld
from mart.town_grade
order by rating_year, town, grade
