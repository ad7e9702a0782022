-- Grain: year, enterprise with an official grade (亩均评价结果): what was computed beside it, and why they differ or cannot be compared.
-- state: same | better (official better than computed) | worse | not_rated (on a list, too little land) | not_listed (no land on file, not industrial, a utility, or closed).
with

official_ratings as (
    select * from stg_official_ratings
),

ratings as (
    select * from efficiency_rating
),

enterprises as (
    select * from stg_enterprises
),

rating_difference as (
    select
        official_ratings.year as rating_year,
        official_ratings.enterprise_id,
        enterprises.enterprise_name,
        coalesce(enterprises.town, ratings.town) as town,
        official_ratings.grade as official_grade,
        ratings.computed_grade,
        ratings.score,
        case
            when ratings.enterprise_id is null then 'not_listed'
            when ratings.computed_grade is null then 'not_rated'
            when ratings.computed_grade = official_ratings.grade then 'same'
            when official_ratings.grade < ratings.computed_grade then 'better'
            else 'worse'
        end as state
    from official_ratings
    left join ratings
        on official_ratings.year = ratings.rating_year
        and official_ratings.enterprise_id = ratings.enterprise_id
    left join enterprises
        on official_ratings.enterprise_id = enterprises.enterprise_id
)

select * from rating_difference
