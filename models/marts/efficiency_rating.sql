-- Grain: rating year, enterprise of the per-mu evaluation's lists (articles 19 and 22). grade null = not rated; an official grade wins.
-- Values are quotients rounded to ten places; units 亩, 万元/亩, 万元/吨标准煤, 万元/吨, 万元/人, a fraction for research.
-- is_provisional: revenue, tax or energy that the profile uses for the class has not all 12 months, or the year is open.
with

profile as (
    select * from evaluation_rating_profile
),

indicators as (
    select * from evaluation_rating_indicator
),

listed as (
    select * from int_rating_list
),

measures as (
    select * from int_rating_measure
),

ranks as (
    select * from int_rating_rank
),

official_ratings as (
    select * from stg_official_ratings
),

d_years as (
    select * from int_rating_d_year
),

figures as (
    select
        measures.rating_year,
        measures.enterprise_id,
        cast(max(case when measures.measure = 'tax' then measures.value end) as double) as tax_wan,
        cast(max(case when measures.measure = 'revenue' then measures.value end) as double) as revenue_wan,
        cast(max(case when measures.measure = 'energy_tce' and measures.value <> 0 then measures.value end) as double) as energy_tce,
        cast(max(case when measures.measure = 'pollutants_t' and measures.value <> 0 then measures.value end) as double) as pollutants_t,
        cast(max(case when measures.measure = 'employees' and measures.value <> 0 then measures.value end) as double) as employees,
        cast(max(case when measures.measure = 'research' then measures.value end) as double) as research_wan,
        cast(max(case when measures.measure = 'revenue' and measures.value <> 0 then measures.value end) as double) as revenue_not_zero_wan
    from measures
    group by measures.rating_year, measures.enterprise_id
),

used_measures as (
    select indicators.size_class, indicators.numerator as measure from indicators
    union
    select indicators.size_class, indicators.denominator as measure from indicators
),

incomplete as (
    select
        listed.rating_year,
        listed.enterprise_id,
        sum(case when coalesce(measures.months, 0) < 12 then 1 else 0 end) as measures_short
    from listed
    inner join used_measures
        on listed.size_class = used_measures.size_class
        and used_measures.measure in ('tax', 'revenue', 'value_added', 'energy_tce')
    left join measures
        on listed.rating_year = measures.rating_year
        and listed.enterprise_id = measures.enterprise_id
        and used_measures.measure = measures.measure
    group by listed.rating_year, listed.enterprise_id
),

graded as (
    select
        listed.rating_year,
        listed.enterprise_id,
        listed.town,
        listed.size_class,
        listed.land_mu,
        listed.is_rated,
        listed.is_closed_year,
        ranks.score,
        coalesce(official_ratings.grade, ranks.computed_grade) as grade,
        case when official_ratings.grade is not null then 'official' else 'computed' end as grade_source,
        ranks.computed_grade,
        ranks.quota_grade,
        official_ratings.grade as official_grade,
        ranks.size_rank,
        ranks.class_count,
        ranks.rated_count
    from listed
    left join ranks
        on listed.rating_year = ranks.rating_year
        and listed.enterprise_id = ranks.enterprise_id
    left join official_ratings
        on listed.rating_year = official_ratings.year
        and listed.enterprise_id = official_ratings.enterprise_id
),

-- the last of the next better grade that the list has stands right above a grade's first
next_grades as (
    select
        ranks.rating_year,
        ranks.size_class,
        ranks.quota_grade,
        min(ranks.size_rank) - 1 as next_grade_rank
    from ranks
    group by ranks.rating_year, ranks.size_class, ranks.quota_grade
),

efficiency_rating as (
    select
        graded.rating_year,
        graded.enterprise_id,
        graded.size_class,
        cast(graded.land_mu as decimal(18, 6)) as land_mu,
        cast(figures.tax_wan / cast(graded.land_mu as double) as decimal(38, 10)) as tax_per_mu,
        cast(figures.revenue_wan / figures.energy_tce as decimal(38, 10)) as revenue_per_tce,
        cast(figures.revenue_wan / figures.pollutants_t as decimal(38, 10)) as revenue_per_pollutant_tonne,
        cast(figures.research_wan / figures.revenue_not_zero_wan as decimal(38, 10)) as research_intensity,
        cast(figures.revenue_wan / figures.employees as decimal(38, 10)) as labour_productivity,
        graded.score,
        graded.grade,
        graded.grade_source,
        graded.computed_grade,
        coalesce(d_years.consecutive_d_years, 0) as consecutive_d_years,
        graded.town,
        graded.official_grade,
        graded.quota_grade,
        graded.size_rank,
        graded.class_count,
        graded.rated_count,
        cast(next_ranks.score - graded.score as decimal(18, 10)) as score_to_next_grade,
        next_ranks.size_rank as next_grade_rank,
        not graded.is_closed_year or coalesce(incomplete.measures_short, 0) > 0 as is_provisional,
        not graded.is_rated as is_under_land_limit,
        profile.profile,
        profile.label_zh as profile_label,
        profile.label_en as profile_label_en,
        profile.is_assumed as is_profile_assumed
    from graded
    cross join profile
    left join figures
        on graded.rating_year = figures.rating_year
        and graded.enterprise_id = figures.enterprise_id
    left join incomplete
        on graded.rating_year = incomplete.rating_year
        and graded.enterprise_id = incomplete.enterprise_id
    left join d_years
        on graded.rating_year = d_years.rating_year
        and graded.enterprise_id = d_years.enterprise_id
    left join next_grades
        on graded.rating_year = next_grades.rating_year
        and graded.size_class = next_grades.size_class
        and graded.quota_grade = next_grades.quota_grade
    left join ranks as next_ranks
        on next_grades.rating_year = next_ranks.rating_year
        and next_grades.size_class = next_ranks.size_class
        and next_grades.next_grade_rank = next_ranks.size_rank
)

select * from efficiency_rating
