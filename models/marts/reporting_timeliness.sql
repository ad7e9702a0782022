-- Grain: monthly data set, month (the last 24 up to the as-of month, from the first on file): was it sent by its day of the next month?
-- Sent is when it is there as good as whole (int_timeliness_month); of a month that was sent again the first time counts. A month whose day had passed before the first load ever cannot be judged: `before_first_load`.
with

parameters as (
    select * from build_parameters
),

months_back as (
    select * from evaluation_month_back
),

datasets as (
    select * from evaluation_reporting_dataset
),

sent as (
    select * from int_timeliness_month
),

ledger as (
    select cast(min(import_file.loaded_at) as date) as first_load_on from ops.import_file
),

first_month as (
    select min(sent.month) as month from sent
),

expected as (
    select
        datasets.dataset,
        datasets.dataset_name,
        datasets.bureau,
        cast(parameters.as_of_month - months_back.months_back * interval '1' month as date) as month,
        cast(parameters.as_of_month - (months_back.months_back - 1) * interval '1' month + (datasets.due_day - 1) * interval '1' day as date) as due_on
    from datasets
    cross join parameters
    cross join months_back
    where months_back.months_back < 24
),

reporting_timeliness as (
    select
        expected.dataset,
        expected.month,
        expected.dataset_name,
        expected.bureau,
        expected.due_on,
        sent.sent_on,
        sent.complete_on,
        case
            when sent.complete_on <= expected.due_on then 'on_time'
            when sent.complete_on is null and cast(parameters.known_at as date) <= expected.due_on then 'not_due'
            when sent.sent_on is null then 'missing'
            when sent.complete_on is null then 'partial'
            when expected.due_on < ledger.first_load_on then 'before_first_load'
            else 'late'
        end as status,
        case when sent.complete_on > expected.due_on and expected.due_on >= ledger.first_load_on then cast(sent.complete_on - expected.due_on as integer) end as days_late,
        coalesce(sent.enterprises_known, 0) as enterprises_known,
        sent.enterprises_before,
        coalesce(sent.rows_known, 0) as rows_known
    from expected
    inner join first_month
        on expected.month >= first_month.month
    cross join parameters
    cross join ledger
    left join sent
        on expected.dataset = sent.dataset
        and expected.month = sent.month
)

select * from reporting_timeliness
