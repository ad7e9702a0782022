-- Grain: loan and calendar year that it touches: start-up loans (article 5) year by year, project loans (article 8) as their
-- yearly row says. `loan_until` is exclusive. LPR: of the issue date for a start-up loan; for a project loan of 1 January of
-- the year or, later, of the loan's start. Units: principal in micro (0.01 CNY), LPR and the loan's own rate (not in the projects' export) as a fraction; null is not known,
-- and so is a principal of a thousand million 万元 or more.
with

parameters as (
    select * from build_parameters
),

startup_loans as (
    select * from stg_startup_loans
),

projects as (
    select * from stg_transformation_projects
),

lpr as (
    select * from int_lpr_span
),

startup_years as (
    select
        startup_loans.loan_no as subject,
        coalesce(startup_loans.enterprise_id, startup_loans.borrower) as enterprise_id,
        cast(unnest(range(year(startup_loans.issued_on), least(year(startup_loans.due_on), parameters.as_of_year) + 1)) as integer) as loan_year,
        startup_loans.amount_wan,
        startup_loans.issued_on,
        startup_loans.due_on,
        startup_loans.annual_rate
    from startup_loans
    cross join parameters
),

loans as (
    select
        'startup_loans' as source,
        subject,
        enterprise_id,
        loan_year,
        amount_wan as principal_wan,
        issued_on as loan_from,
        due_on as loan_until,
        issued_on as rate_on,
        annual_rate as own_rate
    from startup_years
    union all
    select
        'transformation_projects',
        project_no,
        enterprise_id,
        year,
        average_principal_wan,
        loan_from,
        loan_until,
        case when loan_from > make_date(year, 1, 1) then loan_from else make_date(year, 1, 1) end,
        null
    from projects
),

with_rates as (
    select
        loans.source,
        loans.subject,
        loans.enterprise_id,
        loans.loan_year,
        cast(cast(case when loans.principal_wan < 1000000000 then loans.principal_wan end as decimal(28, 6)) * 1000000 as hugeint) as principal,
        loans.loan_from,
        loans.loan_until,
        (loans.principal_wan is not null or loans.loan_from is not null or loans.loan_until is not null) as is_on_file,
        lpr.lpr_1y_rate,
        loans.own_rate
    from loans
    left join lpr
        on loans.rate_on >= lpr.valid_from
        and loans.rate_on < lpr.valid_until
)

select * from with_rates
