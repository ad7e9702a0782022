-- Grain: payment on file that no award line answers for, and why: its clause or enterprise is not known, its year is not computed, the amount is a
-- slip, or nothing was owed. What is paid beyond what a line owes stands on the line itself. Units: CNY with two places.
with

payments as (
    select * from stg_payments
),

lines as (
    select distinct
        award_year,
        enterprise_id,
        clause_id
    from award_line
),

clauses as (
    select * from policy_clause
),

enterprises as (
    select * from stg_enterprises
),

award_years as (
    select * from int_award_year
),

judged as (
    select
        payments.payment_no,
        payments.enterprise_id,
        payments.award_year,
        payments.clause_id,
        payments.amount_wan,
        payments.paid_on,
        payments.file_id,
        coalesce(payments.source_sheet, '') as source_sheet,
        payments.source_row,
        case
            when abs(payments.amount_wan) >= 1000000000 then 'amount_slip'
            when clauses.clause_id is null then 'unknown_clause'
            when award_years.award_year is null then 'year_not_computed'
            when lines.clause_id is null and enterprises.enterprise_id is null then 'unknown_enterprise'
            when lines.clause_id is null then 'nothing_owed'
        end as reason
    from payments
    left join clauses
        on clauses.clause_id = payments.clause_id
    left join award_years
        on award_years.award_year = payments.award_year
    left join enterprises
        on enterprises.enterprise_id = payments.enterprise_id
    left join lines
        on lines.award_year = payments.award_year
        and lines.enterprise_id = payments.enterprise_id
        and lines.clause_id = payments.clause_id
),

final as (
    select
        payment_no,
        enterprise_id,
        award_year,
        clause_id,
        reason,
        -- a slip is too large for the column
        case when reason <> 'amount_slip' then cast(amount_wan * 10000 as decimal(18, 2)) end as amount_cny,
        paid_on,
        file_id,
        source_sheet,
        source_row
    from judged
    where reason is not null
)

select * from final
