-- The per-mu rating of each enterprise and year: grade, score, rank, land. Not the tax that it rests on.
select
    rating.rating_year,
    rating.enterprise_id,
    enterprise.enterprise_name,
    rating.town,
    enterprise.industry_name,
    rating.size_class,
    rating.land_mu,
    cast(rating.score as double) as score,
    rating.grade,
    rating.grade_source,
    rating.computed_grade,
    rating.official_grade,
    rating.consecutive_d_years,
    rating.size_rank,
    rating.rated_count,
    rating.score_to_next_grade,
    rating.is_provisional,
    rating.profile_label
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
order by rating.rating_year, rating.size_class, rating.size_rank
