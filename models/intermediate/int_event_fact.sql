-- Grain: event (source, subject, enterprise, year, node) and fact of scope `event`. Yes and no are 1 and 0, money is 万元, a rate a fraction; null is not known.
with

capital_events as (
    select * from stg_capital_events
),

size_events as (
    select * from stg_size_events
),

enterprises as (
    select * from stg_enterprises
),

startup_loans as (
    select * from stg_startup_loans
),

loans as (
    select * from int_loan
),

lpr as (
    select * from int_lpr_span
),

dishonesty as (
    select * from stg_dishonesty
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

-- the registry knows today's size only; an entry into above-scale industry later than the event says that it was not yet so
above_scale as (
    select
        capital_events.event_no,
        capital_events.enterprise_id,
        capital_events.happened_on,
        case
            when enterprises.enterprise_id is null then null
            when enterprises.sector = '工业' and enterprises.size_class = '规上' and (size_events.happened_on is null or size_events.happened_on <= capital_events.happened_on) then 1
            else 0
        end as is_above_scale
    from capital_events
    left join enterprises
        on enterprises.enterprise_id = capital_events.enterprise_id
    left join size_events
        on size_events.enterprise_id = capital_events.enterprise_id
        and size_events.event = '新增规上工业'
),

listed_borrowers as (
    select distinct
        startup_loans.loan_no
    from startup_loans
    inner join dishonesty
        on dishonesty.enterprise_id = startup_loans.enterprise_id
        and dishonesty.listed_on <= startup_loans.issued_on
        and (dishonesty.removed_on is null or dishonesty.removed_on > startup_loans.issued_on)
),

loan_facts as (
    select
        loans.subject,
        loans.enterprise_id,
        loans.loan_year,
        startup_loans.annual_rate - lpr.lpr_1y_rate as rate_over_lpr,
        case when listed_borrowers.loan_no is null then 1 else 0 end as is_not_dishonest,
        startup_loans.nth_time
    from loans
    inner join startup_loans
        on startup_loans.loan_no = loans.subject
    left join lpr
        on startup_loans.issued_on >= lpr.valid_from
        and startup_loans.issued_on < lpr.valid_until
    left join listed_borrowers
        on listed_borrowers.loan_no = startup_loans.loan_no
    where loans.source = 'startup_loans'
),

facts as (
    select 'capital_events' as source, event_no as subject, enterprise_id, year(happened_on) as event_year, '' as node, 'is_above_scale_industrial_on_date' as fact, cast(is_above_scale as decimal(28, 8)) as value from above_scale
    union all
    select 'capital_events', event_no, enterprise_id, year(happened_on), '', 'funds_raised', cast(funds_raised_wan as decimal(28, 8)) from capital_events
    union all
    select 'capital_events', event_no, enterprise_id, year(happened_on), '', 'is_headquarters_moved_in', cast(case when headquarters_moved_in then 1 when not headquarters_moved_in then 0 end as decimal(28, 8)) from capital_events
    union all
    select 'capital_events', event_no, enterprise_id, year(happened_on), '', 'invested_here_share', cast(invested_here_rate as decimal(28, 8)) from capital_events
    union all
    select 'startup_loans', subject, enterprise_id, loan_year, '', 'rate_over_lpr', cast(rate_over_lpr as decimal(28, 8)) from loan_facts
    union all
    select 'startup_loans', subject, enterprise_id, loan_year, '', 'is_not_dishonest_on_date', cast(is_not_dishonest as decimal(28, 8)) from loan_facts
    union all
    select 'startup_loans', subject, enterprise_id, loan_year, '', 'loan_number', cast(nth_time as decimal(28, 8)) from loan_facts
    union all
    select 'startup_subsidies', application_no, enterprise_id, year(applied_on), '', 'is_first_licence', cast(case when is_first_licence then 1 else 0 end as decimal(28, 8)) from startup_subsidies
    union all
    select 'startup_subsidies', application_no, enterprise_id, year(applied_on), '', 'insured_months', cast(insured_months as decimal(28, 8)) from startup_subsidies
    union all
    select 'exhibitions', exhibition_no, enterprise_id, year(held_on), '', 'stand_and_fitting_fee', cast(cast(stand_fee_wan as decimal(28, 8)) + cast(coalesce(fitting_fee_wan, 0) as decimal(28, 8)) as decimal(28, 8)) from exhibitions
    union all
    select 'exhibitions', exhibition_no, enterprise_id, year(held_on), '', 'is_municipal_or_above', cast(case when is_municipal_or_above then 1 else 0 end as decimal(28, 8)) from exhibitions
    union all
    select 'transformation_projects', project_no, enterprise_id, year, '', 'equipment_ex_tax', cast(equipment_ex_tax_wan as decimal(28, 8)) from projects
    union all
    select 'transformation_projects', project_no, enterprise_id, year, '', 'total_investment', cast(total_investment_wan as decimal(28, 8)) from projects
    union all
    select 'transformation_projects', project_no, enterprise_id, year, '', 'robot_unit_price', cast(robot_unit_price_wan as decimal(28, 8)) from projects
    union all
    select 'transformation_projects', project_no, enterprise_id, year, '', 'is_filed', cast(case when is_filed then 1 else 0 end as decimal(28, 8)) from projects
    union all
    select 'transformation_projects', project_no, enterprise_id, year, '', 'is_in_district', cast(case when is_in_district then 1 else 0 end as decimal(28, 8)) from projects
    union all
    select 'standards', standard_no, enterprise_id, year(reached_on), node, 'is_not_group_standard', cast(case when standard_type = '团体标准' then 0 else 1 end as decimal(28, 8)) from standards
    union all
    select 'standards', standard_no, enterprise_id, year(reached_on), node, 'exceeds_standards', cast(case when exceeds_standards then 1 when not exceeds_standards then 0 end as decimal(28, 8)) from standards
    union all
    select 'talent', talent_no, enterprise_id, year(hired_on), '', 'remuneration', cast(remuneration_wan as decimal(28, 8)) from talent
    union all
    select 'energy_savings', '', enterprise_id, year, '', 'is_key_energy_user', cast(case when is_key_energy_user then 1 else 0 end as decimal(28, 8)) from energy_savings
    union all
    select 'energy_savings', '', enterprise_id, year, '', 'saving_tce', cast(saving_tce as decimal(28, 8)) from energy_savings
    union all
    select 'land', parcel_no, enterprise_id, year, '', 'is_intensity_met', cast(case when intensity_met then 1 when not intensity_met then 0 end as decimal(28, 8)) from land
    union all
    select 'land', parcel_no, enterprise_id, year, '', 'is_own_land', cast(case when tenure = '自有' then 1 else 0 end as decimal(28, 8)) from land
    union all
    select 'land', parcel_no, enterprise_id, year, '', 'storeys', cast(storeys as decimal(28, 8)) from land
    union all
    select 'land', parcel_no, enterprise_id, year, '', 'infrastructure_fee', cast(infrastructure_fee_wan as decimal(28, 8)) from land
)

select * from facts
