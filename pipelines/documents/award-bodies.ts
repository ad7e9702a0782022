import { disclosureRules } from "../disclosure/rules.ts";
import type { AnnexSheet } from "./blocks.ts";

const min = () => disclosureRules().min_contributors;

/**
 * What each leading body has to see to, by clause: how many lines are payable and not paid whole, how many wait for data, how many are decided case by case.
 * Counts only: this reader sees neither an enterprise's amounts nor sums that may rest on one enterprise. Whom a clause touches the leading-group
 * office knows, and who goes without by a grade, the list of the dishonest or the document's own rules. So how many are to be paid is told only
 * where at least three recipients are, however many lines are theirs, and three are not for reasons that it does not know, and of no clause that asks for taxes.
 * The list with amounts is the payment list of the finance site, which a leading body's choice makes that body's annex.
 */
export const awardBodySheet = (): AnnexSheet => ({
  name: "牵头部门奖补事项",
  columns: [
    { title: "牵头部门", column: "lead_body", width: 24 }, { title: "条款", column: "clause_id", width: 8 }, { title: "内容", column: "summary", width: 60 },
    { title: "待兑付（笔，空着的不公布）", column: "waiting", width: 14, format: "0" }, { title: "其中待补数据（笔）", column: "to_apply", width: 18, format: "0" }, { title: "其中一事一议（笔）", column: "discretionary", width: 18, format: "0" }, { title: "待定（笔）", column: "undetermined", width: 12, format: "0" },
  ],
  sql: `
    with counted as (
      select line.lead_body, line.clause_id, clause.summary, clause.clause_order,
        count(distinct coalesce(line.enterprise_id, line.subject)) filter (where line.basis = 'accrued' and (line.status = 'payable' and line.outstanding_cny <= 0
          or line.status = 'gated' and list_contains(line.reasons, 'tax_growth') and not list_has_any(line.reasons, ['rating_d', 'dishonest']))) as unseen,
        count(distinct coalesce(line.enterprise_id, line.subject)) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0) as waiting_recipients,
        count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0) as waiting,
        count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0 and line.redemption = 'apply') as to_apply,
        count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0 and line.redemption = 'discretionary') as discretionary,
        count(*) filter (where line.status = 'undetermined') as undetermined
      from mart.award_line as line inner join policy.policy_clause as clause on clause.clause_id = line.clause_id
      where line.award_year = (select as_of_year from mart.dispatch)
      group by line.lead_body, line.clause_id, clause.summary, clause.clause_order
      having count(*) filter (where line.status = 'payable' and line.basis = 'accrued' and line.outstanding_cny > 0) > 0 or count(*) filter (where line.status = 'undetermined') > 0
    )
    select lead_body, clause_id, summary, waiting, to_apply, discretionary, undetermined,
      waiting_recipients between 1 and ${min() - 1} or unseen < ${min()} or clause_id in (select clause_id from policy.policy_clause where figure in (select fact from policy.policy_fact where dataset = 'taxes') union select clause_id from policy.policy_condition where dataset = 'taxes') as waiting_few
    from counted
    order by lead_body, clause_order`,
});
