-- Grain: award line. Step 4: the equipment subsidies of an enterprise and award year together stay within its local-level turnover
-- tax of that year, shared pro rata by largest remainder to one fen, ties to the lower clause, then subject.
-- Where the year's turnover tax is not on file the lines are undetermined. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_chosen
),

limited as (
    select
        *,
        (is_under_turnover_tax and chosen_status = 'payable') as is_limited
    from lines
),

summed as (
    select
        *,
        sum(chosen_fen) over (partition by enterprise_id, award_year, is_limited) as turnover_claimed_fen
    from limited
),

shared as (
    select
        *,
        case when is_limited and turnover_claimed_fen > turnover_limit_fen then (chosen_fen * turnover_limit_fen) // turnover_claimed_fen end as turnover_floor_fen,
        case when is_limited and turnover_claimed_fen > turnover_limit_fen then (chosen_fen * turnover_limit_fen) % turnover_claimed_fen end as turnover_remainder
    from summed
),

ranked as (
    select
        *,
        turnover_limit_fen - sum(turnover_floor_fen) over (partition by enterprise_id, award_year, is_limited) as turnover_left_over_fen,
        row_number() over (partition by enterprise_id, award_year, is_limited order by turnover_remainder desc, clause_order, subject) as turnover_remainder_rank
    from shared
),

capped as (
    select
        *,
        case
            when is_limited and turnover_limit_fen is null then 0
            when turnover_floor_fen is not null then turnover_floor_fen + case when turnover_remainder_rank <= turnover_left_over_fen then 1 else 0 end
            else chosen_fen
        end as turnover_fen
    from ranked
),

decided as (
    select
        *,
        case
            when is_limited and turnover_limit_fen is null then 'undetermined'
            when is_limited and turnover_fen = 0 then 'capped_out'
            else chosen_status
        end as turnover_status
    from capped
)

select * from decided
