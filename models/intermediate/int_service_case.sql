-- Grain: request or case with a promise: received, due (working days after the day of receipt), closed, up to the as-of month.
with

parameters as (
    select * from build_parameters
),

promises as (
    select * from evaluation_promise
),

calendar as (
    select * from int_service_calendar
),

requests as (
    select * from stg_requests
),

services as (
    select * from stg_services
),

enterprises as (
    select * from stg_enterprises
),

cases as (
    select
        'requests' as source,
        requests.request_no as item_no,
        requests.enterprise_id,
        requests.town,
        requests.category,
        requests.handling_bureau,
        requests.received_on,
        requests.closed_on
    from requests
    union all
    select
        'services' as source,
        services.case_no as item_no,
        services.enterprise_id,
        cast(null as varchar) as town,
        services.event as category,
        services.handling_bureau,
        services.received_on,
        services.closed_on
    from services
),

promised as (
    select
        promises.promise,
        promises.limit_days,
        -- who is late is who handles the case; where nobody is named, the bureau that sends the list
        coalesce(cases.handling_bureau, promises.bureau) as bureau,
        (cases.handling_bureau is null) as is_body_assumed,
        cases.item_no,
        cases.enterprise_id,
        coalesce(cases.town, enterprises.town) as town,
        cases.received_on,
        cases.closed_on,
        parameters.as_of_on
    from cases
    inner join promises
        on cases.source = promises.source
        and cases.category = promises.category
    cross join parameters
    left join enterprises
        on cases.enterprise_id = enterprises.enterprise_id
),

dated as (
    select
        promised.promise,
        promised.limit_days,
        promised.bureau,
        promised.is_body_assumed,
        promised.item_no,
        promised.enterprise_id,
        promised.town,
        promised.received_on,
        promised.closed_on,
        promised.as_of_on,
        received.day as received_known_on,
        due.day as due_on,
        until.working_day_no - received.working_day_no as working_days
    from promised
    left join calendar as received
        on promised.received_on = received.day
    left join calendar as due
        on received.run = due.run
        and received.working_day_no + promised.limit_days = due.working_day_no
        and due.is_working_day
    left join calendar as until
        on received.run = until.run
        and coalesce(promised.closed_on, promised.as_of_on) = until.day
),

judged as (
    select
        dated.promise,
        dated.item_no,
        dated.enterprise_id,
        dated.town,
        dated.bureau as responsible,
        dated.is_body_assumed,
        dated.received_on as started_on,
        dated.due_on,
        dated.closed_on,
        case when dated.closed_on < dated.received_on then null else dated.working_days end as working_days,
        dated.limit_days,
        case
            when dated.closed_on < dated.received_on or dated.limit_days is null then null
            -- due after the last known day, and closed or still open before it
            when dated.due_on is null and dated.working_days is not null then false
            when dated.due_on is null then null
            else coalesce(dated.closed_on, dated.as_of_on) > dated.due_on
        end as is_late,
        case
            when dated.closed_on < dated.received_on then 'closed_before_received'
            when dated.limit_days is null then 'no_limit'
            when dated.due_on is null and (dated.working_days is null or dated.closed_on is null) then 'calendar_unknown'
        end as reason
    from dated
)

select * from judged
