-- Grain: town, month: enterprises in operation whose 生产经营月报 was first known by its day, of those that ever sent one.
-- From raw: the first time counts. A month whose day had passed before the first load cannot be judged and has no row.
with

parameters as (
    select * from build_parameters
),

enterprises as (
    select * from stg_enterprises
),

datasets as (
    select * from evaluation_reporting_dataset
),

grid as (
    select * from int_town_month
),

ledger as (
    select cast(min(import_file.loaded_at) as date) as first_load_on from ops.import_file
),

first_known as (
    select
        source.enterprise_id,
        source.month,
        cast(min(source.known_at) as date) as sent_on
    from raw.production as source
    inner join parameters
        on source.known_at <= parameters.known_at
        and source.month <= parameters.as_of_month
    group by source.enterprise_id, source.month
),

reporters as (
    select distinct
        enterprises.enterprise_id,
        enterprises.town
    from enterprises
    inner join first_known
        on enterprises.enterprise_id = first_known.enterprise_id
    where enterprises.operating_status = '存续'
),

-- whole years, also before the months that are ranked: the rate is the year's so far
reported_months as (
    select grid.month from grid
    union
    select first_known.month from first_known
),

towns as (
    select distinct grid.town from grid
),

due as (
    select
        towns.town,
        reported_months.month,
        cast(reported_months.month + interval '1' month + (datasets.due_day - 1) * interval '1' day as date) as due_on
    from reported_months
    cross join towns
    inner join datasets
        on datasets.dataset = 'production'
),

reports as (
    select
        due.town,
        due.month,
        cast(count(*) as integer) as expected,
        cast(sum(case when first_known.sent_on <= due.due_on then 1 else 0 end) as integer) as in_time
    from due
    inner join reporters
        on due.town = reporters.town
    cross join ledger
    cross join parameters
    left join first_known
        on reporters.enterprise_id = first_known.enterprise_id
        and due.month = first_known.month
    where due.due_on >= ledger.first_load_on
        and cast(parameters.known_at as date) > due.due_on
    group by due.town, due.month
)

select * from reports
