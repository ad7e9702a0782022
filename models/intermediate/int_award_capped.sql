-- Grain: award line. Step 2: the line's own cap. A cap per project is for all its years: earlier award years have used up what they granted of it,
-- not what they claimed. A cap per enterprise and year (6.11) is shared over its lines pro rata to their amounts, by largest remainder
-- to one fen, ties to the lower clause, then subject. A line of which a cap leaves nothing is `capped_out`, and later steps leave it alone.
-- Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_own
),

granted_before as (
    select * from int_award_granted_before
),

used_by_project as (
    select
        clause_id,
        subject,
        sum(granted_fen) as used_fen
    from granted_before
    where cap_per = 'project'
    group by clause_id, subject
),

claims_on_cap as (
    select
        lines.*,
        case when lines.own_status = 'payable' then lines.own_fen else 0 end as claiming_fen,
        greatest(lines.cap_fen - coalesce(used_by_project.used_fen, 0), 0) as project_left_fen
    from lines
    left join used_by_project
        on used_by_project.clause_id = lines.clause_id
        and used_by_project.subject = lines.subject
),

summed as (
    select
        *,
        sum(case when cap_per = 'enterprise_year' then claiming_fen else 0 end) over (partition by clause_id, enterprise_id, award_year) as claimed_together_fen,
        max(cap_fen) over (partition by clause_id, enterprise_id, award_year) as cap_together_fen
    from claims_on_cap
),

shared as (
    select
        *,
        case when cap_per = 'enterprise_year' and claimed_together_fen > cap_together_fen then (claiming_fen * cap_together_fen) // claimed_together_fen end as floor_fen,
        case when cap_per = 'enterprise_year' and claimed_together_fen > cap_together_fen then (claiming_fen * cap_together_fen) % claimed_together_fen end as remainder
    from summed
),

ranked as (
    select
        *,
        cap_together_fen - sum(floor_fen) over (partition by clause_id, enterprise_id, award_year) as left_over_fen,
        row_number() over (partition by clause_id, enterprise_id, award_year order by claiming_fen = 0, remainder desc, subject) as remainder_rank
    from shared
),

capped as (
    select
        line_no,
        claim_no,
        award_year,
        enterprise_id,
        clause_id,
        subject,
        clause_order,
        article,
        kind,
        funding,
        gates,
        once,
        is_once_per_person,
        group_id,
        choice_id,
        choice_name,
        cap_per,
        has_turnover_tax_cap,
        has_retention_cap,
        clause_redemption,
        effective_on,
        level_order,
        person,
        chosen_policy,
        is_identified,
        is_renewal,
        renewal_of_subject,
        renewal_of_on,
        is_estimated_at_cap,
        is_amount_known,
        basis,
        cap_fen,
        case when cap_per = 'project' then project_left_fen end as project_left_fen,
        claimed_together_fen,
        own_fen,
        own_status,
        -- of an amount that is not known no more is at stake than the project's earlier years have left of the cap
        case when not is_amount_known and cap_per = 'project' then least(own_fen, project_left_fen) else own_fen end as gross_fen,
        case
            when own_status <> 'payable' then 0
            when cap_fen is null then own_fen
            when cap_per = 'project' then least(own_fen, project_left_fen)
            when floor_fen is not null then floor_fen + case when remainder_rank <= left_over_fen then 1 else 0 end
            when cap_per = 'enterprise_year' then own_fen
            else least(own_fen, cap_fen)
        end as capped_fen
    from ranked
),

decided as (
    select
        *,
        case when own_status = 'payable' and capped_fen = 0 then 'capped_out' else own_status end as capped_status
    from capped
)

select * from decided
