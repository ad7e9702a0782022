-- Grain: event on record that a clause may pay for, of every source in one form; a standard has one row a node, a loan one a year.
-- `subject` is the export's number column ('' where it has none); `happened_on` is null where only the year is known.
-- An event without a credit code stands under its recipient's name: awards to persons and research bodies have no other name.
-- `person` is who may have an award but once: the number of a founder, else the name within the enterprise; elsewhere the name.
-- `loan_from` is the day that a project's loan began. `level` and `grade` are as the policy files name them. Units: approved amount in micro (0.01 CNY);
-- one of a thousand million 万元 or more is no award's and counts as not on file.
with

levels as (
    select * from policy_level
),

recognitions as (
    select * from stg_recognitions
),

capital_events as (
    select * from stg_capital_events
),

size_events as (
    select * from stg_size_events
),

startup_loans as (
    select * from stg_startup_loans
),

loans as (
    select * from int_loan
),

startup_subsidies as (
    select * from stg_startup_subsidies
),

projects as (
    select * from stg_transformation_projects
),

exhibitions as (
    select * from stg_exhibitions
),

standards as (
    select * from stg_standards
),

talent as (
    select * from stg_talent
),

energy_savings as (
    select * from stg_energy_savings
),

land as (
    select * from stg_land
),

recognised as (
    select
        'recognitions' as source,
        recognitions.title as category,
        recognitions.recognition_no as subject,
        recognitions.enterprise_id,
        recognitions.recipient,
        year(recognitions.recognised_on) as event_year,
        recognitions.recognised_on as happened_on,
        levels.level,
        case when right(recognitions.grade, 1) in ('奖', '级') then left(recognitions.grade, length(recognitions.grade) - 1) else recognitions.grade end as grade,
        recognitions.recipient_type,
        '' as node,
        cast(null as varchar) as chosen_policy,
        cast(cast(case when recognitions.approved_wan < 1000000000 then recognitions.approved_wan end as decimal(28, 6)) * 1000000 as hugeint) as approved,
        cast(null as date) as loan_from,
        recognitions.file_id,
        recognitions.source_sheet,
        recognitions.source_row
    from recognitions
    left join levels
        on levels.level_zh = recognitions.level
),

events as (
    select * from recognised
    union all
    select 'capital_events', event, event_no, enterprise_id, null, year(happened_on), happened_on, null, null, null, '', null, cast(cast(case when approved_wan < 1000000000 then approved_wan end as decimal(28, 6)) * 1000000 as hugeint), null, file_id, source_sheet, source_row from capital_events
    union all
    select 'size_events', event, '', enterprise_id, null, year(happened_on), happened_on, null, null, null, '', null, null, null, file_id, source_sheet, source_row from size_events
    union all
    select 'startup_loans', startup_loans.loan_type, startup_loans.loan_no, startup_loans.enterprise_id, startup_loans.borrower, loans.loan_year, startup_loans.issued_on, null, null, null, '', null, null, null, startup_loans.file_id, startup_loans.source_sheet, startup_loans.source_row
    from startup_loans
    inner join loans
        on loans.source = 'startup_loans'
        and loans.subject = startup_loans.loan_no
    union all
    select 'startup_subsidies', '', application_no, enterprise_id, coalesce(person_no, enterprise_id || ' ' || founder), year(applied_on), applied_on, null, null, null, '', null, cast(cast(case when approved_wan < 1000000000 then approved_wan end as decimal(28, 6)) * 1000000 as hugeint), null, file_id, source_sheet, source_row from startup_subsidies
    union all
    select 'transformation_projects', project_type, project_no, enterprise_id, null, year, null, null, null, null, '', chosen_policy, null, loan_from, file_id, source_sheet, source_row from projects
    union all
    select 'exhibitions', '', exhibition_no, enterprise_id, null, year(held_on), held_on, null, null, null, '', null, null, null, file_id, source_sheet, source_row from exhibitions
    union all
    select 'standards', role, standard_no, enterprise_id, null, year(reached_on), reached_on, null, standard_type, null, node, null, null, null, file_id, source_sheet, source_row from standards
    union all
    select 'talent', category, talent_no, enterprise_id, null, year(hired_on), hired_on, null, null, null, '', null, null, null, file_id, source_sheet, source_row from talent
    union all
    select 'energy_savings', '', '', enterprise_id, null, year, null, null, null, null, '', null, null, null, file_id, source_sheet, source_row from energy_savings
    union all
    -- a parcel for which no fee is due has nothing to be relieved of
    select 'land', '', parcel_no, enterprise_id, null, year, null, null, null, null, '', null, null, null, file_id, source_sheet, source_row from land
    where infrastructure_fee_wan is not null
),

named as (
    select
        source,
        category,
        subject,
        coalesce(enterprise_id, recipient) as enterprise_id,
        (enterprise_id is not null) as is_identified,
        recipient as person,
        cast(event_year as integer) as event_year,
        happened_on,
        level,
        case when source = 'standards' then null else grade end as grade,
        case when source = 'standards' then grade end as standard_type,
        recipient_type,
        node,
        chosen_policy,
        approved,
        loan_from,
        file_id,
        source_sheet,
        source_row
    from events
)

select * from named
