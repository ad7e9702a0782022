-- Grain: enterprise, finished quarter counted back from the as-of month (0 = the newest), figure (output, revenue): its sum, only where all three months are on file. Unit: 万元.
with

parameters as (
    select * from build_parameters
),

production as (
    select * from stg_production
),

newest as (
    -- the last month of the newest finished quarter, as a running number of months
    select cast(floor((parameters.as_of_year * 12 + extract(month from parameters.as_of_month)) / 3) * 3 as integer) as last_month_no
    from parameters
),

figures as (
    select production.enterprise_id, production.month, 'output' as figure, production.output_wan as value_wan from production
    union all
    select production.enterprise_id, production.month, 'revenue' as figure, production.revenue_wan as value_wan from production
),

placed as (
    select
        figures.enterprise_id,
        figures.figure,
        figures.value_wan,
        cast(floor((newest.last_month_no - (extract(year from figures.month) * 12 + extract(month from figures.month))) / 3.0) as integer) as quarters_back
    from figures
    cross join newest
),

quarters as (
    select
        placed.enterprise_id,
        placed.figure,
        placed.quarters_back,
        cast(sum(placed.value_wan) as decimal(20, 6)) as value_wan
    from placed
    where placed.quarters_back between 0 and 10
    group by placed.enterprise_id, placed.figure, placed.quarters_back
    having count(placed.value_wan) = 3
)

select * from quarters
