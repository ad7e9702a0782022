-- Months and years for which a bureau has no row of an enterprise: the last 30 months of the monthly reports, from the
-- month after it was founded; land and pollutants of the newest rating year. A stopped enterprise owes nothing.
with months as (
    select unnest(generate_series((select as_of_month from mart.dispatch) - interval 29 month, (select as_of_month from mart.dispatch), interval 1 month)) as month
),

monthly as (
    select 'production' as dataset, enterprise_id, month from staging.stg_production
    union all
    select 'taxes', enterprise_id, month from staging.stg_taxes
    union all
    select 'energy', enterprise_id, month from staging.stg_energy
    union all
    select 'employment', enterprise_id, month from staging.stg_employment
),

-- a month that no enterprise has yet is a report not in, which the page of reports tells
reported as (
    select dataset, month from monthly group by dataset, month
),

missing as (
    select reported.dataset, enterprise.enterprise_id, strftime(reported.month, '%Y-%m') as period
    from reported
    inner join months on months.month = reported.month
    inner join mart.enterprise on enterprise.operating_status = '存续' and enterprise.founded_on < reported.month
    anti join monthly on monthly.dataset = reported.dataset and monthly.month = reported.month and monthly.enterprise_id = enterprise.enterprise_id
),

yearly as (
    select 'land' as dataset, enterprise.enterprise_id, cast(dispatch.as_of_year as varchar) as period
    from mart.enterprise
    cross join mart.dispatch
    where enterprise.operating_status = '存续' and enterprise.sector = '工业'
        and not exists (select 1 from staging.stg_land as land where land.enterprise_id = enterprise.enterprise_id and land.year = dispatch.as_of_year)
    union all
    select 'emissions', rating.enterprise_id, cast(rating.rating_year as varchar)
    from mart.efficiency_rating as rating
    inner join mart.dispatch on rating.rating_year = dispatch.as_of_year
    where rating.size_class = '规上'
        and not exists (select 1 from staging.stg_emissions as emissions where emissions.enterprise_id = rating.enterprise_id and emissions.year = rating.rating_year)
),

gaps as (
    select * from missing
    union all
    select * from yearly
)

select dataset, enterprise_id, count(*) as periods, min(period) as first_period, max(period) as last_period
from gaps
group by dataset, enterprise_id
order by enterprise_id, dataset
