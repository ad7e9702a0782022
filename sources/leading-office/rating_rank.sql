-- What places an enterprise of a rating in its list: the list's counts, the order that breaks ties, the way to the next grade.
select
    rating.rating_year,
    rating.enterprise_id,
    rating.official_grade,
    rating.rated_count,
    rating.class_count,
    coalesce(listed.is_new, false) as is_new,
    -- the order of tax per mu, which breaks ties; not the tax itself
    cast(row_number() over (partition by rating.rating_year, rating.size_class order by coalesce(rating.tax_per_mu, 0) desc, rating.enterprise_id) as integer) as tax_order,
    case when rating.size_class not in (select size_class from intermediate.int_rating_withheld) then rating.score_to_next_grade end as score_to_next_grade
from mart.efficiency_rating as rating
inner join mart.enterprise on enterprise.enterprise_id = rating.enterprise_id
left join intermediate.int_rating_list as listed on listed.rating_year = rating.rating_year and listed.enterprise_id = rating.enterprise_id
order by rating.rating_year, rating.enterprise_id
