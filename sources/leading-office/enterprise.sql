-- The registry card of each enterprise, with its place in the library and its newest grade.
with newest as (
    select enterprise_id, max(rating_year) as rating_year
    from mart.efficiency_rating
    group by enterprise_id
)

select
    enterprise.enterprise_id,
    enterprise.enterprise_name,
    enterprise.town,
    enterprise.industry_name,
    enterprise.sector,
    enterprise.size_class,
    enterprise.is_manufacturing,
    enterprise.is_strategic_emerging,
    enterprise.is_small_micro,
    strftime(enterprise.founded_on, '%Y-%m-%d') as founded_on,
    enterprise.operating_status,
    growth_tier.tier,
    growth_tier.library_tier,
    growth_tier.suggestion,
    growth_tier.suggested_tier,
    growth_tier.reasons_zh as reasons,
    strftime(growth_tier.entered_on, '%Y-%m-%d') as entered_on,
    growth_tier.leader,
    newest.rating_year,
    rating.grade,
    rating.grade_source,
    rating.consecutive_d_years
from mart.enterprise
left join mart.growth_tier on growth_tier.enterprise_id = enterprise.enterprise_id
left join newest on newest.enterprise_id = enterprise.enterprise_id
left join mart.efficiency_rating as rating
    on rating.enterprise_id = newest.enterprise_id and rating.rating_year = newest.rating_year
order by enterprise.enterprise_name
