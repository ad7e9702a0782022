-- Grain: month, town, indicator whose figure is made of single enterprises: how many are behind it, and whether it must be kept back.
-- Few are one or two (parameter); nobody's figure is told by none. A sum that is nearly one enterprise's own (parameter) is kept back as well.
-- Year-to-date figures tell each month by their differences, so a month with few holds back the rest of its year. A target's value stands
-- beside the growth of those on file in both years: value - last year's value x (1 + growth) is who came or went, so these must not be few either.
with

settings as (
    select * from evaluation_disclosure
),

profile as (
    select * from evaluation_rating_profile
),

grid as (
    select * from int_town_month
),

enterprises as (
    select * from stg_enterprises
),

held as (
    select * from int_town_held
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

library as (
    select * from int_target_library
),

reports as (
    select * from int_town_report
),

grades as (
    select * from town_grade
),

amounts as (
    select figure, town, enterprise_id, month, value_wan, is_released
    from held
    where figure <> 'investment'
),

-- a month and the same month of the year before, whoever is on file in one of them
both_years as (
    select amounts.figure, amounts.town, amounts.enterprise_id, amounts.month, amounts.value_wan as this_wan, cast(null as decimal(20, 6)) as last_wan, amounts.is_released
    from amounts
    union all
    select amounts.figure, amounts.town, amounts.enterprise_id, cast(amounts.month + interval '12' month as date) as month, null as this_wan, amounts.value_wan as last_wan, amounts.is_released
    from amounts
),

pairs as (
    select
        both_years.figure,
        both_years.town,
        both_years.enterprise_id,
        both_years.month,
        max(both_years.this_wan) as this_wan,
        max(both_years.last_wan) as last_wan,
        min(case when both_years.is_released then 1 else 0 end) as is_released
    from both_years
    group by both_years.figure, both_years.town, both_years.enterprise_id, both_years.month
),

flow_months as (
    select
        pairs.figure,
        pairs.town,
        pairs.month,
        min(pairs.is_released) as is_released,
        count(pairs.this_wan) as on_file,
        sum(case when pairs.this_wan <> 0 then 1 else 0 end) as behind_value,
        max(abs(pairs.this_wan)) as largest_wan,
        sum(abs(pairs.this_wan)) as all_wan,
        sum(case when pairs.this_wan is not null and pairs.last_wan is not null and (pairs.this_wan <> 0 or pairs.last_wan <> 0) then 1 else 0 end) as behind_growth,
        sum(case when pairs.this_wan <> 0 and pairs.last_wan is null then 1 else 0 end) as came,
        sum(case when pairs.last_wan <> 0 and pairs.this_wan is null then 1 else 0 end) as went
    from pairs
    group by pairs.figure, pairs.town, pairs.month
),

-- where the year before is not on file at all nothing can be subtracted
first_months as (
    select amounts.figure, min(amounts.month) as month
    from amounts
    group by amounts.figure
),

flow_flags as (
    select
        flow_months.figure,
        flow_months.town,
        flow_months.month,
        flow_months.behind_value,
        flow_months.behind_growth,
        case
            when flow_months.is_released = 0 then 1
            -- a zero of one or two is theirs
            when flow_months.behind_value = 0 and flow_months.on_file > 0 and flow_months.on_file < settings.min_contributors then 1
            when flow_months.behind_value > 0 and flow_months.behind_value < settings.min_contributors then 1
            when flow_months.behind_value > 0 and flow_months.largest_wan > settings.largest_share * flow_months.all_wan then 1
            when flow_months.month < cast(first_months.month + interval '12' month as date) then 0
            when flow_months.came > 0 and flow_months.came < settings.min_contributors then 1
            when flow_months.went > 0 and flow_months.went < settings.min_contributors then 1
            else 0
        end as is_value_few,
        case when flow_months.is_released = 0 or (flow_months.behind_growth > 0 and flow_months.behind_growth < settings.min_contributors) then 1 else 0 end as is_growth_few
    from flow_months
    inner join first_months
        on flow_months.figure = first_months.figure
    cross join settings
),

flow_so_far as (
    select
        flow_flags.figure,
        flow_flags.town,
        flow_flags.month,
        flow_flags.behind_value,
        flow_flags.behind_growth,
        max(flow_flags.is_value_few) over year_to_date as is_value_few,
        max(flow_flags.is_growth_few) over year_to_date as is_growth_few
    from flow_flags
    window year_to_date as (partition by flow_flags.figure, flow_flags.town, extract(year from flow_flags.month) order by flow_flags.month)
),

rated_years as (
    select
        listed.rating_year,
        listed.town,
        count(measures.value) as known,
        sum(case when measures.value <> 0 then 1 else 0 end) as taxed,
        max(abs(measures.value)) as largest_wan,
        sum(abs(measures.value)) as all_wan,
        sum(case when ratings.grade is not null then 1 else 0 end) as graded
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

-- where the lists are of local taxes, the town's local tax less the lists' is the others'
unlisted_payers as (
    select
        cast(extract(year from amounts.month) as integer) as year,
        amounts.town,
        count(distinct amounts.enterprise_id) as payers
    from amounts
    left join listed
        on listed.enterprise_id = amounts.enterprise_id
        and listed.rating_year = extract(year from amounts.month)
    cross join profile
    where amounts.figure = 'local_tax'
        and amounts.value_wan <> 0
        and profile.tax = 'local'
        and listed.enterprise_id is null
    group by 1, amounts.town
),

invested as (
    select
        extract(year from held.month) as year,
        held.town,
        sum(case when held.value_wan <> 0 then 1 else 0 end) as investors,
        max(abs(held.value_wan)) as largest_wan,
        sum(abs(held.value_wan)) as all_wan,
        min(case when held.is_released then 1 else 0 end) as is_released
    from held
    where held.figure = 'investment'
    group by extract(year from held.month), held.town
),

library_counts as (
    select
        library.month,
        enterprises.town,
        count(distinct library.enterprise_id) as members,
        count(distinct case when library.tier in ('骨干', '小微') then library.enterprise_id end) as growing_members
    from library
    inner join enterprises
        on library.enterprise_id = enterprises.enterprise_id
    group by library.month, enterprises.town
),

-- the district's number is told: the only town with few, or few in all, would follow from it, so the smallest other one is kept back too
library_towns as (
    select
        library_counts.month,
        library_counts.town,
        library_counts.members,
        library_counts.growing_members,
        sum(case when library_counts.members < settings.min_contributors then 1 else 0 end) over (partition by library_counts.month) as few_towns,
        sum(case when library_counts.members < settings.min_contributors then library_counts.members else 0 end) over (partition by library_counts.month) as few_members,
        row_number() over (
            partition by library_counts.month
            order by case when library_counts.members < settings.min_contributors then 1 else 0 end, library_counts.members, library_counts.town
        ) as place_among_others
    from library_counts
    cross join settings
),

registered as (
    select enterprises.town, count(*) as enterprises
    from enterprises
    group by enterprises.town
),

reporters as (
    select reports.town, max(reports.expected) as reporters
    from reports
    group by reports.town
),

counted as (
    select month, town, 'target_' || figure as indicator, behind_value as contributors, is_value_few as is_told from flow_so_far
    union all
    select month, town, figure || '_growth' as indicator, behind_growth as contributors, is_growth_few as is_told from flow_so_far
    union all
    select
        grid.month,
        grid.town,
        'tax_per_mu' as indicator,
        rated_years.taxed as contributors,
        case when rated_years.taxed = 0 and rated_years.known < settings.min_contributors then 1 when rated_years.taxed > 0 and rated_years.largest_wan > settings.largest_share * rated_years.all_wan then 1 when unlisted_payers.payers < settings.min_contributors then 1 else 0 end as is_told
    from grid
    inner join rated_years
        on grid.town = rated_years.town
        and rated_years.rating_year = extract(year from grid.month) - case when extract(month from grid.month) = 12 then 0 else 1 end
    left join unlisted_payers
        on grid.town = unlisted_payers.town
        and unlisted_payers.year = rated_years.rating_year
    cross join settings
    union all
    -- the other grades' land and the share would give the land of a D cell that is kept back
    select grid.month, grid.town, 'd_land_share' as indicator, rated_years.graded as contributors, case when grades.is_withheld then 1 else 0 end as is_told
    from grid
    inner join rated_years
        on grid.town = rated_years.town
        and rated_years.rating_year = extract(year from grid.month) - case when extract(month from grid.month) = 12 then 0 else 1 end
    left join grades
        on rated_years.town = grades.town
        and rated_years.rating_year = grades.rating_year
        and grades.grade = 'D'
    union all
    select
        grid.month,
        grid.town,
        investments.indicator,
        invested.investors as contributors,
        case when invested.is_released = 0 or invested.largest_wan > settings.largest_share * invested.all_wan then 1 else 0 end as is_told
    from grid
    inner join invested
        on grid.town = invested.town
        and extract(year from grid.month) = invested.year
    cross join settings
    cross join (select 'technical_investment' as indicator union all select 'target_investment' as indicator) as investments
    union all
    select
        library_towns.month,
        library_towns.town,
        'target_library' as indicator,
        library_towns.members as contributors,
        case
            when library_towns.place_among_others = 1 and library_towns.few_towns > 0
                and (library_towns.few_towns = 1 or library_towns.few_members < settings.min_contributors or library_towns.few_members = library_towns.few_towns) then 1
            else 0
        end as is_told
    from library_towns
    cross join settings
    union all
    select month, town, 'library_progress' as indicator, growing_members as contributors, 0 as is_told from library_towns
    union all
    -- events that are announced: a town has as many behind them as it has enterprises
    select grid.month, grid.town, 'new_above_scale' as indicator, registered.enterprises as contributors, 0 as is_told
    from grid
    inner join registered
        on grid.town = registered.town
    union all
    select grid.month, grid.town, 'reporting' as indicator, reporters.reporters as contributors, 0 as is_told
    from grid
    inner join reporters
        on grid.town = reporters.town
),

contributors as (
    select
        counted.month,
        counted.town,
        counted.indicator,
        cast(counted.contributors as integer) as contributors,
        counted.is_told = 1 or (counted.contributors > 0 and counted.contributors < settings.min_contributors) as is_withheld
    from counted
    cross join settings
)

select * from contributors
