-- Where an enterprise stands with each indicator among those of its list: the best tenth is 10, the last 100; equal scores stand together.
-- A place only, whatever the profile: scores, values, bases and means would give taxes away. Of an indicator of taxes the last three tenths are one
-- and equal scores do not stand together, or a tenth that nobody is in would tell who has no tax.
with taxes as (
    select size_class, indicator, (numerator = 'tax' or denominator = 'tax') as is_tax
    from policy.evaluation_rating_indicator
),

scored as (
    select
        indicators.*,
        taxes.is_tax,
        rank() over (list order by indicators.score desc) as place,
        row_number() over (list order by indicators.score desc, ranked.place) as own_place,
        count(*) over (partition by indicators.rating_year, indicators.size_class, indicators.indicator, indicators.score) as equals,
        count(*) over list as enterprises
    from mart.efficiency_indicator as indicators
    inner join taxes on taxes.size_class = indicators.size_class and taxes.indicator = indicators.indicator
    inner join intermediate.int_rating_public_rank as ranked on ranked.rating_year = indicators.rating_year and ranked.enterprise_id = indicators.enterprise_id
    where indicators.score is not null
    window list as (partition by indicators.rating_year, indicators.size_class, indicators.indicator)
)

select
    rating_year,
    enterprise_id,
    size_class,
    indicator,
    indicator_order,
    indicator_zh,
    cast(weight as double) as weight,
    cast(case
        when not is_tax then ceil((place + (equals - 1) / 2.0) / enterprises * 10) * 10
        when own_place * 10 > enterprises * 7 then 100
        else ceil(own_place * 10.0 / enterprises) * 10
    end as integer) as standing,
    basis
from scored
order by enterprise_id, rating_year, indicator_order
