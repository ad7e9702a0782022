-- Grain: the dispatch, one row: which month it speaks of, what was known when, and from when to when the monthly reports go.
with

parameters as (
    select * from build_parameters
),

production as (
    select * from stg_production
),

taxes as (
    select * from stg_taxes
),

months as (
    select production.month from production
    union all
    select taxes.month from taxes
),

data_period as (
    select
        min(months.month) as data_from,
        max(months.month) as data_to
    from months
),

dispatch as (
    select
        parameters.as_of_month,
        parameters.as_of_on,
        parameters.as_of_year,
        parameters.as_of_closed,
        parameters.known_at,
        parameters.is_synthetic,
        parameters.policy_version,
        parameters.policy_label,
        parameters.first_award_year,
        data_period.data_from,
        data_period.data_to
    from parameters
    cross join data_period
)

select * from dispatch
