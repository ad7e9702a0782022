-- The towns' ranks in the dispatch month and the month before; what they are made of is the supervision centre's.
select
    town,
    rank,
    previous_rank,
    total_score
from mart.town_ranking_public
where period_kind = 'month'
    and period = (select strftime(as_of_month, '%Y-%m') from mart.dispatch)
order by rank, town
