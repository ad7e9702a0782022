-- Grain: rating year, rated enterprise below A, indicator: what this indicator alone would have to be for the next grade's lowest score.
-- At an indicator's cap there are only equal scores, and the higher tax per mu goes first. The others stay as they are, the class's base too; the true base moves a little with the enterprise, so this is guidance, not a promise.
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
        ratings.tax_per_mu,
        next_ratings.tax_per_mu as next_tax_per_mu,
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
    inner join ratings as next_ratings
        on next_ratings.rating_year = ratings.rating_year
        and next_ratings.size_class = ratings.size_class
        and next_ratings.size_rank = ratings.next_grade_rank
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
        needs.*,
        case
            when needs.needed_score > needs.score_limit or needs.denominator is null or needs.denominator <= 0 then null
            -- at the cap an equal score is all there is
            when needs.needed_score = needs.score_limit and needs.indicator <> 'tax_per_mu' and coalesce(needs.tax_per_mu, 0) <= coalesce(needs.next_tax_per_mu, 0) then null
            when needs.scoring = 'ratio' and needs.base > 0 then cast(needs.needed_score as double) / nullif(cast(needs.weight as double), 0) * cast(needs.base as double)
            when needs.scoring = 'min_max' then cast(needs.lowest_value as double) + cast(needs.needed_score as double) / nullif(cast(needs.weight as double), 0) * (cast(needs.highest_value as double) - cast(needs.lowest_value as double))
        end as needed_for_score
    from needs
),

needed as (
    select
        reached.*,
        case
            when reached.needed_score = reached.score_limit and reached.indicator = 'tax_per_mu' then greatest(reached.needed_for_score, cast(coalesce(reached.next_tax_per_mu, 0) as double))
            else reached.needed_for_score
        end as needed
    from reached
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
        cast(needed.needed as decimal(38, 10)) as needed_value,
        -- more of the numerator, on the same denominator
        cast(needed.needed * cast(denominator as double) - coalesce(cast(numerator as double), 0) as decimal(38, 6)) as needed_more
    from needed
)

select * from lifts
