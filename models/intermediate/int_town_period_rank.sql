-- Grain: view, period ('2021-06' or '2021Q2'), town. Equal totals share a rank; a town with no datum at all has none. previous_rank: the month or quarter right before.
with

periods as (
    select * from int_town_period
),

totals as (
    select * from int_town_total
),

period_ranks as (
    select
        totals.view,
        periods.period,
        totals.town,
        totals.total_score,
        totals.town_rank as rank,
        before.town_rank as previous_rank,
        periods.period_kind,
        totals.weight_with_datum,
        totals.rank_stability
    from periods
    inner join totals
        on periods.month = totals.month
    left join totals as before
        on totals.view = before.view
        and periods.month_before = before.month
        and totals.town = before.town
)

select * from period_ranks
