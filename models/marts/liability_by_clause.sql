-- Grain: award year, clause with a line. Sums of the award lines, to the cent. Units: CNY with two places.
with

lines as (
    select * from award_line
),

final as (
    select
        award_year,
        clause_id,
        article,
        count(*) as lines,
        cast(sum(gross_cny) as decimal(18, 2)) as gross_cny,
        cast(sum(entitled_cny) as decimal(18, 2)) as entitled_cny,
        cast(sum(fundable_cny) as decimal(18, 2)) as fundable_cny,
        cast(sum(shortfall_cny) as decimal(18, 2)) as shortfall_cny,
        cast(sum(paid_cny) as decimal(18, 2)) as paid_cny,
        cast(sum(outstanding_cny) as decimal(18, 2)) as outstanding_cny,
        clause_order,
        funding
    from lines
    group by award_year, clause_id, article, clause_order, funding
)

select * from final
