-- Grain: rating year, enterprise graded D that year, with the years of D in a row up to it (article 22).
-- The official grade wins, also of an enterprise that is on no list that year (no land on file, say).
with

ranks as (
    select * from int_rating_rank
),

official_ratings as (
    select * from stg_official_ratings
),

d_years as (
    select
        ranks.rating_year,
        ranks.enterprise_id
    from ranks
    left join official_ratings
        on ranks.rating_year = official_ratings.year
        and ranks.enterprise_id = official_ratings.enterprise_id
    where ranks.computed_grade = 'D'
        and official_ratings.grade is null
    union all
    select
        official_ratings.year as rating_year,
        official_ratings.enterprise_id
    from official_ratings
    where official_ratings.grade = 'D'
),

runs as (
    select
        d_years.rating_year,
        d_years.enterprise_id,
        d_years.rating_year - row_number() over (partition by d_years.enterprise_id order by d_years.rating_year) as run
    from d_years
),

counted as (
    select
        runs.rating_year,
        runs.enterprise_id,
        cast(row_number() over (partition by runs.enterprise_id, runs.run order by runs.rating_year) as integer) as consecutive_d_years
    from runs
)

select * from counted
