-- Grain: enterprise, award year with a line, gate that hangs on the year (tax growth, rating). `met`, `failed` or `unknown`, with the figures that decided.
-- Tax growth: this x district's last >= district's this x last, compared whole; no tax last year and some this year passes, none in both fails.
-- Rating: the newest official grade of a year up to the award year, else the computed one of the award year; unrated passes.
-- Units: micro (0.01 CNY).
with

lines as (
    select * from int_award_grouped
),

year_figures as (
    select * from int_year_figure
),

official_ratings as (
    select * from stg_official_ratings
),

ratings as (
    select * from efficiency_rating
),

districts as (
    select * from int_gate_district
),

enterprise_years as (
    select distinct
        enterprise_id,
        award_year
    from lines
    where gates = 'common'
),

official as (
    select
        enterprise_years.enterprise_id,
        enterprise_years.award_year,
        official_ratings.grade,
        official_ratings.year as rating_year,
        row_number() over (partition by enterprise_years.enterprise_id, enterprise_years.award_year order by official_ratings.year desc) as rank_from_newest
    from enterprise_years
    inner join official_ratings
        on official_ratings.enterprise_id = enterprise_years.enterprise_id
        and official_ratings.year <= enterprise_years.award_year
),

taxes as (
    select
        enterprise_years.enterprise_id,
        enterprise_years.award_year,
        own.value as this_tax,
        own.last_value as last_tax,
        district.value as district_this_tax,
        district.last_value as district_last_tax
    from enterprise_years
    left join year_figures as own
        on own.enterprise_id = enterprise_years.enterprise_id
        and own.year = enterprise_years.award_year
        and own.fact = 'total_tax'
    inner join districts
        on districts.enterprise_id = enterprise_years.enterprise_id
    left join year_figures as district
        on district.enterprise_id = districts.district_id
        and district.year = enterprise_years.award_year
        and district.fact = 'district_tax'
),

gates as (
    select
        enterprise_id,
        award_year,
        'tax_growth' as gate,
        case
            when last_tax <= 0 and this_tax > 0 then 'met'
            when last_tax <= 0 and this_tax <= 0 then 'failed'
            when this_tax is null or last_tax is null then 'unknown'
            when district_this_tax is null or district_last_tax is null or district_last_tax <= 0 then 'unknown'
            when this_tax * district_last_tax >= district_this_tax * last_tax then 'met'
            else 'failed'
        end as state,
        (this_tax is null or last_tax is null) as is_missing_taxes,
        (coalesce(last_tax, 1) > 0 and (district_this_tax is null or district_last_tax is null or district_last_tax <= 0)) as is_missing_district_taxes,
        this_tax,
        last_tax,
        district_this_tax,
        district_last_tax,
        cast(null as varchar) as grade,
        cast(null as varchar) as grade_source,
        cast(null as integer) as rating_year
    from taxes
    union all
    select
        enterprise_years.enterprise_id,
        enterprise_years.award_year,
        'rating_d',
        case when coalesce(official.grade, ratings.grade) = 'D' then 'failed' else 'met' end,
        false,
        false,
        null,
        null,
        null,
        null,
        coalesce(official.grade, ratings.grade),
        case when official.grade is not null then 'official' when ratings.grade is not null then 'computed' end,
        coalesce(official.rating_year, case when ratings.grade is not null then ratings.rating_year end)
    from enterprise_years
    left join official
        on official.enterprise_id = enterprise_years.enterprise_id
        and official.award_year = enterprise_years.award_year
        and official.rank_from_newest = 1
    left join ratings
        on ratings.enterprise_id = enterprise_years.enterprise_id
        and ratings.rating_year = enterprise_years.award_year
)

select * from gates
