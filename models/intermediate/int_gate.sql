-- Grain: enterprise, award year with a line, gate that hangs on the year (tax growth, rating). `met`, `failed` or `unknown`, with the figures that decided.
-- Tax growth: this x district's last >= district's this x last, compared whole; no tax last year and some this year passes, none in both fails.
-- Rating: the newest official grade of the award year or of the years before that the policy lets count, else the computed one of the award year, which
-- counts unless the gate is `official_only`; without a grade it passes. `is_without_rating`: no grade of either kind.
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

settings as (
    select * from policy_setting
),

modes as (
    select * from policy_gate
),

enterprise_years as (
    select distinct
        enterprise_id,
        award_year
    from lines
    where gates <> 'none'
),

official as (
    select
        enterprise_years.enterprise_id,
        enterprise_years.award_year,
        official_ratings.grade,
        official_ratings.year as rating_year,
        row_number() over (partition by enterprise_years.enterprise_id, enterprise_years.award_year order by official_ratings.year desc) as rank_from_newest
    from enterprise_years
    cross join settings
    inner join official_ratings
        on official_ratings.enterprise_id = enterprise_years.enterprise_id
        and official_ratings.year <= enterprise_years.award_year
        and official_ratings.year >= enterprise_years.award_year - settings.rating_max_age_years
),

grades as (
    select
        enterprise_years.enterprise_id,
        enterprise_years.award_year,
        official.grade as official_grade,
        official.rating_year as official_year,
        ratings.grade as computed_grade,
        case when modes.mode <> 'official_only' then ratings.grade end as standing_computed_grade,
        ratings.rating_year as computed_year
    from enterprise_years
    cross join modes
    left join official
        on official.enterprise_id = enterprise_years.enterprise_id
        and official.award_year = enterprise_years.award_year
        and official.rank_from_newest = 1
    left join ratings
        on ratings.enterprise_id = enterprise_years.enterprise_id
        and ratings.rating_year = enterprise_years.award_year
    where modes.gate = 'rating_d'
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
        and districts.award_year = enterprise_years.award_year
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
        false as is_without_rating,
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
        enterprise_id,
        award_year,
        'rating_d',
        case when coalesce(official_grade, standing_computed_grade) = 'D' then 'failed' else 'met' end,
        false,
        false,
        (official_grade is null and computed_grade is null),
        null,
        null,
        null,
        null,
        coalesce(official_grade, standing_computed_grade),
        case when official_grade is not null then 'official' when standing_computed_grade is not null then 'computed' end,
        case when official_grade is not null then official_year when standing_computed_grade is not null then computed_year end
    from grades
)

select * from gates
