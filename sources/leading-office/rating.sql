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
    rating.class_count,
    coalesce(listed.is_new, false) as is_new,
    -- the order of tax per mu, which breaks ties; not the tax itself
    cast(row_number() over (partition by rating.rating_year, rating.size_class order by coalesce(rating.tax_per_mu, 0) desc, rating.enterprise_id) as integer) as tax_order,
    rating.score_to_next_grade,
    rating.is_provisional,
    rating.profile_label
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
left join intermediate.int_rating_list as listed on listed.rating_year = rating.rating_year and listed.enterprise_id = rating.enterprise_id
-- codes and names that follow each other compress well
order by rating.rating_year, rating.enterprise_id
