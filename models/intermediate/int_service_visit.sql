-- Grain: quarter up to the as-of month, enterprise in the nurture library at its end: visited by its leader, or not.
with

parameters as (
    select * from build_parameters
),

settings as (
    select * from evaluation_promise_setting
),

library as (
    select * from int_target_library
),

visits as (
    -- several leaders in one cell, as 甲、乙, paid the visit together; spaces within a name are a way of setting it
    select
        recorded.enterprise_id,
        recorded.visited_on,
        string_split(regexp_replace(regexp_replace(recorded.leader, '[\s　]', '', 'g'), '[，,；;/]', '、', 'g'), '、') as leaders
    from stg_visits as recorded
),

enterprises as (
    select * from stg_enterprises
),

plan as (
    select * from evaluation_target_setting
),

members as (
    select
        cast(extract(year from library.month) as varchar) || 'Q' || cast(extract(quarter from library.month) as varchar) as quarter,
        cast(date_trunc('quarter', library.month) as date) as quarter_from,
        last_day(cast(date_trunc('quarter', library.month) + interval '2' month as date)) as quarter_until,
        library.enterprise_id,
        library.leader,
        string_split(regexp_replace(regexp_replace(library.leader, '[\s　]', '', 'g'), '[，,；;/]', '、', 'g'), '、') as leaders
    from library
    cross join parameters
    cross join plan
    where (extract(month from library.month) in (3, 6, 9, 12) or library.month = parameters.as_of_month)
        and library.month >= date_trunc('month', plan.starts_on)
),

visited as (
    select
        members.quarter,
        members.quarter_from,
        members.quarter_until,
        members.enterprise_id,
        members.leader,
        min(case when not settings.by_named_leader or members.leader is null or list_has_any(visits.leaders, members.leaders) then visits.visited_on end) as visited_on,
        min(visits.visited_on) as any_visited_on
    from members
    cross join settings
    left join visits
        on members.enterprise_id = visits.enterprise_id
        and visits.visited_on >= members.quarter_from
        and visits.visited_on <= members.quarter_until
    group by members.quarter, members.quarter_from, members.quarter_until, members.enterprise_id, members.leader
),

judged as (
    select
        'visit' as promise,
        visited.quarter || ' ' || visited.enterprise_id as item_no,
        visited.enterprise_id,
        enterprises.town,
        visited.leader as responsible,
        visited.quarter_from as started_on,
        visited.quarter_until as due_on,
        visited.visited_on as closed_on,
        visited.visited_on is null and visited.quarter_until <= parameters.as_of_on as is_late,
        case when visited.visited_on is null and visited.any_visited_on is not null then 'other_leader' end as reason
    from visited
    cross join parameters
    left join enterprises
        on visited.enterprise_id = enterprises.enterprise_id
)

select * from judged
