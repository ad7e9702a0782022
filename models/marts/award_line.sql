-- Grain: enterprise (or recipient), award year, clause, subject. What the policy owes, and why not more.
-- Units: CNY with two places. entitled = fundable + shortfall on every line.
with

lines as (
    select * from int_award_paid
),

reasons as (
    select * from int_award_reason
),

clauses as (
    select * from policy_clause
),

reason_lists as (
    select
        line_no,
        array_agg(reason order by reason) as reasons,
        max(case when reason like 'missing:%' or reason = 'unrated' then 1 else 0 end) as is_missing
    from reasons
    group by line_no
),

final as (
    select
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        lines.basis,
        cast(cast(lines.gross_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as gross_cny,
        cast(cast(lines.entitled_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as entitled_cny,
        cast(cast(lines.fundable_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as fundable_cny,
        cast(cast(lines.entitled_fen - lines.fundable_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as shortfall_cny,
        lines.gated_status as status,
        coalesce(reason_lists.reasons, cast([] as varchar[])) as reasons,
        cast(cast(lines.paid_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as paid_cny,
        cast(cast(lines.outstanding_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as outstanding_cny,
        case
            when lines.clause_redemption = 'discretionary' then 'discretionary'
            when reason_lists.is_missing = 1 then 'apply'
            else lines.clause_redemption
        end as redemption,
        lines.line_no,
        lines.article,
        lines.clause_order,
        lines.kind,
        lines.funding,
        lines.group_id,
        lines.effective_on,
        -- interest of a loan falls due year by year, not when the loan began
        case when lines.kind = 'interest' then make_date(lines.award_year, 12, 31) else lines.effective_on end as due_on,
        clauses.lead_body,
        lines.is_identified
    from lines
    inner join clauses
        on clauses.clause_id = lines.clause_id
    left join reason_lists
        on reason_lists.line_no = lines.line_no
)

select * from final
