-- Grain: quarter since the plan's start, tier at the end of the quarter before, tier at its end (or at the as-of month in a running one): how many enterprises went that way.
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
