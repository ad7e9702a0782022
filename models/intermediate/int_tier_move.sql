-- Grain: quarter since the plan's start, enterprise that was in the library at the end of the quarter before or at its end (or at the as-of month in a running one): its tier then and now.
with

parameters as (
    select * from build_parameters
),

months_back as (
    select * from evaluation_month_back
),

settings as (
    select * from evaluation_target_setting
),

members as (
    select * from int_target_library
),

grid as (
    select
        months_back.months_back,
        cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) as month
    from parameters
    cross join months_back
),

months as (
    select grid.month
    from grid
    cross join settings
    where grid.months_back = 0
        or (
            extract(month from grid.month) in (3, 6, 9, 12)
            and grid.month >= date_trunc('month', settings.starts_on) - interval '1' month
        )
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

tier_moves as (
    select
        seen.month,
        seen.enterprise_id,
        coalesce(max(seen.from_tier), '库外') as from_tier,
        coalesce(max(seen.to_tier), '库外') as to_tier
    from seen
    group by seen.month, seen.enterprise_id
),

int_tier_move as (
    select
        cast(extract(year from tier_moves.month) as varchar) || 'Q' || cast(extract(quarter from tier_moves.month) as varchar) as quarter,
        tier_moves.enterprise_id,
        tier_moves.from_tier,
        tier_moves.to_tier
    from tier_moves
)

select * from int_tier_move
