-- Grain: enterprise, one of the last four finished quarters (0 = the newest), measure on file at its end. `base` is the same of the four quarters before.
-- output, revenue: four quarters' sums, where all are on file; assets: the newest within the quarter; flags are 1 or 0.
-- Grades are those of the newest finished year; an unrated enterprise is not D. State, size and sector are the registry's present ones.
with

parameters as (
    select * from build_parameters
),

quarters as (
    select * from int_tier_quarter
),

enterprises as (
    select * from stg_enterprises
),

production as (
    select * from stg_production
),

dishonesty as (
    select * from stg_dishonesty
),

d_years as (
    select * from int_rating_d_year
),

months_back as (
    select * from evaluation_month_back
),

ends as (
    select
        months_back.months_back as quarters_back,
        cast(
            cast(parameters.as_of_month - (extract(month from parameters.as_of_month) % 3) * interval '1' month as date) - months_back.months_back * 3 * interval '1' month as date
        ) as last_month
    from parameters
    cross join months_back
    where months_back.months_back < 4
),

quarter_ends as (
    select
        ends.quarters_back,
        ends.last_month,
        last_day(ends.last_month) as end_on,
        cast(extract(year from ends.last_month) - case when extract(month from ends.last_month) = 12 then 0 else 1 end as integer) as rating_year
    from ends
),

sums as (
    select
        quarters.enterprise_id,
        quarter_ends.quarters_back,
        quarters.figure as measure,
        sum(case when quarters.quarters_back < quarter_ends.quarters_back + 4 then quarters.value_wan end) as value,
        sum(case when quarters.quarters_back >= quarter_ends.quarters_back + 4 then quarters.value_wan end) as base,
        sum(case when quarters.quarters_back < quarter_ends.quarters_back + 4 then 1 else 0 end) as quarters_now,
        sum(case when quarters.quarters_back >= quarter_ends.quarters_back + 4 then 1 else 0 end) as quarters_before
    from quarter_ends
    inner join quarters
        on quarters.quarters_back between quarter_ends.quarters_back and quarter_ends.quarters_back + 7
    group by quarters.enterprise_id, quarter_ends.quarters_back, quarters.figure
),

assets as (
    select
        production.enterprise_id,
        quarter_ends.quarters_back,
        production.assets_wan,
        row_number() over (partition by production.enterprise_id, quarter_ends.quarters_back order by production.month desc) as rank_from_newest
    from quarter_ends
    inner join production
        on production.month <= quarter_ends.last_month
        and production.month >= quarter_ends.last_month - interval '2' month
    where production.assets_wan is not null
),

dishonest as (
    select distinct
        dishonesty.enterprise_id,
        quarter_ends.quarters_back
    from quarter_ends
    inner join dishonesty
        on dishonesty.listed_on <= quarter_ends.end_on
        and (dishonesty.removed_on is null or dishonesty.removed_on > quarter_ends.end_on)
),

flags as (
    select
        enterprises.enterprise_id,
        quarter_ends.quarters_back,
        case when enterprises.operating_status = '存续' then 1 else 0 end as is_operating,
        case when enterprises.is_small_micro then 1 else 0 end as is_small_micro,
        case when enterprises.sector = '工业' and enterprises.size_class = '规上' then 1 else 0 end as is_above_scale_industry,
        case when dishonest.enterprise_id is not null then 1 else 0 end as is_dishonest,
        case when d_years.enterprise_id is not null then 1 else 0 end as is_grade_d,
        coalesce(d_years.consecutive_d_years, 0) as consecutive_d_years
    from enterprises
    cross join quarter_ends
    left join dishonest
        on enterprises.enterprise_id = dishonest.enterprise_id
        and quarter_ends.quarters_back = dishonest.quarters_back
    left join d_years
        on enterprises.enterprise_id = d_years.enterprise_id
        and quarter_ends.rating_year = d_years.rating_year
),

measures as (
    select
        sums.enterprise_id,
        sums.quarters_back,
        sums.measure,
        cast(sums.value as decimal(20, 6)) as value,
        cast(case when sums.quarters_before = 4 then sums.base end as decimal(20, 6)) as base
    from sums
    where sums.quarters_now = 4
    union all
    select enterprise_id, quarters_back, 'assets' as measure, cast(assets_wan as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base
    from assets
    where rank_from_newest = 1
    union all
    select enterprise_id, quarters_back, 'is_operating' as measure, cast(is_operating as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
    union all
    select enterprise_id, quarters_back, 'is_small_micro' as measure, cast(is_small_micro as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
    union all
    select enterprise_id, quarters_back, 'is_above_scale_industry' as measure, cast(is_above_scale_industry as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
    union all
    select enterprise_id, quarters_back, 'is_dishonest' as measure, cast(is_dishonest as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
    union all
    select enterprise_id, quarters_back, 'is_grade_d' as measure, cast(is_grade_d as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
    union all
    select enterprise_id, quarters_back, 'consecutive_d_years' as measure, cast(consecutive_d_years as decimal(20, 6)) as value, cast(null as decimal(20, 6)) as base from flags
)

select * from measures
