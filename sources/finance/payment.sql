-- Payments on file that an award line answers for: those that none does stand in payment_unmatched, so that these add up to what is paid.
select
    payment_no,
    enterprise_id,
    award_year,
    clause_id,
    cast(amount_wan * 10000 as decimal(18, 2)) as paid_cny,
    strftime(paid_on, '%Y-%m') as month,
    strftime(paid_on, '%Y-%m-%d') as paid_on
from staging.stg_payments
where payment_no not in (select payment_no from mart.payment_unmatched)
order by paid_on, payment_no
