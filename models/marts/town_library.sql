-- Grain: town: its enterprises in the library by tier, at the as-of month. is_tiers_withheld: a tier has one or two of them (parameter), or
-- the town is the smallest other one where a single town's tiers would follow from the district's; is_total_withheld: as its library target's figure, which is the same number.
with

parameters as (
    select * from build_parameters
),

settings as (
    select * from evaluation_disclosure
),

tiers as (
    select * from growth_tier
),

contributors as (
    select * from int_town_contributor
),

counted as (
    select
        coalesce(tiers.town, '') as town,
        cast(sum(case when tiers.library_tier = 'leading' then 1 else 0 end) as integer) as leading_enterprises,
        cast(sum(case when tiers.library_tier = 'backbone' then 1 else 0 end) as integer) as backbone_enterprises,
        cast(sum(case when tiers.library_tier = 'small_micro' then 1 else 0 end) as integer) as small_micro_enterprises,
        cast(count(*) as integer) as enterprises
    from tiers
    where tiers.library_tier <> 'outside'
    group by coalesce(tiers.town, '')
),

judged as (
    select
        counted.*,
        (counted.leading_enterprises > 0 and counted.leading_enterprises < settings.min_contributors)
        or (counted.backbone_enterprises > 0 and counted.backbone_enterprises < settings.min_contributors)
        or (counted.small_micro_enterprises > 0 and counted.small_micro_enterprises < settings.min_contributors) as is_few,
        counted.enterprises < settings.min_contributors or coalesce(contributors.is_withheld, false) as is_total_withheld
    from counted
    cross join settings
    cross join parameters
    left join contributors
        on contributors.town = counted.town
        and contributors.month = parameters.as_of_month
        and contributors.indicator = 'target_library'
),

ordered as (
    select
        judged.*,
        sum(case when judged.is_few then 1 else 0 end) over () as few_towns,
        row_number() over (order by case when judged.is_few then 1 else 0 end, judged.enterprises, judged.town) as place_among_others
    from judged
),

town_library as (
    select
        ordered.town,
        ordered.leading_enterprises,
        ordered.backbone_enterprises,
        ordered.small_micro_enterprises,
        ordered.enterprises,
        ordered.is_few or (ordered.few_towns = 1 and ordered.place_among_others = 1) as is_tiers_withheld,
        ordered.is_total_withheld
    from ordered
)

select * from town_library
