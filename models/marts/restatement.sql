-- Grain: load, data set, row's key, column. A figure that was on file and was changed by a later load, as far as known at `known_at`.
-- `place` counts the newest first. Values are as stored: money in 万元, rates as fractions, dates as days.
with

parameters as (
    select * from build_parameters
),

restatements as (
    select * from ops.restatement
),

enterprises as (
    select * from stg_enterprises
),

known as (
    select
        restatements.load_id,
        restatements.dataset,
        restatements.bureau,
        restatements.enterprise_id,
        enterprises.enterprise_name,
        enterprises.town,
        restatements.period,
        restatements.item,
        restatements.column_name,
        restatements.unit,
        restatements.old_value,
        restatements.new_value,
        restatements.difference,
        -- a share of the old value, to be read and not to be reckoned with
        case when restatements.difference is not null and try_cast(restatements.old_value as double) <> 0
            then cast(restatements.difference as double) / abs(cast(restatements.old_value as double)) end as change_rate,
        restatements.old_file,
        restatements.old_sheet,
        restatements.old_row,
        restatements.old_known_at,
        restatements.new_file,
        restatements.new_sheet,
        restatements.new_row,
        restatements.new_known_at
    from restatements
    inner join parameters
        on restatements.new_known_at <= parameters.known_at
    left join enterprises
        on enterprises.enterprise_id = restatements.enterprise_id
),

numbered as (
    select
        row_number() over (order by new_known_at desc, dataset, enterprise_id, period, item, column_name) as place,
        *
    from known
)

select * from numbered
