-- Grain: award line. Step 2: the line's own cap. A cap per project counts all award years, the earlier first; a cap per enterprise
-- and year (6.11) is shared over its lines pro rata to their amounts, by largest remainder to one fen, ties to the lower clause, then subject.
-- A line of which a cap leaves nothing is `capped_out`, and later steps leave it alone.
-- Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_own
),

claims_on_cap as (
    select
        *,
        case when own_status = 'payable' and not is_history then own_fen else 0 end as claiming_fen,
        -- a policy that the project did not choose that year is not enjoyed, and uses up nothing of the project's cap
        coalesce(chosen_policy <> choice_name, false) as is_chosen_away
    from lines
),

summed as (
    select
        *,
        sum(case when cap_per = 'project' and not is_chosen_away then claiming_fen else 0 end) over (
            partition by clause_id, subject
            order by award_year, enterprise_id
            rows between unbounded preceding and 1 preceding
        ) as used_before_fen,
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
        clause_redemption,
        effective_on,
        person,
        chosen_policy,
        is_identified,
        is_estimated_at_cap,
        is_amount_known,
        is_history,
        basis,
        cap_fen,
        own_fen,
        own_status,
        -- of an amount that is not known no more is at stake than the project's earlier years have left of the cap
        case
            when not is_amount_known and cap_per = 'project' then least(own_fen, greatest(cap_fen - coalesce(used_before_fen, 0), 0))
            else own_fen
        end as gross_fen,
        case
            when own_status <> 'payable' then 0
            when is_history or cap_fen is null then own_fen
            when cap_per = 'project' then least(own_fen, greatest(cap_fen - coalesce(used_before_fen, 0), 0))
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
