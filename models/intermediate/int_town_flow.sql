-- Grain: view, figure, town, month: output of its industrial enterprises and local tax of all, and both for those on file in this month and the same
-- month last year. `exact`: what is on file; `public`: what may be shown by now (int_town_held). Unit: 万元.
with

enterprises as (
    select * from stg_enterprises
),

production as (
    select * from stg_production
),

taxes as (
    select * from stg_taxes
),

held as (
    select * from int_town_held
),

output_pairs as (
    select
        enterprises.town,
        production.month,
        production.output_wan as value_wan,
        case when last_year.output_wan is not null then production.output_wan end as paired_wan,
        last_year.output_wan as last_year_wan
    from production
    inner join enterprises
        on production.enterprise_id = enterprises.enterprise_id
        and enterprises.sector = '工业'
    left join production as last_year
        on production.enterprise_id = last_year.enterprise_id
        and last_year.month = cast(production.month - interval '12' month as date)
),

tax_pairs as (
    select
        enterprises.town,
        taxes.month,
        taxes.local_tax_wan as value_wan,
        case when last_year.local_tax_wan is not null then taxes.local_tax_wan end as paired_wan,
        last_year.local_tax_wan as last_year_wan
    from taxes
    inner join enterprises
        on taxes.enterprise_id = enterprises.enterprise_id
    left join taxes as last_year
        on taxes.enterprise_id = last_year.enterprise_id
        and last_year.month = cast(taxes.month - interval '12' month as date)
),

held_pairs as (
    select
        held.figure,
        held.town,
        held.month,
        held.value_wan,
        case when last_year.value_wan is not null then held.value_wan end as paired_wan,
        last_year.value_wan as last_year_wan
    from held
    left join held as last_year
        on held.figure = last_year.figure
        and held.town = last_year.town
        and held.enterprise_id = last_year.enterprise_id
        and last_year.month = cast(held.month - interval '12' month as date)
    where held.figure <> 'investment'
),

pairs as (
    select 'exact' as view, 'output' as figure, town, month, value_wan, paired_wan, last_year_wan from output_pairs
    union all
    select 'exact' as view, 'local_tax' as figure, town, month, value_wan, paired_wan, last_year_wan from tax_pairs
    union all
    select 'public' as view, figure, town, month, value_wan, paired_wan, last_year_wan from held_pairs
),

months as (
    select view, figure, town, month, sum(value_wan) as value_wan, sum(paired_wan) as paired_wan, sum(last_year_wan) as last_year_wan
    from pairs
    group by view, figure, town, month
),

running as (
    select
        months.view,
        months.figure,
        months.town,
        months.month,
        cast(sum(months.value_wan) over year_to_date as decimal(20, 6)) as value_wan,
        cast(sum(months.paired_wan) over year_to_date as decimal(20, 6)) as paired_wan,
        cast(sum(months.last_year_wan) over year_to_date as decimal(20, 6)) as last_year_wan
    from months
    window year_to_date as (partition by months.view, months.figure, months.town, extract(year from months.month) order by months.month)
)

select * from running
