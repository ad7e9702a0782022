-- Towns by month and quarter, with last period's rank.
select
    period,
    period_kind,
    town,
    total_score,
    rank,
    previous_rank,
    weight_with_datum,
    rank_stability
from mart.town_ranking_public
order by period, rank, town
