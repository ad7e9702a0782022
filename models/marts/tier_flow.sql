-- Grain: quarter since the plan's start, tier at the end of the quarter before, tier at its end (or at the as-of month in a running one): how many enterprises went that way.
with

parameters as (
    select * from build_parameters
),

members as (
    select * from int_target_library
),

months as (
    select distinct members.month
    from members
    cross join parameters
    where extract(month from members.month) in (3, 6, 9, 12)
        or members.month = parameters.as_of_month
),

ordered as (
    select
        months.month,
        lag(months.month) over (order by months.month) as month_before
    from months
),

seen as (
    select
        ordered.month,
        members.enterprise_id,
        members.tier as to_tier,
        cast(null as varchar) as from_tier
    from ordered
    inner join members
        on ordered.month = members.month
    where ordered.month_before is not null
    union all
    select
        ordered.month,
        members.enterprise_id,
        cast(null as varchar) as to_tier,
        members.tier as from_tier
    from ordered
    inner join members
        on ordered.month_before = members.month
),

moves as (
    select
        seen.month,
        seen.enterprise_id,
        coalesce(max(seen.from_tier), '库外') as from_tier,
        coalesce(max(seen.to_tier), '库外') as to_tier
    from seen
    group by seen.month, seen.enterprise_id
),

tier_flow as (
    select
        cast(extract(year from moves.month) as varchar) || 'Q' || cast(extract(quarter from moves.month) as varchar) as quarter,
        moves.from_tier,
        moves.to_tier,
        cast(count(*) as integer) as enterprises
    from moves
    group by cast(extract(year from moves.month) as varchar) || 'Q' || cast(extract(quarter from moves.month) as varchar), moves.from_tier, moves.to_tier
)

select * from tier_flow
