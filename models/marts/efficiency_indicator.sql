-- Grain: rating year, enterprise of the list, indicator of its size class: what a card shows. Units as the indicator's two figures.
with

indicators as (
    select * from evaluation_rating_indicator
),

scores as (
    select * from int_rating_score
),

efficiency_indicator as (
    select
        scores.rating_year,
        scores.enterprise_id,
        scores.indicator,
        scores.size_class,
        indicators.indicator_order,
        indicators.label_zh as indicator_zh,
        indicators.label_en as indicator_en,
        scores.numerator,
        scores.denominator,
        scores.value,
        scores.base,
        scores.score,
        scores.weight,
        scores.basis,
        scores.class_average
    from scores
    inner join indicators
        on scores.size_class = indicators.size_class
        and scores.indicator = indicators.indicator
)

select * from efficiency_indicator
