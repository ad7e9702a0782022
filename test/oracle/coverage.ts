import { clauseTraits } from "./clauses.ts";
import type { Batch } from "./batch.ts";

/** What must be reached over a run; each is one word such as `6.3 payable` or `reason group`. */
export function wanted(): string[] {
  const statuses = ["payable", "superseded", "gated", "capped_out", "undetermined"];
  const reasons = [
    "tax_growth", "rating_d", "dishonest", "group", "choice", "renewal", "cap", "turnover_tax_cap", "retention_cap", "already_awarded", "estimated_at_cap", "unrated",
    ...["production", "taxes", "district_taxes", "enterprises", "rates", "transformation_projects", "capital_events", "talent", "intellectual_property", "standards", "land", "recognitions"].map((dataSet) => `missing:${dataSet}`),
  ];
  return [
    ...Object.keys(clauseTraits).map((clause) => `${clause} payable`),
    ...statuses.map((status) => `status ${status}`),
    ...reasons.map((reason) => `reason ${reason}`),
    ...["direct", "apply", "discretionary"].map((redemption) => `redemption ${redemption}`),
    ...["accrued", "projected"].map((basis) => `basis ${basis}`),
    ...["A", "B", "C", "D", "null"].map((grade) => `grade ${grade}`),
    ...["computed", "official"].map((source) => `grade by ${source}`),
    "second year of D",
    "paid",
    "outstanding",
  ];
}

/** What a batch reaches, by the oracle's own answers. */
export function reached(batch: Batch): Set<string> {
  const found = new Set<string>();
  for (const line of batch.expected.award_line) {
    found.add(`${line.clause_id} ${line.status}`);
    found.add(`status ${line.status}`);
    found.add(`redemption ${line.redemption}`);
    found.add(`basis ${line.basis}`);
    for (const reason of line.reasons) found.add(`reason ${reason}`);
    if (line.paid_cny.greaterThan(0)) found.add("paid");
    if (line.outstanding_cny.greaterThan(0)) found.add("outstanding");
  }
  for (const rating of batch.expected.efficiency_rating) {
    found.add(`grade ${rating.grade}`);
    found.add(`grade by ${rating.grade_source}`);
    if (rating.consecutive_d_years > 1) found.add("second year of D");
  }
  return found;
}
