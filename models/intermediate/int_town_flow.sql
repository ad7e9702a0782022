-- Grain: town, month: output of its industrial enterprises and local tax of all, and both for those on file in this month and the same month last year. Unit: 万元.
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

months as (
    select 'output' as figure, output_pairs.town, output_pairs.month, sum(output_pairs.value_wan) as value_wan, sum(output_pairs.paired_wan) as paired_wan, sum(output_pairs.last_year_wan) as last_year_wan
    from output_pairs
    group by output_pairs.town, output_pairs.month
    union all
    select 'local_tax' as figure, tax_pairs.town, tax_pairs.month, sum(tax_pairs.value_wan) as value_wan, sum(tax_pairs.paired_wan) as paired_wan, sum(tax_pairs.last_year_wan) as last_year_wan
    from tax_pairs
    group by tax_pairs.town, tax_pairs.month
),

running as (
    select
        months.figure,
        months.town,
        months.month,
        cast(sum(months.value_wan) over year_to_date as decimal(20, 6)) as value_wan,
        cast(sum(months.paired_wan) over year_to_date as decimal(20, 6)) as paired_wan,
        cast(sum(months.last_year_wan) over year_to_date as decimal(20, 6)) as last_year_wan
    from months
    window year_to_date as (partition by months.figure, months.town, extract(year from months.month) order by months.month)
)

select * from running
