-- The per-mu rating of each enterprise and year: grade, score, rank, land. Not the tax that it rests on. What only the card and
-- the trial of weights ask for stands in rating_rank, so that the rating page fetches less.
select
    rating.rating_year,
    rating.enterprise_id,
    enterprise.enterprise_name,
    rating.town,
    enterprise.industry_name,
    rating.size_class,
    rating.land_mu,
    -- as pages show it: rounded once, here; not where a tax could be told from it
    case when rating.size_class not in (select size_class from intermediate.int_rating_withheld) then cast(round(rating.score, 1) as double) end as score,
    rating.grade,
    rating.grade_source,
    rating.computed_grade,
    rating.consecutive_d_years,
    rating.size_rank,
    rating.is_provisional
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
-- codes and names that follow each other compress well
order by rating.rating_year, rating.enterprise_id
