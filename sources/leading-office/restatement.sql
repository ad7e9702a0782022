-- What corrections changed. Values only of data sets that this office's pages show anyway; of taxes, payments, loans and the
-- like it sees that a figure was corrected, where and by which bureau, and not the figure. Of payments not whose either: to be paid is a status.
select
    place,
    strftime(new_known_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as restated_at,
    bureau,
    dataset,
    case when dataset = 'payments' then '—' else coalesce(enterprise_name, enterprise_id, '—') end as enterprise_name,
    case when dataset <> 'payments' then town end as town,
    case when dataset = 'payments' then '' else period end as period,
    case when dataset = 'payments' then '—' else item end as item,
    column_name,
    unit,
    (dataset in ('production', 'employment', 'enterprises', 'nurture_library', 'official_ratings', 'visits', 'requests', 'services', 'inspections', 'town_targets')) as is_shown,
    not is_shown as is_kept_back,
    case when try_cast(old_value as double) is not null and old_value like '%.%' then regexp_replace(old_value, '\.?0+$', '') else old_value end as old_value,
    case when try_cast(new_value as double) is not null and new_value like '%.%' then regexp_replace(new_value, '\.?0+$', '') else new_value end as new_value,
    cast(difference as double) as difference,
    change_rate,
    old_file,
    old_sheet,
    old_row,
    new_file,
    new_sheet,
    new_row
from mart.restatement
order by place
