-- Grain: body that leads a part of the plan (part III), thing that is counted for it, at the as-of month. A target's count is that of target_progress; of
-- titles and events each record up to the as-of month counts, and those of the as-of year beside it.
with

parameters as (
    select * from build_parameters
),

items as (
    select * from evaluation_lead_item
),

sources as (
    select * from evaluation_lead_source
),

targets as (
    select * from target_progress
),

recognitions as (
    select * from stg_recognitions
),

capital_events as (
    select * from stg_capital_events
),

records as (
    select
        'recognitions' as source,
        title as category,
        recognised_on as happened_on
    from recognitions
    union all
    select
        'capital_events',
        event,
        happened_on
    from capital_events
),

counted as (
    select
        sources.item,
        count(records.happened_on) as in_all,
        sum(case when extract(year from records.happened_on) = parameters.as_of_year then 1 else 0 end) as this_year
    from sources
    cross join parameters
    left join records
        on records.source = sources.source
        and records.category = sources.category
        and records.happened_on <= parameters.as_of_on
    group by sources.item
),

lead_tally as (
    select
        parameters.as_of_month,
        items.body,
        items.item,
        items.body_order,
        items.item_order,
        items.label_zh,
        items.label_en,
        cast(targets.target as integer) as target,
        cast(coalesce(targets.achieved, counted.in_all) as integer) as achieved,
        cast(counted.this_year as integer) as this_year,
        targets.status
    from items
    cross join parameters
    left join targets
        on targets.target_id = items.target_id
    left join counted
        on counted.item = items.item
)

select * from lead_tally
