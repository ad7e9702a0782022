-- Grain: rating year, town, grade: how many enterprises of the lists, on how much land; every grade of every town, a zero is a zero.
-- is_withheld: a cell of one or two enterprises (parameter); and, as district totals are told elsewhere, the smallest other cell of the
-- grade (a zero where there is no other) where the withheld ones alone would follow from its total: one, or all of one each. is_row_withheld: the town's own total would tell its only withheld cell.
with

settings as (
    select * from evaluation_disclosure
),

ratings as (
    select * from efficiency_rating
),

grades as (
    select 'A' as grade
    union all
    select 'B' as grade
    union all
    select 'C' as grade
    union all
    select 'D' as grade
    union all
    select '不评价' as grade
),

towns as (
    select distinct ratings.rating_year, coalesce(ratings.town, '') as town from ratings
),

cells as (
    select
        towns.rating_year,
        towns.town,
        grades.grade,
        cast(count(ratings.enterprise_id) as integer) as enterprises,
        cast(coalesce(sum(ratings.land_mu), 0) as decimal(18, 2)) as land_mu
    from towns
    cross join grades
    left join ratings
        on towns.rating_year = ratings.rating_year
        and towns.town = coalesce(ratings.town, '')
        and grades.grade = coalesce(ratings.grade, '不评价')
    group by towns.rating_year, towns.town, grades.grade
),

judged as (
    select
        cells.*,
        cells.enterprises > 0 and cells.enterprises < settings.min_contributors as is_few,
        settings.min_contributors
    from cells
    cross join settings
),

ordered as (
    select
        judged.*,
        sum(case when judged.is_few then 1 else 0 end) over (partition by judged.rating_year, judged.grade) as few_cells,
        sum(case when judged.is_few then judged.enterprises else 0 end) over (partition by judged.rating_year, judged.grade) as few_enterprises,
        row_number() over (
            partition by judged.rating_year, judged.grade
            order by case when judged.is_few then 2 when judged.enterprises = 0 then 1 else 0 end, judged.enterprises, judged.town
        ) as place_among_others
    from judged
),

decided as (
    select
        ordered.rating_year,
        ordered.town,
        ordered.grade,
        ordered.enterprises,
        ordered.land_mu,
        ordered.is_few or (
            ordered.place_among_others = 1
            and ordered.few_cells > 0 and (ordered.few_cells = 1 or ordered.few_enterprises < ordered.min_contributors or ordered.few_enterprises = ordered.few_cells)
        ) as is_withheld
    from ordered
),

town_grade as (
    select
        decided.rating_year,
        decided.town,
        decided.grade,
        decided.enterprises,
        decided.land_mu,
        decided.is_withheld,
        max(case when decided.is_withheld then 1 else 0 end) over (partition by decided.rating_year, decided.town) = 1 as is_row_withheld
    from decided
)

select * from town_grade
