-- Grain: award year, clause, age of the outstanding award at the as-of month's end (article 20: what was promised is paid). Accrued lines only, by 元.
with

ages as (
    select * from int_award_age
),

service_award_age as (
    select
        ages.award_year,
        ages.clause_id,
        ages.age_band,
        ages.clause_order,
        cast(count(*) as integer) as lines,
        cast(sum(ages.outstanding_cny) as decimal(18, 2)) as outstanding_cny,
        greatest(max(ages.age_days), 0) as oldest_days
    from ages
    where ages.is_waiting
    group by ages.award_year, ages.clause_id, ages.age_band, ages.clause_order
)

select * from service_award_age
