-- Grain: view, month, town, indicator of towns.yaml: its value, its target where one is set, the rate that is compared, or the reason why there is none.
-- The views differ in output, local tax and investment alone: `public` has what may be shown by now (int_town_held).
-- Amounts in 万元; rates are doubles rounded to ten places. Targets of a year are taken by twelfths, except the library's, which is a stock.
-- tax_per_mu and d_land_share: the newest finished year. Lists (events, projects): a town without entries has none, if the district has any on file.
with

indicators as (
    select * from evaluation_town_indicator
),

grid as (
    select * from int_town_month
),

flow as (
    select * from int_town_flow
),

held as (
    select * from int_town_held
),

views as (
    select 'exact' as view
    union all
    select 'public' as view
),

enterprises as (
    select * from stg_enterprises
),

size_events as (
    select * from stg_size_events
),

library as (
    select * from int_target_library
),

states as (
    select * from int_target_state
),

listed as (
    select * from int_rating_list
),

measures as (
    select * from int_rating_measure
),

ratings as (
    select * from efficiency_rating
),

projects as (
    select * from stg_transformation_projects
),

town_targets as (
    select * from stg_town_targets
),

reports as (
    select * from int_town_report
),

promises as (
    select * from service_promise
),

registered as (
    select
        enterprises.town,
        count(*) as enterprises,
        sum(case when enterprises.sector = '工业' and enterprises.operating_status = '存续' then 1 else 0 end) as industrial
    from enterprises
    group by enterprises.town
),

raised as (
    select
        grid.month,
        grid.town,
        count(*) as events
    from grid
    inner join enterprises
        on grid.town = enterprises.town
    inner join size_events
        on enterprises.enterprise_id = size_events.enterprise_id
        and extract(year from size_events.happened_on) = grid.year
        and size_events.happened_on <= grid.month_end_on
    group by grid.month, grid.town
),

any_size_event as (
    select count(*) as events from size_events
),

library_towns as (
    select
        library.month,
        enterprises.town,
        count(distinct library.enterprise_id) as members,
        count(distinct case when library.tier in ('骨干', '小微') then library.enterprise_id end) as growing_members,
        count(distinct case when library.tier in ('骨干', '小微') and states.state = 'met' then library.enterprise_id end) as met
    from library
    inner join enterprises
        on library.enterprise_id = enterprises.enterprise_id
    left join states
        on library.month = states.month
        and library.enterprise_id = states.enterprise_id
        and states.target_id in ('backbone_20', 'small_micro_100')
    group by library.month, enterprises.town
),

library_months as (
    select distinct library.month from library
),

land_years as (
    select
        listed.rating_year,
        listed.town,
        sum(case when measures.value is not null then listed.land_mu end) as taxed_land_mu,
        sum(measures.value) as tax_wan,
        sum(case when ratings.grade is not null then listed.land_mu end) as graded_land_mu,
        sum(case when ratings.grade = 'D' then listed.land_mu else 0 end) as d_land_mu
    from listed
    left join measures
        on listed.rating_year = measures.rating_year
        and listed.enterprise_id = measures.enterprise_id
        and measures.measure = 'tax'
    left join ratings
        on listed.rating_year = ratings.rating_year
        and listed.enterprise_id = ratings.enterprise_id
    group by listed.rating_year, listed.town
),

invested as (
    select
        'exact' as view,
        projects.year,
        enterprises.town,
        sum(projects.total_investment_wan) as investment_wan
    from projects
    inner join enterprises
        on projects.enterprise_id = enterprises.enterprise_id
    group by projects.year, enterprises.town
    union all
    select
        'public' as view,
        extract(year from held.month) as year,
        held.town,
        sum(held.value_wan) as investment_wan
    from held
    where held.figure = 'investment'
    group by extract(year from held.month), held.town
),

project_years as (
    select distinct projects.year from projects
),

reported as (
    select
        grid.month,
        grid.town,
        sum(reports.expected) as expected,
        sum(reports.in_time) as in_time
    from grid
    inner join reports
        on grid.town = reports.town
        and extract(year from reports.month) = grid.year
        and reports.month <= grid.month
    group by grid.month, grid.town
),

due as (
    select
        grid.month,
        grid.town,
        case when promises.promise = 'visit' then 'visits' else 'requests' end as indicator,
        count(*) as items,
        sum(case when promises.closed_on <= promises.due_on then 1 else 0 end) as kept
    from grid
    inner join promises
        on grid.town = promises.town
        and promises.due_on <= grid.month_end_on
        and extract(year from promises.due_on) = grid.year
    where promises.promise in ('visit', 'request_general', 'request_professional', 'request_other')
    group by grid.month, grid.town, case when promises.promise = 'visit' then 'visits' else 'requests' end
),

figures as (
    select
        views.view,
        grid.month,
        grid.town,
        output_flow.value_wan as output_wan,
        output_flow.paired_wan as output_paired_wan,
        output_flow.last_year_wan as output_last_year_wan,
        tax_flow.value_wan as local_tax_wan,
        tax_flow.paired_wan as local_tax_paired_wan,
        tax_flow.last_year_wan as local_tax_last_year_wan,
        registered.enterprises,
        registered.industrial,
        case when any_size_event.events > 0 then coalesce(raised.events, 0) end as raised,
        library_months.month is not null as is_library_on_file,
        case when library_months.month is not null then coalesce(library_towns.members, 0) end as members,
        library_towns.growing_members,
        library_towns.met,
        land_years.taxed_land_mu,
        land_years.tax_wan,
        land_years.graded_land_mu,
        land_years.d_land_mu,
        case when project_years.year is not null then coalesce(invested.investment_wan, 0) end as investment_wan,
        reported.expected,
        reported.in_time
    from grid
    cross join views
    cross join any_size_event
    left join flow as output_flow
        on grid.town = output_flow.town
        and grid.month = output_flow.month
        and output_flow.figure = 'output'
        and views.view = output_flow.view
    left join flow as tax_flow
        on grid.town = tax_flow.town
        and grid.month = tax_flow.month
        and tax_flow.figure = 'local_tax'
        and views.view = tax_flow.view
    left join registered
        on grid.town = registered.town
    left join raised
        on grid.month = raised.month
        and grid.town = raised.town
    left join library_months
        on grid.month = library_months.month
    left join library_towns
        on grid.month = library_towns.month
        and grid.town = library_towns.town
    left join land_years
        on grid.town = land_years.town
        and land_years.rating_year = grid.year - case when grid.month_no = 12 then 0 else 1 end
    left join project_years
        on grid.year = project_years.year
    left join invested
        on grid.year = invested.year
        and grid.town = invested.town
        and views.view = invested.view
    left join reported
        on grid.month = reported.month
        and grid.town = reported.town
),

rates as (
    select view, month, town, 'output_growth' as indicator, cast(output_paired_wan as double) - cast(output_last_year_wan as double) as numerator, cast(output_last_year_wan as double) as denominator, 'missing:production' as reason from figures
    union all
    select view, month, town, 'local_tax_growth' as indicator, cast(local_tax_paired_wan as double) - cast(local_tax_last_year_wan as double) as numerator, cast(local_tax_last_year_wan as double) as denominator, 'missing:taxes' as reason from figures
    union all
    select view, month, town, 'new_above_scale' as indicator, cast(raised * 100 as double) as numerator, cast(enterprises as double) as denominator, 'missing:size_events' as reason from figures
    union all
    select view, month, town, 'library_progress' as indicator, cast(met as double) as numerator, cast(growing_members as double) as denominator, case when is_library_on_file then 'no_library_enterprise' else 'missing:nurture_library' end as reason from figures
    union all
    select view, month, town, 'tax_per_mu' as indicator, cast(tax_wan as double) as numerator, cast(taxed_land_mu as double) as denominator, 'missing:land' as reason from figures
    union all
    select view, month, town, 'd_land_share' as indicator, cast(d_land_mu as double) as numerator, cast(graded_land_mu as double) as denominator, 'missing:land' as reason from figures
    union all
    select view, month, town, 'technical_investment' as indicator, cast(investment_wan as double) as numerator, cast(industrial as double) as denominator, case when investment_wan is null then 'missing:transformation_projects' else 'no_industrial_enterprise' end as reason from figures
    union all
    select view, month, town, 'reporting' as indicator, cast(in_time as double) as numerator, cast(expected as double) as denominator, 'not_judged' as reason from figures
    union all
    select views.view, due.month, due.town, due.indicator, cast(due.kept as double) as numerator, cast(due.items as double) as denominator, 'none_due' as reason from due cross join views
),

targeted as (
    select
        figures.view,
        grid.month,
        grid.town,
        case town_targets.indicator
            when '工业总产值' then 'target_output'
            when '地方税收' then 'target_local_tax'
            when '新增规上' then 'target_new_above_scale'
            when '培育库企业' then 'target_library'
            else 'target_investment'
        end as indicator,
        cast(case
            when town_targets.indicator = '培育库企业' then town_targets.target_value
            else cast(town_targets.target_value as double) * grid.month_no / 12
        end as decimal(20, 6)) as target,
        cast(case town_targets.indicator
            when '工业总产值' then figures.output_wan
            when '地方税收' then figures.local_tax_wan
            when '新增规上' then figures.raised
            when '培育库企业' then figures.members
            else figures.investment_wan
        end as decimal(20, 6)) as value
    from grid
    inner join town_targets
        on grid.town = town_targets.town
        and grid.year = town_targets.year
    inner join figures
        on grid.month = figures.month
        and grid.town = figures.town
),

found as (
    select
        rates.view,
        rates.month,
        rates.town,
        rates.indicator,
        case when rates.denominator > 0 then cast(rates.numerator / rates.denominator as decimal(28, 10)) end as value,
        cast(null as decimal(28, 10)) as target,
        case when rates.denominator > 0 then cast(rates.numerator / rates.denominator as decimal(28, 10)) end as rate,
        rates.reason
    from rates
    union all
    select
        targeted.view,
        targeted.month,
        targeted.town,
        targeted.indicator,
        cast(targeted.value as decimal(28, 10)) as value,
        cast(targeted.target as decimal(28, 10)) as target,
        case when targeted.target > 0 then cast(cast(targeted.value as double) / cast(targeted.target as double) as decimal(28, 10)) end as rate,
        case when targeted.value is null then 'missing:' || case targeted.indicator
            when 'target_output' then 'production'
            when 'target_local_tax' then 'taxes'
            when 'target_new_above_scale' then 'size_events'
            when 'target_library' then 'nurture_library'
            else 'transformation_projects'
        end else 'no_target' end as reason
    from targeted
),

complete as (
    select
        views.view,
        grid.month,
        grid.town,
        indicators.indicator,
        found.value,
        found.target,
        found.rate,
        case
            when found.rate is not null then null
            when found.reason is not null then found.reason
            when indicators.indicator in ('visits', 'requests') then 'none_due'
            else 'no_target'
        end as reason
    from grid
    cross join views
    cross join indicators
    left join found
        on views.view = found.view
        and grid.month = found.month
        and grid.town = found.town
        and indicators.indicator = found.indicator
)

select * from complete
