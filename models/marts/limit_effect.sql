-- Grain: award year, basis, stage of the waterfall: what stood before it and after it, and for each limit what it took away.
-- `level` rows are the sums between limits (gross, entitled, fundable, outstanding); `limit` rows are what lies between them, every one, also those
-- that took nothing. A line that several gates stop counts for the first of them in the document's order; `alone_cny` is what a gate takes
-- from lines that no other gate stops or leaves open: what would be owed more if that gate alone were off. Units: CNY with two places.
with

lines as (
    select * from int_award_paid
),

stages as (
    select 1 as stage_no, 'gross' as stage, 'level' as kind
    union all
    select 2, 'undetermined', 'limit'
    union all
    select 3, 'line_cap', 'limit'
    union all
    select 4, 'project_choice', 'limit'
    union all
    select 5, 'turnover_tax_cap', 'limit'
    union all
    select 6, 'once', 'limit'
    union all
    select 7, 'group', 'limit'
    union all
    select 8, 'tax_growth', 'limit'
    union all
    select 9, 'rating_d', 'limit'
    union all
    select 10, 'dishonest', 'limit'
    union all
    select 11, 'entitled', 'level'
    union all
    select 12, 'retention_cap', 'limit'
    union all
    select 13, 'fundable', 'level'
    union all
    select 14, 'paid', 'limit'
    union all
    select 15, 'outstanding', 'level'
),

stopped as (
    select
        *,
        (is_tax_growth_failed and tax_growth_mode = 'on') as is_stopped_by_tax_growth,
        (is_rating_d_failed and rating_d_mode in ('on', 'official_only')) as is_stopped_by_rating_d,
        (is_dishonest_failed and dishonest_mode = 'on') as is_stopped_by_dishonest
    from lines
),

counted as (
    select
        *,
        case when is_stopped_by_tax_growth then 1 else 0 end
            + case when is_stopped_by_rating_d then 1 else 0 end
            + case when is_stopped_by_dishonest then 1 else 0 end
            + case when is_tax_growth_unknown and tax_growth_mode = 'on' then 1 else 0 end as stopping_gates
    from stopped
),

effects as (
    select award_year, basis, enterprise_id, 'undetermined' as stage, gross_fen as removed_fen, gross_fen as alone_fen from counted where own_status = 'undetermined'
    union all
    select award_year, basis, enterprise_id, 'undetermined', chosen_fen, chosen_fen from counted where chosen_status = 'payable' and turnover_status = 'undetermined'
    union all
    select award_year, basis, enterprise_id, 'undetermined', grouped_fen, grouped_fen from counted where grouped_status = 'payable' and gated_status = 'undetermined'
    union all
    select award_year, basis, enterprise_id, 'line_cap', own_fen - capped_fen, own_fen - capped_fen from counted where own_status = 'payable'
    union all
    select award_year, basis, enterprise_id, 'project_choice', capped_fen - chosen_fen, capped_fen - chosen_fen from counted where capped_status = 'payable'
    union all
    select award_year, basis, enterprise_id, 'turnover_tax_cap', chosen_fen - turnover_fen, chosen_fen - turnover_fen from counted where chosen_status = 'payable' and turnover_status <> 'undetermined'
    union all
    select award_year, basis, enterprise_id, 'once', turnover_fen - once_fen, turnover_fen - once_fen from counted where turnover_status = 'payable'
    union all
    select award_year, basis, enterprise_id, 'group', once_fen - grouped_fen, once_fen - grouped_fen from counted where once_status = 'payable'
    union all
    select award_year, basis, enterprise_id, 'tax_growth', grouped_fen, case when stopping_gates = 1 then grouped_fen else 0 end from counted where gated_status = 'gated' and is_stopped_by_tax_growth
    union all
    select award_year, basis, enterprise_id, 'rating_d', case when is_stopped_by_tax_growth then 0 else grouped_fen end, case when stopping_gates = 1 then grouped_fen else 0 end from counted where gated_status = 'gated' and is_stopped_by_rating_d
    union all
    select award_year, basis, enterprise_id, 'dishonest', case when is_stopped_by_tax_growth or is_stopped_by_rating_d then 0 else grouped_fen end, case when stopping_gates = 1 then grouped_fen else 0 end from counted where gated_status = 'gated' and is_stopped_by_dishonest
    union all
    select award_year, basis, enterprise_id, 'retention_cap', entitled_fen - fundable_fen, entitled_fen - fundable_fen from counted
    union all
    select award_year, basis, enterprise_id, 'paid', fundable_fen - outstanding_fen, fundable_fen - outstanding_fen from counted
),

removed as (
    select
        award_year,
        basis,
        stage,
        sum(removed_fen) as removed_fen,
        sum(alone_fen) as alone_fen,
        sum(case when removed_fen > 0 then 1 else 0 end) as lines,
        count(distinct case when removed_fen > 0 then enterprise_id end) as enterprises
    from effects
    group by award_year, basis, stage
),

totals as (
    select
        award_year,
        basis,
        sum(gross_fen) as gross_fen,
        sum(case when entitled_fen > 0 then 1 else 0 end) as entitled_lines,
        sum(case when fundable_fen > 0 then 1 else 0 end) as fundable_lines,
        sum(case when outstanding_fen > 0 then 1 else 0 end) as outstanding_lines,
        count(*) as gross_lines,
        count(distinct enterprise_id) as gross_enterprises,
        count(distinct case when entitled_fen > 0 then enterprise_id end) as entitled_enterprises,
        count(distinct case when fundable_fen > 0 then enterprise_id end) as fundable_enterprises,
        count(distinct case when outstanding_fen > 0 then enterprise_id end) as outstanding_enterprises
    from lines
    group by award_year, basis
),

chain as (
    select
        totals.award_year,
        totals.basis,
        stages.stage_no,
        stages.stage,
        stages.kind,
        totals.gross_fen - coalesce(sum(removed.removed_fen) over (
            partition by totals.award_year, totals.basis
            order by stages.stage_no
        ), 0) as after_fen,
        coalesce(removed.removed_fen, 0) as removed_fen,
        coalesce(removed.alone_fen, 0) as alone_fen,
        case stages.stage
            when 'gross' then totals.gross_lines
            when 'entitled' then totals.entitled_lines
            when 'fundable' then totals.fundable_lines
            when 'outstanding' then totals.outstanding_lines
            else coalesce(removed.lines, 0)
        end as lines,
        case stages.stage
            when 'gross' then totals.gross_enterprises
            when 'entitled' then totals.entitled_enterprises
            when 'fundable' then totals.fundable_enterprises
            when 'outstanding' then totals.outstanding_enterprises
            else coalesce(removed.enterprises, 0)
        end as enterprises
    from totals
    cross join stages
    left join removed
        on removed.award_year = totals.award_year
        and removed.basis = totals.basis
        and removed.stage = stages.stage
),

final as (
    select
        award_year,
        basis,
        stage_no,
        stage,
        kind,
        cast(cast(after_fen + removed_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as before_cny,
        cast(cast(removed_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as removed_cny,
        cast(cast(after_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as after_cny,
        case
            when stage in ('tax_growth', 'rating_d', 'dishonest')
                then cast(cast(alone_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))
        end as alone_cny,
        cast(lines as bigint) as lines,
        cast(enterprises as bigint) as enterprises
    from chain
)

select * from final
