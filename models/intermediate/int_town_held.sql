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

-- before the first there is nothing
starts as (
    select distinct figure, town, month, timestamptz '-infinity' as known_at
    from contributions
    where value_wan is not null
),

vintages as (
    select figure, town, month, known_at from starts
    union
    select contributions.figure, contributions.town, contributions.month, contributions.known_at
    from contributions
    inner join starts
        on contributions.figure = starts.figure
        and contributions.town = starts.town
        and contributions.month = starts.month
),

newest as (
    select
        vintages.figure,
        vintages.town,
        vintages.month,
        vintages.known_at as vintage,
        contributions.enterprise_id,
        contributions.value_wan,
        row_number() over (
            partition by vintages.figure, vintages.town, vintages.month, vintages.known_at, contributions.enterprise_id, contributions.item
            order by contributions.known_at desc
        ) as place
    from vintages
    inner join contributions
        on vintages.figure = contributions.figure
        and vintages.town = contributions.town
        and vintages.month = contributions.month
        and contributions.known_at <= vintages.known_at
),

states as (
    select figure, town, month, vintage, enterprise_id, sum(value_wan) as value_wan
    from newest
    where place = 1
    group by figure, town, month, vintage, enterprise_id
),

-- who is on file in a month: a growth is made of those who are in two
present as (
    select distinct figure, town, month, enterprise_id
    from contributions
    where value_wan is not null
),

changes as (
    select
        later.figure,
        later.town,
        later.month,
        later.enterprise_id,
        vintages.known_at as earlier,
        later.vintage as later,
        abs(coalesce(later.value_wan, 0) - coalesce(earlier.value_wan, 0)) as change_wan
    from states as later
    inner join vintages
        on later.figure = vintages.figure
        and later.town = vintages.town
        and later.month = vintages.month
        and vintages.known_at < later.vintage
    left join states as earlier
        on later.figure = earlier.figure
        and later.town = earlier.town
        and later.month = earlier.month
        and vintages.known_at = earlier.vintage
        and later.enterprise_id = earlier.enterprise_id
),

-- all that changed, and those of them on file a year before and a year after; a month's first growth is judged by itself
sums as (
    select 'all' as among, figure, town, month, earlier, later, change_wan from changes
    union all
    select 'before' as among, changes.figure, changes.town, changes.month, changes.earlier, changes.later, changes.change_wan
    from changes
    inner join present
        on changes.figure = present.figure
        and changes.town = present.town
        and changes.enterprise_id = present.enterprise_id
        and changes.month = cast(present.month + interval '12' month as date)
    where changes.earlier > timestamptz '-infinity'
    union all
    select 'after' as among, changes.figure, changes.town, changes.month, changes.earlier, changes.later, changes.change_wan
    from changes
    inner join present
        on changes.figure = present.figure
        and changes.town = present.town
        and changes.enterprise_id = present.enterprise_id
        and present.month = cast(changes.month + interval '12' month as date)
    where changes.earlier > timestamptz '-infinity'
),

judged as (
    select
        sums.figure,
        sums.town,
        sums.month,
        sums.earlier,
        sums.later,
        case
            when max(sums.change_wan) = 0 then 0
            when sum(case when sums.change_wan > 0 then 1 else 0 end) < any_value(settings.min_contributors) then 1
            when max(sums.change_wan) > any_value(settings.largest_share) * sum(sums.change_wan) then 1
            else 0
        end as is_few
    from sums
    cross join settings
    group by sums.among, sums.figure, sums.town, sums.month, sums.earlier, sums.later
),

allowed as (
    select figure, town, month, earlier, later
    from judged
    group by figure, town, month, earlier, later
    having max(is_few) = 0
),

steps as (
    select figure, town, month, earlier, min(later) as later
    from allowed
    group by figure, town, month, earlier
),

chain as (
    select figure, town, month, known_at from starts
    union all
    select steps.figure, steps.town, steps.month, steps.later as known_at
    from chain
    inner join steps
        on chain.figure = steps.figure
        and chain.town = steps.town
        and chain.month = steps.month
        and chain.known_at = steps.earlier
),

latest as (
    select figure, town, month, max(known_at) as vintage
    from vintages
    group by figure, town, month
),

released as (
    select
        chain.figure,
        chain.town,
        chain.month,
        max(chain.known_at) > timestamptz '-infinity' as is_released,
        case when max(chain.known_at) > timestamptz '-infinity' then max(chain.known_at) else any_value(latest.vintage) end as vintage
    from chain
    inner join latest
        on chain.figure = latest.figure
        and chain.town = latest.town
        and chain.month = latest.month
    group by chain.figure, chain.town, chain.month
),

held as (
    select states.figure, states.town, states.month, states.enterprise_id, cast(states.value_wan as decimal(20, 6)) as value_wan, released.is_released
    from states
    inner join released
        on states.figure = released.figure
        and states.town = released.town
        and states.month = released.month
        and states.vintage = released.vintage
    where states.value_wan is not null
)

select * from held
