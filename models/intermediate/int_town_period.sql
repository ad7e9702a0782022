-- Grain: period: a month ('2021-06') or a quarter that is over ('2021Q2'), with the month whose year-to-date figures it shows and the period before it.
with

grid as (
    select distinct month from int_town_month
),

periods as (
    select
        'month' as period_kind,
        strftime(grid.month, '%Y-%m') as period,
        grid.month
    from grid
    union all
    select
        'quarter' as period_kind,
        cast(extract(year from grid.month) as varchar) || 'Q' || cast(extract(quarter from grid.month) as varchar) as period,
        grid.month
    from grid
    where extract(month from grid.month) in (3, 6, 9, 12)
),

ordered as (
    select
        periods.period,
        periods.period_kind,
        periods.month,
        case
            when lag(periods.month) over (partition by periods.period_kind order by periods.month)
                = cast(periods.month - case periods.period_kind when 'month' then 1 else 3 end * interval '1' month as date)
            then lag(periods.month) over (partition by periods.period_kind order by periods.month)
        end as month_before
    from periods
)

select * from ordered
