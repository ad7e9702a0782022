-- Grain: figure, town, enterprise, project (of an investment; else empty), month, moment: what the enterprise's part of the town's figure became then.
-- The whole history up to `known_at`: what was sent, corrected, and moved from town to town by a correction of the registry (the town that it
-- leaves has a row without a value). Unit: 万元. Months that a site's figures go back to, and a year more; an investment stands in January of its year.
with

parameters as (
    select * from build_parameters
),

grid as (
    select * from int_town_month
),

window_start as (
    select cast(date_trunc('year', min(grid.month)) - interval '12' month as date) as first_month from grid
),

sent as (
    select 'output' as figure, enterprise_id, '' as item, month, output_wan as value_wan, known_at, file_id, source_row, source_sheet from raw.production
    union all
    select 'local_tax' as figure, enterprise_id, '' as item, month, local_tax_wan as value_wan, known_at, file_id, source_row, source_sheet from raw.taxes
    union all
    select 'investment' as figure, enterprise_id, project_no as item, make_date(year, 1, 1) as month, total_investment_wan as value_wan, known_at, file_id, source_row, source_sheet from raw.transformation_projects
),

-- of a load the last row
numbered as (
    select
        sent.figure,
        sent.enterprise_id,
        sent.item,
        sent.month,
        sent.known_at,
        arg_max_null(sent.value_wan, (sent.file_id, sent.source_row, sent.source_sheet)) as value_wan
    from sent
    inner join parameters
        on sent.known_at <= parameters.known_at
        and sent.month <= parameters.as_of_month
    inner join window_start
        on sent.month >= window_start.first_month
    group by sent.figure, sent.enterprise_id, sent.item, sent.month, sent.known_at
),

-- sent again as it was is no change
changed as (
    select
        numbered.*,
        lag(numbered.value_wan) over (partition by numbered.figure, numbered.enterprise_id, numbered.item, numbered.month order by numbered.known_at) as before_wan
    from numbered
),

versions as (
    select
        changed.figure,
        changed.enterprise_id,
        changed.item,
        changed.month,
        cast(changed.value_wan as decimal(20, 6)) as value_wan,
        changed.known_at as from_at,
        coalesce(
            lead(changed.known_at) over (partition by changed.figure, changed.enterprise_id, changed.item, changed.month order by changed.known_at),
            timestamptz 'infinity'
        ) as until_at
    from changed
    where changed.value_wan is distinct from changed.before_wan
),

registered as (
    select
        registry.enterprise_id,
        registry.town,
        registry.sector,
        registry.known_at,
        row_number() over (
            partition by registry.enterprise_id, registry.known_at
            order by registry.file_id desc, registry.source_row desc, registry.source_sheet desc
        ) as place
    from raw.enterprises as registry
    inner join parameters
        on registry.known_at <= parameters.known_at
),

moved as (
    select
        registered.*,
        lag(concat(registered.town, ' ', registered.sector)) over (partition by registered.enterprise_id order by registered.known_at) as before
    from registered
    where registered.place = 1
),

addresses as (
    select
        moved.enterprise_id,
        moved.town,
        moved.sector,
        moved.known_at as from_at,
        coalesce(lead(moved.known_at) over (partition by moved.enterprise_id order by moved.known_at), timestamptz 'infinity') as until_at
    from moved
    where concat(moved.town, ' ', moved.sector) is distinct from moved.before
),

-- a value while the enterprise was in the town
stays as (
    select
        versions.figure,
        addresses.town,
        versions.enterprise_id,
        versions.item,
        versions.month,
        case when versions.figure <> 'output' or addresses.sector = '工业' then versions.value_wan end as value_wan,
        greatest(versions.from_at, addresses.from_at) as from_at,
        least(versions.until_at, addresses.until_at) as until_at
    from versions
    inner join addresses
        on versions.enterprise_id = addresses.enterprise_id
        and versions.from_at < addresses.until_at
        and addresses.from_at < versions.until_at
    where addresses.town is not null
),

movers as (
    select enterprise_id
    from addresses
    group by enterprise_id
    having count(distinct town) > 1
),

followed as (
    select
        stays.*,
        lead(stays.town) over (partition by stays.figure, stays.enterprise_id, stays.item, stays.month order by stays.from_at) as next_town,
        lead(stays.from_at) over (partition by stays.figure, stays.enterprise_id, stays.item, stays.month order by stays.from_at) as next_from_at
    from stays
    semi join movers
        on stays.enterprise_id = movers.enterprise_id
),

contributions as (
    select figure, town, enterprise_id, item, month, from_at as known_at, value_wan from stays
    union all
    select figure, town, enterprise_id, item, month, next_from_at as known_at, null as value_wan from followed where next_town <> town
)

select * from contributions
