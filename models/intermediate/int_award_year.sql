-- Grain: award year, from the first that the policy knows to the as-of month's. Open while its December is not in.
with

parameters as (
    select * from build_parameters
),

years as (
    select
        cast(unnest(range(parameters.first_award_year, parameters.as_of_year + 1)) as integer) as award_year,
        parameters.as_of_year,
        parameters.as_of_month,
        parameters.as_of_closed
    from parameters
),

award_years as (
    select
        award_year,
        (award_year = as_of_year and not as_of_closed) as is_open,
        case when award_year = as_of_year then cast(month(as_of_month) as integer) else 12 end as months_due,
        make_date(award_year, 12, 31) as year_end_on
    from years
)

select * from award_years
