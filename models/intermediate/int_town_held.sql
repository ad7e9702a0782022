-- Grain: figure, town, month, enterprise: its part of the town's figure as the public view has it.
-- Two publications between which one enterprise was corrected or came late would tell its figure by their difference. So a month moves on from
-- what it was first shown with only when at least three enterprises (parameter) have another figure by then and no one of them makes nearly all of
-- the difference (parameter), and the same holds for those of them that a growth is made of; until then the change waits. The moments follow
-- from the ledger alone, whenever anything was published. is_released: false where never yet three were enough to show the month at all. Unit: 万元.
with recursive

settings as (
    select * from evaluation_disclosure
),

contributions as (
    select * from int_town_contribution
),

firsts as (
    select figure, town, month, min(known_at) as known_at
    from contributions
    group by figure, town, month
),

-- what came after a month's first load: of most months nothing
late as (
    select contributions.figure, contributions.town, contributions.month, contributions.enterprise_id, contributions.item, contributions.known_at
    from contributions
    inner join firsts
        on contributions.figure = firsts.figure
        and contributions.town = firsts.town
        and contributions.month = firsts.month
        and contributions.known_at > firsts.known_at
),

versions as (
    select
        contributions.*,
        lag(contributions.value_wan) over (
            partition by contributions.figure, contributions.town, contributions.month, contributions.enterprise_id, contributions.item
            order by contributions.known_at
        ) as earlier_wan
    from contributions
    semi join late
        on contributions.figure = late.figure
        and contributions.town = late.town
        and contributions.month = late.month
        and contributions.enterprise_id = late.enterprise_id
        and contributions.item = late.item
),

-- who is on file a year before or after: a growth is made of those who are in both
others as (
    select distinct contributions.figure, contributions.town, contributions.enterprise_id, contributions.month
    from contributions
    semi join late
        on contributions.figure = late.figure
        and contributions.town = late.town
        and contributions.enterprise_id = late.enterprise_id
    where contributions.value_wan is not null
),

changes as (
    select
        contributions.figure,
        contributions.town,
        contributions.month,
        contributions.enterprise_id,
        contributions.known_at,
        coalesce(contributions.value_wan, 0) as change_wan,
        false as is_before,
        false as is_after
    from contributions
    inner join firsts
        on contributions.figure = firsts.figure
        and contributions.town = firsts.town
        and contributions.month = firsts.month
        and contributions.known_at = firsts.known_at
    union all
    select
        versions.figure,
        versions.town,
        versions.month,
        versions.enterprise_id,
        versions.known_at,
        coalesce(versions.value_wan, 0) - coalesce(versions.earlier_wan, 0) as change_wan,
        before.month is not null as is_before,
        after.month is not null as is_after
    from versions
    inner join firsts
        on versions.figure = firsts.figure
        and versions.town = firsts.town
        and versions.month = firsts.month
        and versions.known_at > firsts.known_at
    left join others as before
        on versions.figure = before.figure
        and versions.town = before.town
        and versions.enterprise_id = before.enterprise_id
        and before.month = cast(versions.month - interval '12' month as date)
    left join others as after
        on versions.figure = after.figure
        and versions.town = after.town
        and versions.enterprise_id = after.enterprise_id
        and after.month = cast(versions.month + interval '12' month as date)
),

vintages as (
    select
        changes.figure,
        changes.town,
        changes.month,
        changes.known_at,
        row_number() over (partition by changes.figure, changes.town, changes.month order by changes.known_at) as place
    from changes
    group by changes.figure, changes.town, changes.month, changes.known_at
),

-- load by load: what has changed since the month was last moved on, and whether that may be shown; before the first there is nothing
chain as (
    select distinct figure, town, month, cast(0 as bigint) as place, timestamptz '-infinity' as released_at
    from vintages
    union all
    select
        waiting.figure,
        waiting.town,
        waiting.month,
        waiting.place,
        case
            when max(waiting.all_wan) > 0
                and (count(*) filter (waiting.all_wan > 0) < any_value(settings.min_contributors) or max(waiting.all_wan) > any_value(settings.largest_share) * sum(waiting.all_wan)) then waiting.released_at
            when max(waiting.before_wan) > 0
                and (count(*) filter (waiting.before_wan > 0) < any_value(settings.min_contributors) or max(waiting.before_wan) > any_value(settings.largest_share) * sum(waiting.before_wan)) then waiting.released_at
            when max(waiting.after_wan) > 0
                and (count(*) filter (waiting.after_wan > 0) < any_value(settings.min_contributors) or max(waiting.after_wan) > any_value(settings.largest_share) * sum(waiting.after_wan)) then waiting.released_at
            else waiting.known_at
        end as released_at
    from (
        select
            chain.figure,
            chain.town,
            chain.month,
            vintages.place,
            vintages.known_at,
            chain.released_at,
            abs(sum(changes.change_wan)) as all_wan,
            -- a month's first growth is judged by itself
            abs(sum(case when changes.is_before and chain.released_at > timestamptz '-infinity' then changes.change_wan else 0 end)) as before_wan,
            abs(sum(case when changes.is_after and chain.released_at > timestamptz '-infinity' then changes.change_wan else 0 end)) as after_wan
        from chain
        inner join vintages
            on chain.figure = vintages.figure
            and chain.town = vintages.town
            and chain.month = vintages.month
            and vintages.place = chain.place + 1
        inner join changes
            on chain.figure = changes.figure
            and chain.town = changes.town
            and chain.month = changes.month
            and changes.known_at > chain.released_at
            and changes.known_at <= vintages.known_at
        group by chain.figure, chain.town, chain.month, vintages.place, vintages.known_at, chain.released_at, changes.enterprise_id
    ) as waiting
    cross join settings
    group by waiting.figure, waiting.town, waiting.month, waiting.place, waiting.known_at, waiting.released_at
),

released as (
    select
        chain.figure,
        chain.town,
        chain.month,
        max(chain.released_at) > timestamptz '-infinity' as is_released,
        max(chain.released_at) as released_at
    from chain
    group by chain.figure, chain.town, chain.month
),

newest as (
    select
        contributions.figure,
        contributions.town,
        contributions.month,
        contributions.enterprise_id,
        contributions.item,
        released.is_released,
        arg_max_null(contributions.value_wan, contributions.known_at) as value_wan
    from contributions
    inner join released
        on contributions.figure = released.figure
        and contributions.town = released.town
        and contributions.month = released.month
        and (contributions.known_at <= released.released_at or not released.is_released)
    group by contributions.figure, contributions.town, contributions.month, contributions.enterprise_id, contributions.item, released.is_released
),

held as (
    select figure, town, month, enterprise_id, cast(sum(value_wan) as decimal(20, 6)) as value_wan, any_value(is_released) as is_released
    from newest
    where value_wan is not null
    group by figure, town, month, enterprise_id
)

select * from held
