-- Grain: view, period ('2021-06' or '2021Q2'), town, indicator. Figures are year to date up to the period's end; the method stands in towns.yaml.
-- contribution: points of the total that it gives; contribution_change: against the period before, so a rank's change is explained.
with

indicators as (
    select * from evaluation_town_indicator
),

periods as (
    select * from int_town_period
),

scores as (
    select * from int_town_score
),

totals as (
    select * from int_town_total
),

contributions as (
    select
        scores.view,
        scores.month,
        scores.town,
        scores.indicator,
        scores.value,
        scores.target,
        scores.score,
        scores.weight,
        scores.rate,
        scores.reason,
        cast(cast(scores.weight as double) * cast(scores.score as double) / cast(totals.weight_with_datum as double) as decimal(18, 6)) as contribution
    from scores
    inner join totals
        on scores.view = totals.view
        and scores.month = totals.month
        and scores.town = totals.town
),

period_scores as (
    select
        contributions.view,
        periods.period,
        contributions.town,
        contributions.indicator,
        contributions.value,
        contributions.target,
        contributions.score,
        contributions.weight,
        periods.period_kind,
        contributions.rate,
        contributions.reason,
        contributions.contribution,
        before.score as previous_score,
        case when before.month is not null then coalesce(contributions.contribution, 0) - coalesce(before.contribution, 0) end as contribution_change,
        indicators.indicator_order,
        indicators.label_zh,
        indicators.label_en,
        indicators.better
    from periods
    inner join contributions
        on periods.month = contributions.month
    inner join indicators
        on contributions.indicator = indicators.indicator
    left join contributions as before
        on contributions.view = before.view
        and periods.month_before = before.month
        and contributions.town = before.town
        and contributions.indicator = before.indicator
)

select * from period_scores
