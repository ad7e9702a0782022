-- Grain: award line. Step 9: what is paid already. Payments of an enterprise, award year and clause fill its lines in the subject's order up to
-- what is fundable; what was paid beyond stands on the first of them.
-- A payment of a thousand million 万元 or more is a slip and is left out. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_funded
),

payments as (
    select * from stg_payments
),

paid as (
    select
        enterprise_id,
        award_year,
        clause_id,
        cast(cast(sum(amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_together_fen
    from payments
    where abs(amount_wan) < 1000000000
    group by enterprise_id, award_year, clause_id
),

beside_payments as (
    select
        lines.*,
        coalesce(paid.paid_together_fen, 0) as paid_together_fen,
        coalesce(sum(lines.fundable_fen) over (
            partition by lines.enterprise_id, lines.award_year, lines.clause_id
            order by lines.subject
            rows between unbounded preceding and 1 preceding
        ), 0) as fundable_before_fen,
        sum(lines.fundable_fen) over (partition by lines.enterprise_id, lines.award_year, lines.clause_id) as fundable_together_fen,
        row_number() over (
            partition by lines.enterprise_id, lines.award_year, lines.clause_id
            order by lines.fundable_fen = 0, lines.subject
        ) as place
    from lines
    left join paid
        on paid.enterprise_id = lines.enterprise_id
        and paid.award_year = lines.award_year
        and paid.clause_id = lines.clause_id
),

shared as (
    select
        *,
        greatest(least(fundable_fen, paid_together_fen - fundable_before_fen), 0)
            + case
                when place > 1 then 0
                when paid_together_fen > fundable_together_fen then paid_together_fen - fundable_together_fen
                when paid_together_fen < 0 then paid_together_fen
                else 0
            end as paid_fen
    from beside_payments
),

settled as (
    select
        *,
        greatest(fundable_fen - paid_fen, 0) as outstanding_fen
    from shared
)

select * from settled
