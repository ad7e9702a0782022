-- Grain: superseded award line: what it lost to. A line of the same year that went before it, what an earlier award year granted, a payment on file,
-- an earlier record of the same title, or the policy that the project chose where that one has no line.
-- `step` is that of the waterfall. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_paid
),

granted as (
    select * from int_award_granted
    union all
    select * from int_award_granted_before
    where source = 'payment'
),

groups as (
    select * from policy_group
),

lost as (
    select
        lines.*,
        case
            when lines.capped_status = 'payable' and lines.chosen_status = 'superseded' then 'project_choice'
            when lines.turnover_status = 'payable' and lines.once_status = 'superseded' then 'once'
            else 'group'
        end as step
    from lines
    where lines.gated_status = 'superseded'
),

candidates as (
    -- a project's policy that was granted before
    select
        lost.line_no,
        lost.step,
        granted.source,
        granted.clause_id,
        granted.clause_order,
        granted.subject,
        granted.award_year,
        granted.granted_fen as amount_fen,
        1 as preference
    from lost
    inner join granted
        on granted.choice_id = lost.choice_id
        and granted.subject = lost.subject
        and granted.award_year < lost.award_year
        and granted.choice_name <> lost.choice_name
    where lost.step = 'project_choice'
    union all
    -- the project's other policy of the same year
    select
        lost.line_no,
        lost.step,
        'line',
        others.clause_id,
        others.clause_order,
        others.subject,
        others.award_year,
        others.chosen_fen,
        2
    from lost
    inner join lines as others
        on others.choice_id = lost.choice_id
        and others.subject = lost.subject
        and others.enterprise_id = lost.enterprise_id
        and others.award_year = lost.award_year
        and others.choice_name <> lost.choice_name
        and others.chosen_status <> 'superseded'
    where lost.step = 'project_choice'
    union all
    -- the clause was granted or paid in an earlier year
    select
        lost.line_no,
        lost.step,
        granted.source,
        granted.clause_id,
        granted.clause_order,
        granted.subject,
        granted.award_year,
        granted.granted_fen,
        case granted.source when 'line' then 1 else 2 end
    from lost
    inner join granted
        on granted.clause_id = lost.clause_id
        and granted.award_year < lost.award_year
        and (granted.enterprise_id = lost.enterprise_id or (lost.is_once_per_person and granted.person = lost.person))
    where lost.step = 'once'
        and (lost.once <> 'lifetime_per_rung' or (granted.source = 'payment' and granted.granted_fen >= lost.own_fen))
        and (lost.once <> 'lifetime_per_subject' or granted.subject = lost.subject)
        and not (lost.once = 'new' and lost.is_renewal)
    union all
    -- the first of the year, of the enterprise or of the person
    select
        lost.line_no,
        lost.step,
        'line',
        others.clause_id,
        others.clause_order,
        others.subject,
        others.award_year,
        others.once_fen,
        case when others.once_status = 'payable' then 3 else 4 end
    from lost
    inner join lines as others
        on others.clause_id = lost.clause_id
        and others.award_year = lost.award_year
        and others.line_no <> lost.line_no
        and others.turnover_status = 'payable'
        and not others.is_used_up
        and (others.enterprise_id = lost.enterprise_id or (lost.is_once_per_person and others.person = lost.person))
    where lost.step = 'once'
        and not (lost.once = 'new' and lost.is_renewal)
    union all
    -- the title's earlier record; without a number where the export alone calls it a renewal
    select
        lost.line_no,
        lost.step,
        'record',
        lost.clause_id,
        lost.clause_order,
        lost.renewal_of_subject,
        year(lost.renewal_of_on),
        null,
        1
    from lost
    where lost.step = 'once'
        and lost.once = 'new'
        and lost.is_renewal
    union all
    -- a group that is granted once in a lifetime
    select
        lost.line_no,
        lost.step,
        granted.source,
        granted.clause_id,
        granted.clause_order,
        granted.subject,
        granted.award_year,
        granted.granted_fen,
        case granted.source when 'line' then 1 else 2 end
    from lost
    inner join groups
        on groups.group_id = lost.group_id
        and groups.scope = 'lifetime'
    inner join granted
        on granted.group_id = lost.group_id
        and granted.enterprise_id = lost.enterprise_id
        and granted.award_year < lost.award_year
    where lost.step = 'group'
    union all
    -- the group's best of the year
    select
        lost.line_no,
        lost.step,
        'line',
        others.clause_id,
        others.clause_order,
        others.subject,
        others.award_year,
        others.grouped_fen,
        3
    from lost
    inner join lines as others
        on others.group_id = lost.group_id
        and others.enterprise_id = lost.enterprise_id
        and others.award_year = lost.award_year
        and others.grouped_status = 'payable'
    where lost.step = 'group'
),

ranked as (
    select
        *,
        row_number() over (partition by line_no order by preference, award_year, clause_order, subject) as place
    from candidates
),

winners as (
    select
        lost.line_no,
        lost.step,
        coalesce(ranked.source, 'file') as beaten_by_source,
        ranked.clause_id as beaten_by_clause_id,
        ranked.subject as beaten_by_subject,
        ranked.award_year as beaten_by_year,
        ranked.amount_fen as beaten_by_fen
    from lost
    left join ranked
        on ranked.line_no = lost.line_no
        and ranked.place = 1
)

select * from winners
