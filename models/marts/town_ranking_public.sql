-- Grain: period ('2021-06' or '2021Q2'), town: town_ranking made of town_score_public. Equal totals share a rank; a town with no datum at all has none. previous_rank: the month or quarter right before.
with

ranks as (
    select * from int_town_period_rank
),

town_ranking_public as (
    select
        ranks.period,
        ranks.town,
        ranks.total_score,
        ranks.rank,
        ranks.previous_rank,
        ranks.period_kind,
        ranks.weight_with_datum,
        ranks.rank_stability
    from ranks
    where ranks.view = 'public'
)

select * from town_ranking_public
