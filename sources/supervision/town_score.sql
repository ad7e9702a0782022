-- Indicators of each town and period. The values in words, since each has its own unit.
-- A sum over fewer than three enterprises tells a single one's output or tax (the two would know each other's), so value and rate stay out;
-- the score, a place among the towns, stays.
with figures as (
    select enterprises.town, production.enterprise_id, production.month, 'output' as figure, production.output_wan as value_wan
    from staging.stg_production as production
    inner join staging.stg_enterprises as enterprises on enterprises.enterprise_id = production.enterprise_id and enterprises.sector = '工业'
    union all
    select enterprises.town, taxes.enterprise_id, taxes.month, 'local_tax', taxes.local_tax_wan
    from staging.stg_taxes as taxes
    inner join staging.stg_enterprises as enterprises on enterprises.enterprise_id = taxes.enterprise_id
),

-- who has anything but a zero: in the month, and in it or the same month last year of those on file in both
figure_months as (
    select
        this_year.town,
        this_year.month,
        this_year.figure,
        count(*) filter (this_year.value_wan <> 0) as of_month,
        count(*) filter (last_year.value_wan <> 0 or (this_year.value_wan <> 0 and last_year.value_wan = 0)) as of_both
    from figures as this_year
    left join figures as last_year
        on last_year.enterprise_id = this_year.enterprise_id
        and last_year.figure = this_year.figure
        and last_year.month = cast(this_year.month - interval '12' month as date)
    group by this_year.town, this_year.month, this_year.figure
),

land_years as (
    select rating_year, town, count(*) filter (tax_per_mu <> 0) as taxed
    from mart.efficiency_rating
    group by rating_year, town
),

contributors as (
    select town, month, 'target_' || figure as indicator, of_month as enterprises from figure_months
    union all
    select town, month, figure || '_growth', of_both from figure_months
    union all
    -- the newest finished year stands in every month up to the next year's end
    select land_years.town, periods.month, 'tax_per_mu', land_years.taxed
    from land_years
    inner join (select distinct month from intermediate.int_town_period) as periods
        on land_years.rating_year = extract(year from periods.month) - case when extract(month from periods.month) = 12 then 0 else 1 end
),

judged as (
    select
        town_score.*,
        coalesce(contributors.enterprises < 3, false) as is_of_few
    from mart.town_score
    inner join intermediate.int_town_period as periods on periods.period = town_score.period
    left join contributors
        on contributors.town = town_score.town and contributors.month = periods.month and contributors.indicator = town_score.indicator
),

units as (
    select
        *,
        case
            when indicator in ('output_growth', 'local_tax_growth', 'library_progress', 'd_land_share', 'reporting', 'visits', 'requests') then 'share'
            when indicator = 'new_above_scale' then '家/百家'
            when indicator = 'tax_per_mu' then '万元/亩'
            when indicator = 'technical_investment' then '万元/家'
            when indicator in ('target_new_above_scale', 'target_library') then '家'
            else '万元'
        end as unit
    from judged
)

select
    period,
    period_kind,
    town,
    indicator,
    indicator_order,
    label_zh,
    better,
    case when is_of_few and value is not null then '不到3家企业，不公开' when unit = 'share' then format('{:.1f}%', cast(value as double) * 100) when unit = '家' then format('{:.0f} 家', cast(value as double)) else format('{:,.2f} ', cast(value as double)) || unit end as value_text,
    case when unit = '家' then format('{:g} 家', cast(round(target, 1) as double)) else format('{:,.2f} ', cast(target as double)) || unit end as target_text,
    case when not is_of_few then cast(rate as double) end as rate,
    -- only the towns' own targets can be met; those of the year stand here as the part due by the month
    case when target is not null and value is not null then value >= target end as is_met,
    cast(score as double) as score,
    cast(weight as double) as weight,
    cast(contribution as double) as contribution,
    cast(contribution_change as double) as contribution_change,
    reason
from units
order by period, town, indicator_order
