-- Grain: enterprise that is or was in the library, month, figure (output, revenue): the year to date, only where every month since January is on file. Unit: 万元.
with

production as (
    select * from stg_production
),

library as (
    select distinct enterprise_id from stg_nurture_library
),

figures as (
    select production.enterprise_id, production.month, 'output' as figure, production.output_wan as value_wan
    from production
    inner join library
        on production.enterprise_id = library.enterprise_id
    union all
    select production.enterprise_id, production.month, 'revenue' as figure, production.revenue_wan as value_wan
    from production
    inner join library
        on production.enterprise_id = library.enterprise_id
),

running as (
    select
        figures.enterprise_id,
        figures.month,
        figures.figure,
        sum(figures.value_wan) over (partition by figures.enterprise_id, figures.figure, extract(year from figures.month) order by figures.month) as year_to_date_wan,
        count(figures.value_wan) over (partition by figures.enterprise_id, figures.figure, extract(year from figures.month) order by figures.month) as months_on_file
    from figures
),

complete as (
    select
        running.enterprise_id,
        running.month,
        cast(extract(year from running.month) as integer) as year,
        cast(extract(month from running.month) as integer) as month_no,
        running.figure,
        cast(running.year_to_date_wan as decimal(20, 6)) as year_to_date_wan
    from running
    where running.months_on_file = extract(month from running.month)
)

select * from complete
