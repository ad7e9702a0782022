-- Grain: monthly data set, month with a row on file: when its first row was known, and how many rows are known now.
-- From raw, not staging: the first time counts, not the newest. Days are the office's.
with

parameters as (
    select * from build_parameters
),

sent as (
    select 'production' as dataset, rows_known.month, rows_known.known_at from raw.production as rows_known
    union all
    select 'taxes' as dataset, rows_known.month, rows_known.known_at from raw.taxes as rows_known
    union all
    select 'district_taxes' as dataset, rows_known.month, rows_known.known_at from raw.district_taxes as rows_known
    union all
    select 'energy' as dataset, rows_known.month, rows_known.known_at from raw.energy as rows_known
    union all
    select 'employment' as dataset, rows_known.month, rows_known.known_at from raw.employment as rows_known
),

first_sent as (
    select
        sent.dataset,
        sent.month,
        cast(min(sent.known_at) as date) as sent_on,
        count(*) as rows_known
    from sent
    inner join parameters
        on sent.known_at <= parameters.known_at
        and sent.month <= parameters.as_of_month
    group by sent.dataset, sent.month
)

select * from first_sent
