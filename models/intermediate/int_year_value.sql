-- Grain: enterprise, calendar year, monthly figure. The year's value where all its months are on file, else null (not known).
-- An open year's value is the year to date plus the months to come: the same month of last year times the growth to date,
-- held between one half and two; without a whole last year, or with nothing in its same months, year to date x 12 / months.
-- Units: micro (0.000001 万元 = 0.01 CNY), rounded half up once, at the end of the projection.
-- A sum of a thousand million 万元 or more is no enterprise's and counts as not known.
with

parameters as (
    select * from build_parameters
),

totals as (
    select * from int_year_total
),

beside_last_year as (
    select
        this_year.enterprise_id,
        this_year.year,
        this_year.figure,
        this_year.dataset,
        this_year.months,
        this_year.total,
        (this_year.year = parameters.as_of_year and not parameters.as_of_closed) as is_open,
        case when this_year.year = parameters.as_of_year and not parameters.as_of_closed then month(parameters.as_of_month) else 12 end as months_due,
        case when last_year.months = 12 then abs(last_year.to_date) end as same_months,
        case when last_year.to_date < 0 then -this_year.total else this_year.total end as total_by_sign,
        last_year.total - last_year.to_date as months_to_come
    from totals as this_year
    cross join parameters
    left join totals as last_year
        on last_year.enterprise_id = this_year.enterprise_id
        and last_year.figure = this_year.figure
        and last_year.year = this_year.year - 1
),

fractions as (
    select
        *,
        (months >= months_due and abs(total) < 1000000000000000) as is_known,
        case
            when not is_open then 'actual'
            when coalesce(same_months, 0) = 0 then 'year_to_date'
            when total_by_sign * 2 < same_months then 'held_at_half'
            when total_by_sign > same_months * 2 then 'held_at_double'
            else 'growth'
        end as method
    from beside_last_year
),

projected as (
    select
        *,
        case
            when not is_known then null
            when method = 'actual' then total
            when method = 'year_to_date' then total * 12
            when method = 'held_at_half' then total * 2 + months_to_come
            when method = 'held_at_double' then total + months_to_come * 2
            else total * same_months + months_to_come * total_by_sign
        end as numerator,
        case method
            when 'actual' then cast(1 as hugeint)
            when 'year_to_date' then cast(months_due as hugeint)
            when 'held_at_half' then cast(2 as hugeint)
            when 'held_at_double' then cast(1 as hugeint)
            else same_months
        end as denominator
    from fractions
),

year_values as (
    select
        enterprise_id,
        year,
        figure,
        dataset,
        months,
        months_due,
        is_open,
        method,
        total as on_file,
        same_months,
        months_to_come,
        case
            when method = 'actual' then numerator
            else case when numerator < 0 then -1 else 1 end * ((abs(numerator) * 2 + denominator) // (denominator * 2))
        end as value
    from projected
)

select * from year_values
