-- Grain: rating year, size class, indicator: how the scores of the rated enterprises are spread. Quartiles are scores of enterprises, not between two.
with

scores as (
    select * from int_rating_score
),

indicators as (
    select * from evaluation_rating_indicator
),

ordered as (
    select
        scores.rating_year,
        scores.size_class,
        scores.indicator,
        scores.score,
        row_number() over (partition by scores.rating_year, scores.size_class, scores.indicator order by scores.score) as place,
        count(*) over (partition by scores.rating_year, scores.size_class, scores.indicator) as enterprises
    from scores
    where scores.score is not null
),

spread as (
    select
        rating_year,
        size_class,
        indicator,
        max(enterprises) as enterprises,
        min(score) as lowest_score,
        max(case when place <= greatest((enterprises + 3) // 4, 1) then score end) as lower_quartile_score,
        max(case when place <= greatest((enterprises + 1) // 2, 1) then score end) as median_score,
        max(case when place <= greatest((enterprises * 3 + 3) // 4, 1) then score end) as upper_quartile_score,
        max(score) as highest_score
    from ordered
    group by rating_year, size_class, indicator
),

named as (
    select
        spread.rating_year,
        spread.size_class,
        spread.indicator,
        indicators.indicator_order,
        indicators.label_zh as indicator_zh,
        indicators.weight,
        spread.enterprises,
        spread.lowest_score,
        spread.lower_quartile_score,
        spread.median_score,
        spread.upper_quartile_score,
        spread.highest_score
    from spread
    inner join indicators
        on indicators.size_class = spread.size_class
        and indicators.indicator = spread.indicator
)

select * from named
