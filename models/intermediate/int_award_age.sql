-- Grain: accrued award line: how long it has been due at the as-of month's end (article 20), whether it is waiting to be paid, and by whom.
-- Age counts days since the debt fell due: the event, or 31 December of the award year for annual figures and for interest, which is owed year by year.
-- What falls due after the as-of month is a band of its own. is_unseen: goes without, or is paid already, for a reason that nobody but finance knows.
with

parameters as (
    select * from build_parameters
),

award_lines as (
    select * from award_line
),

aged as (
    select
        award_lines.line_no,
        award_lines.award_year,
        award_lines.clause_id,
        award_lines.clause_order,
        coalesce(award_lines.enterprise_id, award_lines.subject) as recipient,
        award_lines.outstanding_cny,
        award_lines.status = 'payable' and award_lines.outstanding_cny > 0 as is_waiting,
        (award_lines.status = 'payable' and award_lines.outstanding_cny <= 0)
        or (
            award_lines.status = 'gated' and list_contains(award_lines.reasons, 'tax_growth')
            and not list_has_any(award_lines.reasons, ['rating_d', 'dishonest'])
        ) as is_unseen,
        cast(parameters.as_of_on - award_lines.due_on as integer) as age_days
    from award_lines
    cross join parameters
    where award_lines.basis = 'accrued'
),

banded as (
    select
        aged.*,
        case
            when aged.age_days < 0 then 'not_due'
            when aged.age_days < 90 then 'under_90_days'
            when aged.age_days < 180 then '90_to_179_days'
            when aged.age_days < 365 then '180_to_364_days'
            else '365_days_and_over'
        end as age_band
    from aged
)

select * from banded
