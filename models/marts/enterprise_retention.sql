-- Grain: award year, enterprise with tax on file in it or the year before, or a retention-funded line. Its new local retention against what retention is to fund.
-- Retention that is not on file for a whole year is null. Units: CNY with two places. entitled = fundable + shortfall.
with

award_years as (
    select * from int_award_year
),

year_figures as (
    select * from int_year_figure
),

lines as (
    select * from award_line
),

clauses as (
    select * from policy_clause
),

own as (
    select
        enterprise_id,
        year,
        value
    from year_figures
    where fact = 'retention'
        and months > 0
),

retention as (
    select
        award_years.award_year,
        own.enterprise_id,
        max(case when own.year = award_years.award_year then own.value end) as this_fen,
        max(case when own.year < award_years.award_year then own.value end) as last_fen
    from own
    inner join award_years
        on award_years.award_year = own.year
        or award_years.award_year = own.year + 1
    group by award_years.award_year, own.enterprise_id
),

awards as (
    select
        award_year,
        enterprise_id,
        sum(entitled_cny) as entitled_cny,
        sum(fundable_cny) as fundable_cny,
        sum(shortfall_cny) as shortfall_cny
    from lines
    inner join clauses
        on clauses.clause_id = lines.clause_id
    where lines.funding = 'retention'
        and clauses.has_retention_cap
    group by award_year, enterprise_id
),

pairs as (
    select award_year, enterprise_id from retention
    union
    select award_year, enterprise_id from awards
),

final as (
    select
        pairs.award_year,
        pairs.enterprise_id,
        cast(cast(retention.this_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as retention_this_year_cny,
        cast(cast(retention.last_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as retention_last_year_cny,
        cast(cast(retention.this_fen - retention.last_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as new_retention_cny,
        cast(coalesce(awards.entitled_cny, 0) as decimal(18, 2)) as entitled_cny,
        cast(coalesce(awards.fundable_cny, 0) as decimal(18, 2)) as fundable_cny,
        cast(coalesce(awards.shortfall_cny, 0) as decimal(18, 2)) as shortfall_cny
    from pairs
    left join retention
        on retention.award_year = pairs.award_year
        and retention.enterprise_id = pairs.enterprise_id
    left join awards
        on awards.award_year = pairs.award_year
        and awards.enterprise_id = pairs.enterprise_id
)

select * from final
