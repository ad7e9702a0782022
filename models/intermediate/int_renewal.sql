-- Grain: recognition with a title that a clause pays for only when newly won (once-rule `new`). A renewal has the same title at the same or a higher level
-- on record on an earlier day, in any year, by the same recipient (the credit code, else the name); of several the newest is named.
-- A step up is no renewal. Where the policy says so, 首次或复核 decides when it is filled in.
with

settings as (
    select * from policy_setting
),

clauses as (
    select * from policy_clause
),

levels as (
    select * from policy_level
),

recognitions as (
    select * from stg_recognitions
),

titles as (
    select distinct category as title
    from clauses
    where once = 'new'
        and source = 'recognitions'
),

records as (
    select
        recognitions.recognition_no,
        coalesce(recognitions.enterprise_id, recognitions.recipient) as recipient_id,
        recognitions.title,
        recognitions.recognised_on,
        recognitions.first_or_renewal,
        levels.level_order
    from recognitions
    inner join titles
        on titles.title = recognitions.title
    left join levels
        on levels.level_zh = recognitions.level
),

earlier as (
    select
        records.recognition_no,
        others.recognition_no as renewal_of_subject,
        others.recognised_on as renewal_of_on,
        row_number() over (partition by records.recognition_no order by others.recognised_on desc, others.level_order desc, others.recognition_no) as place
    from records
    inner join records as others
        on others.recipient_id = records.recipient_id
        and others.title = records.title
        and others.recognised_on < records.recognised_on
        and others.level_order >= records.level_order
),

judged as (
    select
        records.recognition_no,
        earlier.renewal_of_subject,
        earlier.renewal_of_on,
        case
            when settings.is_renewal_column_used and records.first_or_renewal is not null then records.first_or_renewal = '复核'
            else earlier.recognition_no is not null
        end as is_renewal
    from records
    cross join settings
    left join earlier
        on earlier.recognition_no = records.recognition_no
        and earlier.place = 1
),

renewals as (
    select
        'recognitions' as source,
        recognition_no,
        is_renewal,
        case when is_renewal then renewal_of_subject end as renewal_of_subject,
        case when is_renewal then renewal_of_on end as renewal_of_on
    from judged
)

select * from renewals
