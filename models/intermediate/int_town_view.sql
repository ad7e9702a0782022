-- Grain: view, month, town, indicator. `exact`: what there is; `public`: without figures that would tell a single enterprise's,
-- which take no part in the public ranking either: between two neighbours whose rates are shown a rank alone would tell.
with

town_values as (
    select * from int_town_value
),

contributors as (
    select * from int_town_contributor
),

public_values as (
    select
        town_values.month,
        town_values.town,
        town_values.indicator,
        case when not coalesce(contributors.is_withheld, false) then town_values.value end as value,
        town_values.target,
        case when not coalesce(contributors.is_withheld, false) then town_values.rate end as rate,
        case when contributors.is_withheld and town_values.rate is not null then 'few_enterprises' else town_values.reason end as reason
    from town_values
    left join contributors
        on town_values.month = contributors.month
        and town_values.town = contributors.town
        and town_values.indicator = contributors.indicator
    where town_values.view = 'public'
),

views as (
    select 'exact' as view, month, town, indicator, value, target, rate, reason from town_values where view = 'exact'
    union all
    select 'public' as view, month, town, indicator, value, target, rate, reason from public_values
)

select * from views
