-- Grain: inspection of an enterprise; over the year's limit from the third on (parameter). The year is the calendar's, or any twelve months in a row
-- (parameter). Same-day inspections are ordered by number.
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

marked as (
    select
        inspections.inspection_no,
        inspections.enterprise_id,
        inspections.inspecting_body,
        inspections.inspected_on,
        (settings.counts_on_request or not coalesce(inspections.is_on_request, false)) as is_counted,
        case when settings.inspection_window = 'calendar_year' then make_date(cast(extract(year from inspections.inspected_on) as integer), 1, 1) else cast(inspections.inspected_on - interval '12' month + interval '1' day as date) end as counted_from,
        settings.inspections_a_year
    from inspections
    cross join settings
),

ordered as (
    select
        marked.inspection_no,
        marked.enterprise_id,
        marked.inspecting_body,
        marked.inspected_on,
        marked.inspections_a_year,
        marked.is_counted,
        count(others.inspection_no) as counted_so_far
    from marked
    left join marked as others
        on others.enterprise_id = marked.enterprise_id
        and others.is_counted
        and others.inspected_on >= marked.counted_from
        and (others.inspected_on < marked.inspected_on or (others.inspected_on = marked.inspected_on and others.inspection_no <= marked.inspection_no))
    group by marked.inspection_no, marked.enterprise_id, marked.inspecting_body, marked.inspected_on, marked.inspections_a_year, marked.is_counted
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
