-- Grain: inspection of an enterprise; over the year's limit from the third on (parameter). Same-day inspections are ordered by number.
with

settings as (
    select * from evaluation_promise_setting
),

inspections as (
    select * from stg_inspections
),

enterprises as (
    select * from stg_enterprises
),

ordered as (
    select
        inspections.inspection_no,
        inspections.enterprise_id,
        inspections.inspecting_body,
        inspections.inspected_on,
        settings.inspections_a_year,
        settings.counts_on_request or not coalesce(inspections.is_on_request, false) as is_counted,
        sum(case when settings.counts_on_request or not coalesce(inspections.is_on_request, false) then 1 else 0 end) over (
            partition by inspections.enterprise_id, extract(year from inspections.inspected_on)
            order by inspections.inspected_on, inspections.inspection_no
        ) as counted_so_far
    from inspections
    cross join settings
),

judged as (
    select
        'inspection' as promise,
        ordered.inspection_no as item_no,
        ordered.enterprise_id,
        enterprises.town,
        ordered.inspecting_body as responsible,
        ordered.inspected_on as started_on,
        cast(ordered.counted_so_far as integer) as counted_so_far,
        ordered.is_counted and ordered.counted_so_far > ordered.inspections_a_year as is_late,
        case
            when not ordered.is_counted then 'on_request'
            when ordered.counted_so_far > ordered.inspections_a_year then 'over_limit'
        end as reason
    from ordered
    left join enterprises
        on ordered.enterprise_id = enterprises.enterprise_id
)

select * from judged
