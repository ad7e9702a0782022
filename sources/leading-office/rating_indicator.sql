-- Where an enterprise stands with each indicator among those of its list: the best tenth is 10, the last 100; equal scores stand together.
-- A place only, whatever the profile: scores, values, bases and means would give taxes away.
with scored as (
    select
        *,
        rank() over (partition by rating_year, size_class, indicator order by score desc) as place,
        count(*) over (partition by rating_year, size_class, indicator, score) as equals,
        count(*) over (partition by rating_year, size_class, indicator) as enterprises
    from mart.efficiency_indicator
    where score is not null
)

select
    rating_year,
    enterprise_id,
    size_class,
    indicator,
    indicator_order,
    indicator_zh,
    cast(weight as double) as weight,
    cast(ceil((place + (equals - 1) / 2.0) / enterprises * 10) * 10 as integer) as standing,
    basis
from scored
order by enterprise_id, rating_year, indicator_order
