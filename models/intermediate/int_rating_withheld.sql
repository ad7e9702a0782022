-- Grain: size class, indicator whose score gives an enterprise's tax back, as the base that the profile sets is public: score x base / weight x land.
-- Sites that may not hold taxes leave these scores out, and the totals and gaps of their list, from which they would follow.
with

indicators as (
    select * from evaluation_rating_indicator
),

withheld as (
    select
        indicators.size_class,
        indicators.indicator
    from indicators
    where indicators.base is not null
        and (indicators.numerator = 'tax' or indicators.denominator = 'tax')
)

select * from withheld
