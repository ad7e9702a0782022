-- Grain: period ('2021-06' or '2021Q2'), town, indicator. Figures are year to date up to the period's end; the method stands in towns.yaml.
-- Exact figures. What a site or a document may show of them is town_score_public.
with

scores as (
    select * from int_town_period_score
),

town_score as (
    select
        scores.period,
        scores.town,
        scores.indicator,
        scores.value,
        scores.target,
        scores.score,
        scores.weight,
        scores.period_kind,
        scores.rate,
        scores.reason,
        scores.contribution,
        scores.previous_score,
        scores.contribution_change,
        scores.indicator_order,
        scores.label_zh,
        scores.label_en,
        scores.better
    from scores
    where scores.view = 'exact'
)

select * from town_score
