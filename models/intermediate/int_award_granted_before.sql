-- Grain: what was granted before the award year at hand, as later rules read it: a payment on file for an enterprise, award year and clause
-- (of any year: readers take the earlier ones), and each line that an earlier award year granted. A payment names no subject and no person.
-- The payments of years before the first award year count: they were paid, whatever the rules were then.
-- Units: fen (0.01 CNY). A payment of a thousand million 万元 or more is a slip and is left out.
with

payments as (
    select * from stg_payments
),

clauses as (
    select * from policy_clause
),

paid as (
    select
        enterprise_id,
        award_year,
        clause_id,
        cast(cast(sum(amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_fen
    from payments
    where amount_wan > 0
        and amount_wan < 1000000000
    group by enterprise_id, award_year, clause_id
),

grants as (
    select
        'payment' as source,
        paid.award_year,
        paid.enterprise_id,
        paid.clause_id,
        clauses.clause_order,
        '' as subject,
        cast(null as varchar) as person,
        clauses.group_id,
        cast(null as varchar) as choice_id,
        cast(null as varchar) as choice_name,
        cast(null as varchar) as cap_per,
        paid.paid_fen as granted_fen
    from paid
    inner join clauses
        on clauses.clause_id = paid.clause_id
)

select * from grants
