-- Grain: date of a 1-year LPR, with the day from which the next one applies (the end of time for the newest).
-- A rate of 100% or more is a slip of the unit and counts as not on file.
with

rates as (
    select * from stg_rates
),

spans as (
    select
        effective_on as valid_from,
        coalesce(lead(effective_on) over (order by effective_on), cast('9999-12-31' as date)) as valid_until,
        lpr_1y_rate
    from rates
    where lpr_1y_rate < 1
)

select * from spans
