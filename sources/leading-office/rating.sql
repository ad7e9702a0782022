-- The per-mu rating of each enterprise and year: grade, rank, land. Neither its score nor what it rests on: a score divided by a base is a tax.
-- The rank is not by tax where scores are equal, and shared in the last three tenths, where enterprises without any tax stand.
-- What only the card and the trial of weights ask for stands in rating_rank, so that the rating page fetches less.
select
    rating.rating_year,
    rating.enterprise_id,
    enterprise.enterprise_name,
    rating.town,
    enterprise.industry_name,
    rating.size_class,
    rating.land_mu,
    rating.grade,
    rating.grade_source,
    rating.computed_grade,
    rating.consecutive_d_years,
    ranked.shown_rank as size_rank,
    rating.is_provisional
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
left join intermediate.int_rating_public_rank as ranked on ranked.rating_year = rating.rating_year and ranked.enterprise_id = rating.enterprise_id
-- codes and names that follow each other compress well
order by rating.rating_year, rating.enterprise_id
