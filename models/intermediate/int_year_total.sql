-- Grain: enterprise, calendar year, monthly figure; the district's own tax stands under the enterprise ''.
-- Units: micro = 0.000001 万元, which is one fen (0.01 CNY), as whole numbers, so that nothing later is rounded unseen.
-- `to_date` counts the months up to the as-of month's place in the year: the same months of every year.
-- Online retail is asked only of those who have it: a year in which no month says anything of it is a year without.
with

parameters as (
    select * from build_parameters
),

production as (
    select * from stg_production
),

taxes as (
    select * from stg_taxes
),

district_taxes as (
    select * from stg_district_taxes
),

production_years as (
    select
        production.enterprise_id,
        cast(year(production.month) as integer) as year,
        count(*) as months,
        count(case when month(production.month) <= month(parameters.as_of_month) then 1 end) as months_to_date,
        count(production.profit_wan) as profit_months,
        count(case when month(production.month) <= month(parameters.as_of_month) then production.profit_wan end) as profit_months_to_date,
        count(production.online_retail_wan) as retail_months,
        count(case when month(production.month) <= month(parameters.as_of_month) then production.online_retail_wan end) as retail_months_to_date,
        sum(production.output_wan) as output_wan,
        sum(case when month(production.month) <= month(parameters.as_of_month) then production.output_wan end) as output_to_date_wan,
        sum(production.revenue_wan) as revenue_wan,
        sum(case when month(production.month) <= month(parameters.as_of_month) then production.revenue_wan end) as revenue_to_date_wan,
        sum(production.profit_wan) as profit_wan,
        sum(case when month(production.month) <= month(parameters.as_of_month) then production.profit_wan end) as profit_to_date_wan,
        sum(production.online_retail_wan) as retail_wan,
        sum(case when month(production.month) <= month(parameters.as_of_month) then production.online_retail_wan end) as retail_to_date_wan
    from production
    cross join parameters
    group by production.enterprise_id, cast(year(production.month) as integer)
),

tax_years as (
    select
        taxes.enterprise_id,
        cast(year(taxes.month) as integer) as year,
        count(*) as months,
        count(case when month(taxes.month) <= month(parameters.as_of_month) then 1 end) as months_to_date,
        sum(taxes.total_tax_wan) as total_tax_wan,
        sum(case when month(taxes.month) <= month(parameters.as_of_month) then taxes.total_tax_wan end) as total_tax_to_date_wan,
        sum(taxes.local_tax_wan) as local_tax_wan,
        sum(case when month(taxes.month) <= month(parameters.as_of_month) then taxes.local_tax_wan end) as local_tax_to_date_wan,
        sum(taxes.turnover_tax_wan) as turnover_tax_wan,
        sum(case when month(taxes.month) <= month(parameters.as_of_month) then taxes.turnover_tax_wan end) as turnover_tax_to_date_wan,
        sum(taxes.retention_wan) as retention_wan,
        sum(case when month(taxes.month) <= month(parameters.as_of_month) then taxes.retention_wan end) as retention_to_date_wan
    from taxes
    cross join parameters
    group by taxes.enterprise_id, cast(year(taxes.month) as integer)
),

district_years as (
    select
        cast(year(district_taxes.month) as integer) as year,
        count(*) as months,
        count(case when month(district_taxes.month) <= month(parameters.as_of_month) then 1 end) as months_to_date,
        sum(district_taxes.tax_revenue_wan) as tax_wan,
        sum(case when month(district_taxes.month) <= month(parameters.as_of_month) then district_taxes.tax_revenue_wan end) as tax_to_date_wan
    from district_taxes
    cross join parameters
    group by cast(year(district_taxes.month) as integer)
),

figures as (
    select enterprise_id, year, 'output' as figure, 'production' as dataset, months, months_to_date, output_wan as total_wan, output_to_date_wan as to_date_wan from production_years
    union all
    select enterprise_id, year, 'revenue', 'production', months, months_to_date, revenue_wan, revenue_to_date_wan from production_years
    union all
    select enterprise_id, year, 'profit', 'production', profit_months, profit_months_to_date, profit_wan, profit_to_date_wan from production_years
    union all
    select enterprise_id, year, 'online_retail', 'production', case when retail_months = 0 then 12 else retail_months end, case when retail_months = 0 then 12 else retail_months_to_date end, retail_wan, retail_to_date_wan from production_years
    union all
    select enterprise_id, year, 'total_tax', 'taxes', months, months_to_date, total_tax_wan, total_tax_to_date_wan from tax_years
    union all
    select enterprise_id, year, 'local_tax', 'taxes', months, months_to_date, local_tax_wan, local_tax_to_date_wan from tax_years
    union all
    select enterprise_id, year, 'turnover_tax', 'taxes', months, months_to_date, turnover_tax_wan, turnover_tax_to_date_wan from tax_years
    union all
    select enterprise_id, year, 'retention', 'taxes', months, months_to_date, retention_wan, retention_to_date_wan from tax_years
    union all
    select '', year, 'district_tax', 'district_taxes', months, months_to_date, tax_wan, tax_to_date_wan from district_years
),

totals as (
    select
        enterprise_id,
        year,
        figure,
        dataset,
        months,
        months_to_date,
        cast(cast(coalesce(total_wan, 0) as decimal(24, 6)) * 1000000 as hugeint) as total,
        cast(cast(coalesce(to_date_wan, 0) as decimal(24, 6)) * 1000000 as hugeint) as to_date
    from figures
)

select * from totals
