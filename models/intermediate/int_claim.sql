-- Grain: clause and what could earn it: an event of its source, or an enterprise and year for annual figures.
-- A claim says nothing yet of conditions. Years before the first award year are kept where a once-rule looks back at them.
-- `effective_on` picks the dated numbers (the event's day; 31 December for annual figures and yearly records), `gate_on` the
-- day on which the enterprise must be off the dishonesty list.
with

parameters as (
    select * from build_parameters
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
        events.file_id,
        events.source_sheet,
        events.source_row
    from clauses
    inner join events
        on events.source = clauses.source
        and (clauses.category is null or events.category = clauses.category)
        and (clauses.level is null or events.level = clauses.level)
    where not exists (select 1 from types where types.clause_id = clauses.clause_id)
        or exists (select 1 from types where types.clause_id = clauses.clause_id and types.standard_type = events.standard_type)
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
    -- lifetime awards on a monthly figure look at the years before as well, unless a first time is asked for anyway
    select
        clauses.clause_id,
        year_figures.enterprise_id,
        year_figures.year
    from clauses
    cross join parameters
    inner join year_figures
        on year_figures.fact = clauses.figure
        and year_figures.year < parameters.first_award_year
    where clauses.source = 'annual_figures'
        and clauses.once = 'lifetime'
        and not clauses.is_first_time
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
        claims.file_id,
        claims.source_sheet,
        claims.source_row
    from claims
    inner join clauses
        on clauses.clause_id = claims.clause_id
    cross join parameters
    where claims.award_year <= parameters.as_of_year
)

select * from numbered
