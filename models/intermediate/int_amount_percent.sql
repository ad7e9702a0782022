-- Grain: claim of kind percent. Rate x base, of the part of the base over `base_over` where the clause names one.
-- A base that is not on file leaves the claim open, with the cap at stake; a project that shows only a loan
-- and did not choose the equipment subsidy claims none.
-- A base of a thousand million 万元 or more counts as not on file. Units: fen (0.01 CNY), rounded half up.
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

facts as (
    select * from policy_fact
),

event_facts as (
    select * from int_event_fact
),

year_figures as (
    select * from int_year_figure
),

loans as (
    select * from int_loan
),

percent_claims as (
    select
        claims.claim_no,
        claims.clause_id,
        claims.source,
        claims.subject,
        claims.enterprise_id,
        claims.award_year,
        claims.event_year,
        claims.effective_on,
        clauses.base,
        (clauses.choice_id is not null and coalesce(claims.chosen_policy <> clauses.choice_name, true)) as is_not_chosen,
        facts.dataset,
        -- a join on a null key finds nothing, and stays a hash join
        case when claims.source = 'annual_figures' then claims.enterprise_id end as reporting_enterprise_id
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join facts
        on facts.fact = clauses.base
    where claims.kind = 'percent'
),

applicable as (
    select
        percent_claims.claim_no,
        max(case when parameters.parameter = 'rate' then parameters.value end) as rate,
        max(case when parameters.parameter = 'cap' then parameters.value end) as cap,
        coalesce(max(case when parameters.parameter = 'base_over' then parameters.value end), 0) as base_over
    from percent_claims
    inner join parameters
        on parameters.clause_id = percent_claims.clause_id
        and percent_claims.effective_on >= parameters.valid_from
        and (parameters.valid_until is null or percent_claims.effective_on < parameters.valid_until)
    group by percent_claims.claim_no
),

bases as (
    select
        percent_claims.claim_no,
        percent_claims.dataset,
        percent_claims.is_not_chosen,
        percent_claims.subject,
        percent_claims.enterprise_id,
        percent_claims.event_year,
        percent_claims.source,
        coalesce(year_figures.value, cast(case when event_facts.value < 1000000000 then event_facts.value end * 1000000 as hugeint)) as base_micro
    from percent_claims
    left join event_facts
        on event_facts.source = percent_claims.source
        and event_facts.subject = percent_claims.subject
        and event_facts.enterprise_id = percent_claims.enterprise_id
        and event_facts.event_year = percent_claims.event_year
        and event_facts.fact = percent_claims.base
    left join year_figures
        on year_figures.enterprise_id = percent_claims.reporting_enterprise_id
        and year_figures.year = percent_claims.award_year
        and year_figures.fact = percent_claims.base
),

own as (
    select
        bases.claim_no,
        case
            when bases.base_micro is null then coalesce(cast(applicable.cap * 1000000 as hugeint), 0)
            else (greatest(bases.base_micro - cast(applicable.base_over * 1000000 as hugeint), 0) * cast(applicable.rate * 100000000 as hugeint) + 50000000) // 100000000
        end as gross_fen,
        cast(applicable.cap * 1000000 as hugeint) as cap_fen,
        (bases.base_micro is not null) as is_known,
        bases.dataset as missing_dataset,
        false as is_estimated_at_cap,
        cast(cast(bases.base_micro as decimal(22, 0)) * cast(0.000001 as decimal(6, 6)) as decimal(28, 8)) as base,
        applicable.rate,
        cast(null as integer) as days
    from bases
    inner join applicable
        on applicable.claim_no = bases.claim_no
    left join loans
        on loans.source = bases.source
        and loans.subject = bases.subject
        and loans.enterprise_id = bases.enterprise_id
        and loans.loan_year = bases.event_year
    where applicable.rate is not null
        and not (bases.is_not_chosen and bases.base_micro is null and coalesce(loans.is_on_file and loans.principal is distinct from 0, false))
)

select * from own
