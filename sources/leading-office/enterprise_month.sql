-- An enterprise's last 30 months: output, revenue, employees. No taxes.
select
    production.enterprise_id,
    strftime(production.month, '%Y-%m') as month,
    cast(production.output_wan as double) as output_wan,
    cast(production.revenue_wan as double) as revenue_wan,
    employment.insured_employees as employees
from staging.stg_production as production
left join staging.stg_employment as employment
    on employment.enterprise_id = production.enterprise_id and employment.month = production.month
where production.month > (select max(month) from staging.stg_production) - interval 30 month
order by production.enterprise_id, production.month
