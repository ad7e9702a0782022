-- Grain: clause and what could earn it in an award year: an event of its source, or an enterprise and year for annual figures.
-- A claim says nothing yet of conditions. An event, or a loan (by the day that it began), dated before the policy's `events_from` makes none, unless the
-- clause is exempt; records that carry only a year, and annual figures, have no day to ask. `effective_on` picks the dated numbers and is the day on
-- which the enterprise must be off the dishonesty list: the event's day; 31 December for annual figures and yearly records.
with

settings as (
    select * from policy_setting
),

award_years as (
    select * from int_award_year
),

clauses as (
    select * from policy_clause
),

types as (
    select * from policy_type
),

events as (
    select * from int_event
),

renewals as (
    select * from int_renewal
),

enterprise_years as (
    select * from int_enterprise_award_year
),

year_figures as (
    select * from int_year_figure
),

event_claims as (
    select
        clauses.clause_id,
        events.enterprise_id,
        events.event_year + clauses.years_later as award_year,
        events.subject,
        events.node,
        case when clauses.years_later = 0 then coalesce(events.happened_on, make_date(events.event_year, 12, 31)) else make_date(events.event_year + clauses.years_later, 12, 31) end as effective_on,
        events.source,
        events.category,
        events.event_year,
        case clauses.amount_by
            when 'level' then events.level
            when 'grade' then events.grade
            when 'recipient' then events.recipient_type
            when 'type' then events.standard_type
            when 'category' then events.category
            else ''
        end as amount_key,
        events.level,
        events.person,
        events.chosen_policy,
        events.approved,
        events.is_identified,
        coalesce(renewals.is_renewal, false) as is_renewal,
        renewals.renewal_of_subject,
        renewals.renewal_of_on,
        events.file_id,
        events.source_sheet,
        events.source_row
    from clauses
    inner join events
        on events.source = clauses.source
        and (clauses.category is null or events.category = clauses.category)
        and (clauses.level is null or events.level = clauses.level)
    cross join settings
    left join renewals
        on renewals.source = events.source
        and renewals.recognition_no = events.subject
    where (
            not exists (select 1 from types where types.clause_id = clauses.clause_id)
            or exists (select 1 from types where types.clause_id = clauses.clause_id and types.standard_type = events.standard_type)
        )
        and (
            clauses.is_exempt_from_events_from
            or coalesce(events.happened_on, case when clauses.kind = 'interest' then events.loan_from end, settings.events_from) >= settings.events_from
        )
),

listed_years as (
    select distinct
        enterprise_id,
        year
    from year_figures
    where dataset = 'intellectual_property'
),

annual_claims as (
    select
        clauses.clause_id,
        enterprise_years.enterprise_id,
        enterprise_years.award_year
    from clauses
    cross join enterprise_years
    where clauses.source = 'annual_figures'
        and not clauses.is_list_figure
    union all
    select
        clauses.clause_id,
        listed_years.enterprise_id,
        listed_years.year
    from clauses
    cross join listed_years
    where clauses.source = 'annual_figures'
        and clauses.is_list_figure
),

claims as (
    select * from event_claims
    union all
    select
        clause_id,
        enterprise_id,
        award_year,
        '',
        '',
        make_date(award_year, 12, 31),
        'annual_figures',
        '',
        award_year,
        '',
        null,
        null,
        null,
        null,
        true,
        false,
        null,
        null,
        null,
        null,
        null
    from annual_claims
),

numbered as (
    select
        row_number() over (order by clauses.clause_order, claims.award_year, claims.enterprise_id, claims.subject, claims.node, claims.category) as claim_no,
        claims.clause_id,
        clauses.clause_order,
        clauses.kind,
        claims.enterprise_id,
        cast(claims.award_year as integer) as award_year,
        claims.subject,
        claims.node,
        claims.effective_on,
        claims.source,
        claims.category,
        claims.event_year,
        claims.amount_key,
        claims.level,
        claims.person,
        claims.chosen_policy,
        claims.approved,
        claims.is_identified,
        claims.is_renewal,
        claims.renewal_of_subject,
        claims.renewal_of_on,
        claims.file_id,
        claims.source_sheet,
        claims.source_row
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    inner join award_years
        on award_years.award_year = claims.award_year
)

select * from numbered
