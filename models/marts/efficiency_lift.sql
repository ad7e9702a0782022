-- Grain: rating year, rated enterprise below A, indicator: what this indicator alone would have to be for the next grade's lowest score.
-- The others stay as they are, the class's base too; the true base moves a little with the enterprise, so this is guidance, not a promise.
-- needed_value is null where the indicator's cap, or min-max scoring's end, does not let it reach. Units as the indicator's figures.
with

profile as (
    select * from evaluation_rating_profile
),

ratings as (
    select * from efficiency_rating
),

indicators as (
    select * from efficiency_indicator
),

scales as (
    select
        rating_year,
        size_class,
        indicator,
        min(value) as lowest_value,
        max(value) as highest_value
    from indicators
    group by rating_year, size_class, indicator
),

needs as (
    select
        ratings.rating_year,
        ratings.enterprise_id,
        ratings.size_class,
        ratings.quota_grade,
        ratings.score_to_next_grade,
        indicators.indicator,
        indicators.indicator_order,
        indicators.indicator_zh,
        indicators.numerator,
        indicators.denominator,
        indicators.value,
        indicators.base,
        indicators.weight,
        indicators.score,
        indicators.score + ratings.score_to_next_grade as needed_score,
        indicators.weight * profile.cap as score_limit,
        profile.scoring,
        scales.lowest_value,
        scales.highest_value
    from ratings
    cross join profile
    inner join indicators
        on indicators.rating_year = ratings.rating_year
        and indicators.enterprise_id = ratings.enterprise_id
    inner join scales
        on scales.rating_year = indicators.rating_year
        and scales.size_class = indicators.size_class
        and scales.indicator = indicators.indicator
    where ratings.score_to_next_grade is not null
),

reached as (
    select
        *,
        (needed_score <= score_limit and denominator > 0) as is_reachable,
        case
            when needed_score > score_limit or denominator is null or denominator <= 0 then null
            when scoring = 'ratio' and base > 0 then cast(needed_score as double) / cast(weight as double) * cast(base as double)
            when scoring = 'min_max' then cast(lowest_value as double) + cast(needed_score as double) / cast(weight as double) * (cast(highest_value as double) - cast(lowest_value as double))
        end as needed
    from needs
),

lifts as (
    select
        rating_year,
        enterprise_id,
        indicator,
        size_class,
        quota_grade,
        score_to_next_grade,
        indicator_order,
        indicator_zh,
        cast(value as decimal(38, 10)) as value,
        needed_score,
        score_limit,
        cast(needed as decimal(38, 10)) as needed_value,
        -- more of the numerator, on the same denominator
        cast(needed * cast(denominator as double) - coalesce(cast(numerator as double), 0) as decimal(38, 6)) as needed_more
    from reached
)

select * from lifts
