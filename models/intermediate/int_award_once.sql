-- Grain: award line of an award year; the history has done its work here and leaves. Step 5: once-rules.
-- `lifetime`: an earlier qualifying event on record, or a payment on file for the clause in an earlier award year, supersedes.
-- `lifetime_per_rung`: the ladder itself asks for a first time; a payment of the rung's amount or more in an earlier year says that it was passed.
-- `year`: the first event of the year stays. A clause once per person asks the same of the person. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_turnover_capped
),

payments as (
    select * from stg_payments
),

payments_by_year as (
    select
        enterprise_id,
        clause_id,
        award_year,
        cast(cast(sum(amount_wan) as decimal(28, 6)) * 1000000 as hugeint) as paid_fen
    from payments
    where amount_wan > 0
        and amount_wan < 1000000000
    group by enterprise_id, clause_id, award_year
),

ranked as (
    select
        *,
        row_number() over (
            partition by clause_id, enterprise_id, turnover_status
            order by award_year, effective_on, subject
        ) as rank_ever,
        row_number() over (
            partition by clause_id, enterprise_id, award_year, turnover_status
            order by effective_on, subject
        ) as rank_in_year,
        case when is_once_per_person and person is not null then row_number() over (
            partition by clause_id, person, turnover_status
            order by award_year, effective_on, subject
        ) end as rank_of_person
    from lines
),

paid_before as (
    select
        ranked.line_no,
        max(payments_by_year.paid_fen) as largest_paid_fen
    from ranked
    inner join payments_by_year
        on payments_by_year.enterprise_id = ranked.enterprise_id
        and payments_by_year.clause_id = ranked.clause_id
        and payments_by_year.award_year < ranked.award_year
    group by ranked.line_no
),

decided as (
    select
        ranked.*,
        case
            when ranked.turnover_status = 'payable' and (
                (ranked.once = 'lifetime' and (ranked.rank_ever > 1 or paid_before.line_no is not null))
                or (ranked.once = 'lifetime_per_rung' and paid_before.largest_paid_fen >= ranked.own_fen)
                or (ranked.once = 'year' and ranked.rank_in_year > 1)
                or ranked.rank_of_person > 1
            ) then 'superseded'
            else ranked.turnover_status
        end as once_status
    from ranked
    left join paid_before
        on paid_before.line_no = ranked.line_no
    where not ranked.is_history
),

kept as (
    select
        *,
        case when once_status = 'payable' then turnover_fen else 0 end as once_fen
    from decided
)

select * from kept
