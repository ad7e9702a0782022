-- Grain: award line, step of the waterfall that concerns it, in the order in which the steps run. `claimed_together` is what the lines that share
-- the step's limit bring to it; where it is more than the limit each gets before x limit / claimed_together, to the fen.
-- Units: CNY with two places.
with

lines as (
    select * from int_award_paid
),

winners as (
    select * from int_award_winner
),

-- the gates that took the line or left it open, by the codes of its reasons
stopping as (
    select
        line_no,
        concat_ws(
            ',',
            case when is_tax_growth_failed and tax_growth_mode <> 'warn' then 'tax_growth' end,
            case when is_rating_d_failed and rating_d_mode <> 'warn' then 'rating_d' end,
            case when is_dishonest_failed and dishonest_mode <> 'warn' then 'dishonest' end,
            case when gated_status = 'undetermined' and is_missing_taxes then 'missing:taxes' end,
            case when gated_status = 'undetermined' and is_missing_district_taxes then 'missing:district_taxes' end
        ) as stopped_by
    from lines
    where gated_status in ('gated', 'undetermined')
        and is_at_gates
),

steps as (
    select line_no, 1 as step_no, 'own_amount' as step, own_fen as before_fen, case when own_status = 'payable' then own_fen else 0 end as after_fen, own_status as status, cast(null as hugeint) as limit_fen, cast(null as hugeint) as claimed_together_fen, cast(null as hugeint) as project_cap_fen from lines
    union all
    select line_no, 2, 'line_cap', own_fen, capped_fen, capped_status, coalesce(project_left_fen, cap_fen), case when cap_per = 'enterprise_year' then claimed_together_fen end, case when cap_per = 'project' then cap_fen end from lines where own_status = 'payable' and cap_fen is not null
    union all
    select line_no, 3, 'project_choice', capped_fen, chosen_fen, chosen_status, null, null, null from lines where capped_status = 'payable' and choice_id is not null
    union all
    select line_no, 4, 'turnover_tax_cap', chosen_fen, turnover_fen, turnover_status, turnover_limit_fen, turnover_claimed_fen, null from lines where is_limited
    union all
    select line_no, 5, 'once', turnover_fen, once_fen, once_status, null, null, null from lines where turnover_status = 'payable' and (once <> 'each' or is_once_per_person)
    union all
    select line_no, 6, 'group', once_fen, grouped_fen, grouped_status, null, null, null from lines where once_status = 'payable' and group_id is not null
    union all
    select line_no, 7, 'gates', grouped_fen, entitled_fen, gated_status, null, null, null from lines where is_at_gates
    union all
    select line_no, 8, 'retention_cap', entitled_fen, fundable_fen, gated_status, new_retention_fen, retention_claimed_fen, null from lines where is_on_retention
    union all
    select line_no, 9, 'paid', fundable_fen, outstanding_fen, gated_status, paid_fen, null, null from lines where gated_status = 'payable'
),

final as (
    select
        lines.award_year,
        lines.enterprise_id,
        lines.clause_id,
        lines.subject,
        steps.step_no,
        steps.step,
        cast(cast(steps.before_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as before_cny,
        cast(cast(steps.after_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as after_cny,
        cast(cast(steps.limit_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as limit_cny,
        cast(cast(steps.claimed_together_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as claimed_together_cny,
        cast(cast(steps.project_cap_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as project_cap_cny,
        steps.status,
        lines.line_no,
        case when steps.step = 'gates' then coalesce(stopping.stopped_by, '') else '' end as stopped_by,
        winners.beaten_by_source,
        winners.beaten_by_clause_id,
        winners.beaten_by_subject,
        winners.beaten_by_year,
        cast(cast(winners.beaten_by_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as beaten_by_cny,
        winning.gated_status as beaten_by_status,
        case when winners.beaten_by_source = 'record' then lines.renewal_of_on end as renewal_of_on
    from steps
    inner join lines
        on lines.line_no = steps.line_no
    left join stopping
        on stopping.line_no = steps.line_no
    left join winners
        on winners.line_no = steps.line_no
        and winners.step = steps.step
    left join lines as winning
        on winners.beaten_by_source = 'line'
        and winning.award_year = winners.beaten_by_year
        and winning.enterprise_id = lines.enterprise_id
        and winning.clause_id = winners.beaten_by_clause_id
        and winning.subject = winners.beaten_by_subject
)

select * from final
