-- Grain: period ('2021-06' or '2021Q2'), town, indicator: town_score without what would tell a single enterprise's figure; scores, totals and ranks are made of the rest.
with

scores as (
    select * from int_town_period_score
),

town_score_public as (
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
    where scores.view = 'public'
)

select * from town_score_public
