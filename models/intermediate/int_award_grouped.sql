-- Grain: award line. Step 6: of a group only one is kept for an enterprise (or, where the group says so, a recipient) and award year: the highest amount,
-- or the highest level where the group goes by level; ties to the higher amount, the lower clause, then subject. A group of scope `lifetime`
-- pays nothing more once an earlier award year granted, or a payment is on file for, any of its clauses. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_once
),

granted_before as (
    select * from int_award_granted_before
),

groups as (
    select * from policy_group
),

granted_to_enterprise as (
    select
        group_id,
        enterprise_id,
        min(award_year) as first_year
    from granted_before
    where group_id is not null
    group by group_id, enterprise_id
),

bound as (
    select
        lines.*,
        (groups.scope = 'lifetime' and coalesce(granted_to_enterprise.first_year < lines.award_year, false)) as is_group_granted_before,
        case when groups.per = 'recipient' then lines.person end as group_recipient,
        case when groups.decides_by = 'level' then lines.level_order end as group_level
    from lines
    left join groups
        on groups.group_id = lines.group_id
    left join granted_to_enterprise
        on granted_to_enterprise.group_id = lines.group_id
        and granted_to_enterprise.enterprise_id = lines.enterprise_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by group_id, enterprise_id, group_recipient, award_year, once_status
            order by group_level desc nulls last, once_fen desc, clause_order, subject
        ) as rank_in_group
    from bound
),

grouped as (
    select
        *,
        case when once_status = 'payable' and group_id is not null and (rank_in_group > 1 or is_group_granted_before) then 'superseded' else once_status end as grouped_status
    from ranked
),

kept as (
    select
        *,
        case when grouped_status = 'payable' then once_fen else 0 end as grouped_fen
    from grouped
)

select * from kept
