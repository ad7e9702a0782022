import type { AnnexSheet } from "./blocks.ts";

/**
 * What each leading body has to see to, by clause: how many lines are payable and not paid whole, how many wait for data, how many are decided case by case.
 * Counts only: this reader sees neither an enterprise's amounts nor sums that may rest on one enterprise. The list with amounts is the payment list of
 * the finance site, which a leading body's choice makes that body's annex.
 */
export const awardBodySheet: AnnexSheet = {
  name: "牵头部门奖补事项",
  columns: [
    { title: "牵头部门", column: "lead_body", width: 24 }, { title: "条款", column: "clause_id", width: 8 }, { title: "内容", column: "summary", width: 60 },
    { title: "待兑付（笔）", column: "waiting", width: 14, format: "0" }, { title: "其中待补数据（笔）", column: "to_apply", width: 18, format: "0" }, { title: "其中一事一议（笔）", column: "discretionary", width: 18, format: "0" }, { title: "待定（笔）", column: "undetermined", width: 12, format: "0" },
  ],
  sql: `
    select line.lead_body, line.clause_id, clause.summary,
      count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0) as waiting,
      count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0 and line.redemption = 'apply') as to_apply,
      count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0 and line.redemption = 'discretionary') as discretionary,
      count(*) filter (where line.status = 'undetermined') as undetermined
    from mart.award_line as line inner join policy.policy_clause as clause on clause.clause_id = line.clause_id
    where line.award_year = (select as_of_year from mart.dispatch)
    group by line.lead_body, line.clause_id, clause.summary, clause.clause_order
    having count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0) > 0 or count(*) filter (where line.status = 'undetermined') > 0
    order by line.lead_body, clause.clause_order`,
};
