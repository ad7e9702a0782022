-- Grain: monthly data set, month with a row on file: when its first row was known, when the month was there as good as whole, how
-- many enterprises and rows are known now. Whole is the share of `complete_share` of the enterprises of the larger of the two months before.
-- From raw, not staging: the first time counts, not the newest. Days are the office's.
with

parameters as (
    select * from build_parameters
),

datasets as (
    select * from evaluation_reporting_dataset
),

sent as (
    select 'production' as dataset, rows_known.month, rows_known.enterprise_id, rows_known.known_at from raw.production as rows_known
    union all
    select 'taxes' as dataset, rows_known.month, rows_known.enterprise_id, rows_known.known_at from raw.taxes as rows_known
    union all
    select 'district_taxes' as dataset, rows_known.month, '' as enterprise_id, rows_known.known_at from raw.district_taxes as rows_known
    union all
    select 'energy' as dataset, rows_known.month, rows_known.enterprise_id, rows_known.known_at from raw.energy as rows_known
    union all
    select 'employment' as dataset, rows_known.month, rows_known.enterprise_id, rows_known.known_at from raw.employment as rows_known
),

first_known as (
    select
        sent.dataset,
        sent.month,
        sent.enterprise_id,
        min(sent.known_at) as known_at,
        count(*) as rows_known
    from sent
    inner join parameters
        on sent.known_at <= parameters.known_at
        and sent.month <= parameters.as_of_month
    group by sent.dataset, sent.month, sent.enterprise_id
),

sizes as (
    select
        first_known.dataset,
        first_known.month,
        cast(min(first_known.known_at) as date) as sent_on,
        count(*) as enterprises_known,
        sum(first_known.rows_known) as rows_known
    from first_known
    group by first_known.dataset, first_known.month
),

expected as (
    select
        sizes.dataset,
        sizes.month,
        sizes.sent_on,
        sizes.enterprises_known,
        sizes.rows_known,
        coalesce(max(sizes.enterprises_known) over (partition by sizes.dataset order by sizes.month rows between 2 preceding and 1 preceding), sizes.enterprises_known) as enterprises_before
    from sizes
),

reached as (
    select
        first_known.dataset,
        first_known.month,
        first_known.known_at,
        row_number() over (partition by first_known.dataset, first_known.month order by first_known.known_at, first_known.enterprise_id) as enterprises_by_then
    from first_known
),

completed as (
    select
        expected.dataset,
        expected.month,
        cast(min(reached.known_at) as date) as complete_on
    from expected
    inner join datasets
        on expected.dataset = datasets.dataset
    inner join reached
        on expected.dataset = reached.dataset
        and expected.month = reached.month
        and reached.enterprises_by_then >= datasets.complete_share * expected.enterprises_before
    group by expected.dataset, expected.month
),

timeliness as (
    select
        expected.dataset,
        expected.month,
        expected.sent_on,
        completed.complete_on,
        expected.enterprises_known,
        expected.enterprises_before,
        cast(expected.rows_known as bigint) as rows_known
    from expected
    left join completed
        on expected.dataset = completed.dataset
        and expected.month = completed.month
)

select * from timeliness
