-- Grain: claim of kind interest. Rate x principal x days / 365; points are never more than the loan's own rate, for no more than the interest is paid; principal and months over the clause's limits are cut.
-- Days: of the loan inside the year, the first counted, the last not; a loan running on, or without an end on file, counts 31 December.
-- A project without any loan on file has no row, unless it chose the interest; one whose loan is on file in part is not known, with
-- the cap at stake. A principal of zero on file is nothing lent.
-- Units: fen (0.01 CNY), rounded half up.
with

claims as (
    select * from int_claim
),

clauses as (
    select * from policy_clause
),

parameters as (
    select * from policy_parameter
),

loans as (
    select * from int_loan
),

interest_claims as (
    select
        claims.claim_no,
        claims.clause_id,
        claims.source,
        claims.effective_on,
        clauses.rate_basis,
        loans.principal,
        loans.loan_year,
        loans.loan_from,
        loans.loan_until,
        loans.lpr_1y_rate,
        loans.own_rate
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join loans
        on loans.source = claims.source
        and loans.subject = claims.subject
        and loans.enterprise_id = claims.enterprise_id
        and loans.loan_year = claims.event_year
    where claims.kind = 'interest'
        and (loans.is_on_file or coalesce(claims.chosen_policy = clauses.choice_name, false))
),

applicable as (
    select
        interest_claims.claim_no,
        max(case when parameters.parameter = 'rate' then parameters.value end) as rate,
        max(case when parameters.parameter = 'cap' then parameters.value end) as cap,
        max(case when parameters.parameter = 'cap_principal' then parameters.value end) as cap_principal,
        max(case when parameters.parameter = 'max_months' then parameters.value end) as max_months
    from interest_claims
    inner join parameters
        on parameters.clause_id = interest_claims.clause_id
        and interest_claims.effective_on >= parameters.valid_from
        and (parameters.valid_until is null or interest_claims.effective_on < parameters.valid_until)
    group by interest_claims.claim_no
),

terms as (
    select
        interest_claims.claim_no,
        interest_claims.source,
        interest_claims.rate_basis,
        interest_claims.lpr_1y_rate,
        case when interest_claims.rate_basis = 'points' and interest_claims.own_rate < applicable.rate then interest_claims.own_rate else applicable.rate end as rate,
        applicable.cap,
        case
            when interest_claims.rate_basis = 'lpr' then applicable.rate * interest_claims.lpr_1y_rate
            when interest_claims.own_rate < applicable.rate then interest_claims.own_rate
            else applicable.rate
        end as yearly_rate,
        case when applicable.cap_principal is null or interest_claims.principal is null then interest_claims.principal else least(interest_claims.principal, cast(applicable.cap_principal * 1000000 as hugeint)) end as principal,
        greatest(interest_claims.loan_from, make_date(interest_claims.loan_year, 1, 1)) as days_from,
        case
            when interest_claims.loan_from is null then null
            when applicable.max_months is null then least(coalesce(interest_claims.loan_until, cast('9999-12-31' as date)), make_date(interest_claims.loan_year + 1, 1, 1))
            else least(
                coalesce(interest_claims.loan_until, cast('9999-12-31' as date)),
                make_date(interest_claims.loan_year + 1, 1, 1),
                cast(interest_claims.loan_from + to_months(cast(applicable.max_months as integer)) as date)
            )
        end as days_until,
        interest_claims.loan_from
    from interest_claims
    inner join applicable
        on applicable.claim_no = interest_claims.claim_no
),

counted as (
    select
        claim_no,
        source,
        rate_basis,
        lpr_1y_rate,
        rate,
        cap,
        principal,
        cast(yearly_rate as decimal(28, 8)) as yearly_rate,
        cast(rate * 100000000 as hugeint) * case when rate_basis = 'lpr' then cast(cast(lpr_1y_rate as decimal(28, 8)) * 100000000 as hugeint) else cast(100000000 as hugeint) end as rate_e16,
        greatest(date_diff('day', days_from, days_until), 0) as days,
        -- a principal of zero bears no interest whenever it began, a loan that has no day in the year none whatever its principal
        coalesce(principal = 0, false) as is_nothing_lent,
        (loan_from is not null and (principal is not null or days_until <= days_from)) as is_loan_dated
    from terms
),

known as (
    select
        *,
        (is_nothing_lent or is_loan_dated) as is_loan_known,
        (is_nothing_lent or (is_loan_dated and (rate_e16 is not null or days = 0))) as is_known
    from counted
),

own as (
    select
        claim_no,
        case
            when is_nothing_lent then 0
            when is_known then (coalesce(principal, 0) * days * coalesce(rate_e16, 0) + 1825000000000000000) // 3650000000000000000
            else coalesce(cast(cap * 1000000 as hugeint), 0)
        end as gross_fen,
        cast(cap * 1000000 as hugeint) as cap_fen,
        is_known,
        case when is_loan_known then 'rates' else source end as missing_dataset,
        false as is_estimated_at_cap,
        cast(cast(principal as decimal(22, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as base,
        yearly_rate as rate,
        cast(days as integer) as days
    from known
)

select * from own
