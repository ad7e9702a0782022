-- Grain: view, month, town, indicator: score 0 to 100 = share of the other towns with a datum that do worse, plus half of those that are equal; null without a datum.
-- A lone town with a datum scores 50. Rounded to six places. Each view of the values is compared within itself.
with

indicators as (
    select * from evaluation_town_indicator
),

town_views as (
    select * from int_town_view
),

directed as (
    select
        town_views.view,
        town_views.month,
        town_views.town,
        town_views.indicator,
        town_views.value,
        town_views.target,
        town_views.rate,
        town_views.reason,
        indicators.indicator_order,
        indicators.weight,
        case when indicators.better = 'lower' then -town_views.rate else town_views.rate end as merit
    from town_views
    inner join indicators
        on town_views.indicator = indicators.indicator
),

compared as (
    select
        directed.view,
        directed.month,
        directed.town,
        directed.indicator,
        directed.value,
        directed.target,
        directed.rate,
        directed.reason,
        directed.indicator_order,
        directed.weight,
        directed.merit,
        count(directed.merit) over (partition by directed.view, directed.month, directed.indicator) as towns_with_datum,
        rank() over (partition by directed.view, directed.month, directed.indicator order by directed.merit asc nulls last) - 1 as worse,
        count(directed.merit) over (partition by directed.view, directed.month, directed.indicator, directed.merit) - 1 as equal_others
    from directed
),

scored as (
    select
        compared.view,
        compared.month,
        compared.town,
        compared.indicator,
        compared.indicator_order,
        compared.value,
        compared.target,
        compared.rate,
        compared.reason,
        compared.weight,
        cast(case
            when compared.merit is null then null
            when compared.towns_with_datum = 1 then 50
            else (compared.worse * 100.0 + compared.equal_others * 50.0) / (compared.towns_with_datum - 1)
        end as decimal(18, 6)) as score
    from compared
)

select * from scored
