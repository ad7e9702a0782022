-- Grain: quarter since the plan's start, tier at the end of the quarter before, tier at its end (or at the as-of month in a running one): how many enterprises went that way.
with

moves as (
    select * from int_tier_move
),

tier_flow as (
    select
        moves.quarter,
        moves.from_tier,
        moves.to_tier,
        cast(count(*) as integer) as enterprises
    from moves
    group by moves.quarter, moves.from_tier, moves.to_tier
)

select * from tier_flow
