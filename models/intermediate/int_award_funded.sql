-- Grain: award line. Step 8: the retention cap. Retention-funded entitlements of an enterprise and award year are fundable up to its new local
-- retention of that year, shared pro rata by largest remainder to one fen, ties to the lower clause, then subject; the rest is shortfall.
-- A what-if may let less than all of the new retention be spent, and let it go to the clauses in their order instead of pro rata (policy_setting).
-- Budget and fee relief are fundable in full, and so is a clause that a version takes out of the cap. Retention that is not on file funds nothing. Units: fen (0.01 CNY).
with

lines as (
    select * from int_award_gated
),

year_figures as (
    select * from int_year_figure
),

modes as (
    select * from policy_gate
),

settings as (
    select
        cast(retention_share * 1000000 as hugeint) as share_millionths,
        (retention_sharing = 'in_order') as is_in_order
    from policy_setting
),

limited as (
    select
        lines.*,
        (lines.funding = 'retention' and lines.has_retention_cap and lines.entitled_fen > 0 and coalesce(modes.mode = 'on', false)) as is_on_retention,
        settings.is_in_order,
        case when retention.value < retention.last_value then 0 else ((retention.value - retention.last_value) * settings.share_millionths) // 1000000 end as new_retention_fen
    from lines
    cross join settings
    left join modes
        on modes.gate = 'retention_cap'
    left join year_figures as retention
        on retention.enterprise_id = lines.enterprise_id
        and retention.year = lines.award_year
        and retention.fact = 'retention'
),

summed as (
    select
        *,
        sum(entitled_fen) over (partition by enterprise_id, award_year, is_on_retention) as retention_claimed_fen,
        sum(entitled_fen) over (partition by enterprise_id, award_year, is_on_retention order by clause_order, subject rows between unbounded preceding and current row) - entitled_fen as retention_before_fen
    from limited
),

shared as (
    select
        *,
        case when is_on_retention and retention_claimed_fen > coalesce(new_retention_fen, 0) then (entitled_fen * coalesce(new_retention_fen, 0)) // retention_claimed_fen end as retention_floor_fen,
        case when is_on_retention and retention_claimed_fen > coalesce(new_retention_fen, 0) then (entitled_fen * coalesce(new_retention_fen, 0)) % retention_claimed_fen end as retention_remainder
    from summed
),

ranked as (
    select
        *,
        coalesce(new_retention_fen, 0) - sum(retention_floor_fen) over (partition by enterprise_id, award_year, is_on_retention) as retention_left_over_fen,
        row_number() over (partition by enterprise_id, award_year, is_on_retention order by retention_remainder desc, clause_order, subject) as retention_remainder_rank
    from shared
),

funded as (
    select
        *,
        case
            when retention_floor_fen is not null and is_in_order then least(entitled_fen, greatest(coalesce(new_retention_fen, 0) - retention_before_fen, 0))
            when retention_floor_fen is not null then retention_floor_fen + case when retention_remainder_rank <= retention_left_over_fen then 1 else 0 end
            else entitled_fen
        end as fundable_fen
    from ranked
)

select * from funded
