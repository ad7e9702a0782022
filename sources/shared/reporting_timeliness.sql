-- Each bureau's monthly report, month by month: sent in time or not.
select
    dataset,
    dataset_name,
    bureau,
    strftime(month, '%Y-%m') as month,
    strftime(due_on, '%Y-%m-%d') as due_on,
    strftime(sent_on, '%Y-%m-%d') as sent_on,
    strftime(complete_on, '%Y-%m-%d') as complete_on,
    status,
    days_late,
    enterprises_known,
    enterprises_before,
    rows_known
from mart.reporting_timeliness
order by month, dataset
