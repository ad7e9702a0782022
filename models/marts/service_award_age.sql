-- Grain: award year, clause, age of the outstanding award at the as-of month's end (article 20: what was promised is paid). Accrued lines only, by 元.
-- Age counts days since the debt fell due: the event, or 31 December of the award year for annual figures and for interest, which is owed year by year.
-- What falls due after the as-of month is a band of its own.
with

parameters as (
    select * from build_parameters
),

award_lines as (
    select * from award_line
),

aged as (
    select
        award_lines.award_year,
        award_lines.clause_id,
        award_lines.clause_order,
        award_lines.outstanding_cny,
        cast(parameters.as_of_on - award_lines.due_on as integer) as age_days
    from award_lines
    cross join parameters
    where award_lines.basis = 'accrued'
        and award_lines.status = 'payable'
        and award_lines.outstanding_cny > 0
),

banded as (
    select
        aged.award_year,
        aged.clause_id,
        aged.clause_order,
        aged.outstanding_cny,
        aged.age_days,
        case
            when aged.age_days < 0 then 'not_due'
            when aged.age_days < 90 then 'under_90_days'
            when aged.age_days < 180 then '90_to_179_days'
            when aged.age_days < 365 then '180_to_364_days'
            else '365_days_and_over'
        end as age_band
    from aged
),

service_award_age as (
    select
        banded.award_year,
        banded.clause_id,
        banded.age_band,
        banded.clause_order,
        cast(count(*) as integer) as lines,
        cast(sum(banded.outstanding_cny) as decimal(18, 2)) as outstanding_cny,
        greatest(max(banded.age_days), 0) as oldest_days
    from banded
    group by banded.award_year, banded.clause_id, banded.age_band, banded.clause_order
)

select * from service_award_age
