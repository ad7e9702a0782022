-- Grain: month, target, enterprise that counts for it or could: met, or not, or not known, with how far it is (1 = there) and why.
-- assets: the newest 期末资产总额 on file up to the month, strictly over the threshold. growth_since_entry: the year to date against the same
-- months of the year before entry, times (1 + growth) to the years between; exact in decimals. `progress` is a double rounded to six places; `figure`,
-- `value_wan` and `needed_wan` say of what: of several figures the one that is nearest.
with

targets as (
    select * from evaluation_target
),

target_figures as (
    select * from evaluation_target_figure
),

factors as (
    select * from evaluation_target_factor
),

library as (
    select * from int_target_library
),

library_figures as (
    select * from int_target_figure
),

production as (
    select * from stg_production
),

enterprises as (
    select * from stg_enterprises
),

size_events as (
    select * from stg_size_events
),

parameters as (
    select * from build_parameters
),

months_back as (
    select * from evaluation_month_back
),

settings as (
    select * from evaluation_target_setting
),

months as (
    select cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) as month
    from parameters
    cross join months_back
    cross join settings
    where months_back.months_back = 0
        or cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) >= date_trunc('month', settings.starts_on) - interval '1' month
),

asset_targets as (
    select * from targets where definition = 'assets'
),

-- those that ever came near, or stand in the library for it
asset_candidates as (
    select
        asset_targets.target_id,
        production.enterprise_id
    from asset_targets
    inner join production
        on production.assets_wan >= asset_targets.assets_over_wan * asset_targets.near_share
    union
    select
        asset_targets.target_id,
        library.enterprise_id
    from asset_targets
    inner join library
        on asset_targets.library_tier = library.tier
),

asset_candidates_in_operation as (
    select
        asset_candidates.target_id,
        asset_candidates.enterprise_id
    from asset_candidates
    inner join enterprises
        on asset_candidates.enterprise_id = enterprises.enterprise_id
    where enterprises.operating_status = '存续'
),

assets as (
    select
        asset_candidates_in_operation.target_id,
        asset_candidates_in_operation.enterprise_id,
        months.month,
        production.assets_wan,
        row_number() over (
            partition by asset_candidates_in_operation.target_id, asset_candidates_in_operation.enterprise_id, months.month
            order by production.month desc
        ) as rank_from_newest
    from asset_candidates_in_operation
    cross join months
    left join production
        on asset_candidates_in_operation.enterprise_id = production.enterprise_id
        and production.month <= months.month
        and production.assets_wan is not null
),

asset_states as (
    select
        assets.month,
        assets.target_id,
        assets.enterprise_id,
        case
            when assets.assets_wan is null then 'unknown'
            when assets.assets_wan > asset_targets.assets_over_wan then 'met'
            else 'not_met'
        end as state,
        case
            when assets.assets_wan is null then 'missing:production'
            when assets.assets_wan > asset_targets.assets_over_wan then 'assets_over'
            else 'assets_not_over'
        end as reason,
        cast(cast(assets.assets_wan as double) / cast(asset_targets.assets_over_wan as double) as decimal(18, 6)) as progress,
        'assets' as figure,
        cast(assets.assets_wan as decimal(20, 6)) as value_wan,
        cast(asset_targets.assets_over_wan as decimal(20, 6)) as needed_wan
    from assets
    inner join asset_targets
        on assets.target_id = asset_targets.target_id
    where assets.rank_from_newest = 1
),

growth_members as (
    select
        library.month,
        library.month_end_on,
        targets.target_id,
        targets.is_inclusive,
        targets.counts_above_scale,
        library.enterprise_id,
        library.entered_on,
        cast(extract(year from library.month) - extract(year from library.entered_on) + 1 as integer) as years,
        cast(extract(year from library.entered_on) - 1 as integer) as base_year,
        cast(extract(month from library.month) as integer) as month_no
    from library
    inner join targets
        on library.tier = targets.library_tier
        and targets.definition = 'growth_since_entry'
),

growth_figures as (
    select
        growth_members.month,
        growth_members.target_id,
        growth_members.enterprise_id,
        target_figures.figure,
        case
            when present.year_to_date_wan is null or base.year_to_date_wan is null then 'unknown'
            when present.year_to_date_wan > base.year_to_date_wan * factors.factor then 'met'
            when growth_members.is_inclusive and present.year_to_date_wan > 0 and present.year_to_date_wan = base.year_to_date_wan * factors.factor then 'met'
            else 'not_met'
        end as state,
        case
            when base.year_to_date_wan > 0
                then least(cast(cast(present.year_to_date_wan as double) / cast(base.year_to_date_wan as double) / cast(factors.factor as double) as decimal(38, 6)), 999999)
        end as progress,
        present.year_to_date_wan as value_wan,
        cast(base.year_to_date_wan * factors.factor as decimal(20, 6)) as needed_wan
    from growth_members
    inner join target_figures
        on growth_members.target_id = target_figures.target_id
    inner join factors
        on growth_members.target_id = factors.target_id
        and least(growth_members.years, 12) = factors.years
    left join library_figures as present
        on growth_members.enterprise_id = present.enterprise_id
        and growth_members.month = present.month
        and target_figures.figure = present.figure
    left join library_figures as base
        on growth_members.enterprise_id = base.enterprise_id
        and growth_members.base_year = base.year
        and growth_members.month_no = base.month_no
        and target_figures.figure = base.figure
),

raised as (
    select
        growth_members.month,
        growth_members.target_id,
        growth_members.enterprise_id,
        count(*) as events
    from growth_members
    inner join size_events
        on growth_members.enterprise_id = size_events.enterprise_id
        and size_events.happened_on >= growth_members.entered_on
        and size_events.happened_on <= growth_members.month_end_on
    where growth_members.counts_above_scale
    group by growth_members.month, growth_members.target_id, growth_members.enterprise_id
),

growth_ranked as (
    select
        growth_figures.*,
        row_number() over (
            partition by growth_figures.month, growth_figures.target_id, growth_figures.enterprise_id
            order by case when growth_figures.progress is null then 1 else 0 end, growth_figures.progress desc, growth_figures.figure
        ) as rank_from_nearest
    from growth_figures
),

growth_sums as (
    select
        growth_figures.month,
        growth_figures.target_id,
        growth_figures.enterprise_id,
        max(case when growth_figures.state = 'met' then 1 else 0 end) as met,
        max(case when growth_figures.state = 'unknown' then 1 else 0 end) as not_known,
        max(case when growth_figures.state = 'met' then growth_figures.figure || '_up' end) as met_reason,
        max(growth_figures.progress) as progress,
        max(case when growth_figures.rank_from_nearest = 1 then growth_figures.figure end) as figure,
        max(case when growth_figures.rank_from_nearest = 1 then growth_figures.value_wan end) as value_wan,
        max(case when growth_figures.rank_from_nearest = 1 then growth_figures.needed_wan end) as needed_wan
    from growth_ranked as growth_figures
    group by growth_figures.month, growth_figures.target_id, growth_figures.enterprise_id
),

growth_states as (
    select
        growth_sums.month,
        growth_sums.target_id,
        growth_sums.enterprise_id,
        case
            when raised.events > 0 or growth_sums.met = 1 then 'met'
            when growth_sums.not_known = 1 then 'unknown'
            else 'not_met'
        end as state,
        case
            when raised.events > 0 then 'became_above_scale'
            when growth_sums.met = 1 then growth_sums.met_reason
            when growth_sums.not_known = 1 then 'missing:production'
            else 'growth_short'
        end as reason,
        cast(growth_sums.progress as decimal(18, 6)) as progress,
        growth_sums.figure,
        growth_sums.value_wan,
        growth_sums.needed_wan
    from growth_sums
    left join raised
        on growth_sums.month = raised.month
        and growth_sums.target_id = raised.target_id
        and growth_sums.enterprise_id = raised.enterprise_id
),

states as (
    select month, target_id, enterprise_id, state, reason, progress, figure, value_wan, needed_wan from asset_states
    union all
    select month, target_id, enterprise_id, state, reason, progress, figure, value_wan, needed_wan from growth_states
)

select * from states
