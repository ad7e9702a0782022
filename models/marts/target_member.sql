-- Grain: target, enterprise that counts for it at the as-of month, or comes next, or cannot be judged; nearest first.
with

parameters as (
    select * from build_parameters
),

states as (
    select * from int_target_state
),

library as (
    select * from int_target_library
),

enterprises as (
    select * from stg_enterprises
),

present as (
    select
        states.target_id,
        states.enterprise_id,
        states.state,
        states.reason,
        states.progress,
        states.figure,
        states.value_wan,
        states.needed_wan,
        parameters.as_of_month
    from states
    inner join parameters
        on states.month = parameters.as_of_month
),

target_member as (
    select
        present.as_of_month,
        present.target_id,
        present.enterprise_id,
        enterprises.enterprise_name,
        enterprises.town,
        library.tier as library_tier,
        library.entered_on,
        library.leader,
        present.state,
        present.reason,
        present.progress,
        present.figure,
        present.value_wan,
        present.needed_wan,
        cast(row_number() over (
            partition by present.target_id
            order by case present.state when 'met' then 0 when 'not_met' then 1 else 2 end, coalesce(present.progress, 0) desc, present.enterprise_id
        ) as integer) as position
    from present
    left join enterprises
        on present.enterprise_id = enterprises.enterprise_id
    left join library
        on present.as_of_month = library.month
        and present.enterprise_id = library.enterprise_id
)

select * from target_member
