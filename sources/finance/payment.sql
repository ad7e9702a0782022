-- Payments on file.
select
    payment_no,
    enterprise_id,
    award_year,
    clause_id,
    cast(amount_wan * 10000 as decimal(18, 2)) as paid_cny,
    strftime(paid_on, '%Y-%m') as month,
    strftime(paid_on, '%Y-%m-%d') as paid_on
from staging.stg_payments
order by paid_on, payment_no
