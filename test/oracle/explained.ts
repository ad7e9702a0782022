import { lack } from "../../reports/shared/components/asked.js";
import { yuan } from "../../reports/shared/components/decimals.js";
import { stepNote } from "../../reports/shared/components/steps.js";
import { grouped } from "./grouped.ts";
import { Decimal } from "./money.ts";
import type { MartRow, Marts } from "./run-models.ts";

/** Where a code in `reasons` took the money: the gate's row, or the step of the waterfall. The others take nothing away by themselves. */
const gates = new Set(["tax_growth", "rating_d", "dishonest"]);
const steps: Readonly<Record<string, string>> = { cap: "line_cap", turnover_tax_cap: "turnover_tax_cap", choice: "project_choice", already_awarded: "once", renewal: "once", group: "group", retention_cap: "retention_cap" };
const remarks = new Set(["estimated_at_cap", "unrated"]);

/**
 * Every line that is not payable has, for each code in its reasons, a row of award_condition or award_step that says so; one that lost to
 * another names it, with its amount and year, in words too. No rung that is out by its upper bound is said to be short.
 */
export function whatIsNotExplained(marts: Marts): string[] {
  const conditions = grouped(marts.award_condition, keyOf);
  const stepsOf = grouped(marts.award_step, keyOf);
  const lines = new Map(marts.award_line.map((line) => [keyOf(line), line]));
  const broken = marts.award_line
    .filter((line) => line.status !== "payable")
    .flatMap((line) => {
      const own = stepsOf.get(keyOf(line)) ?? [];
      return line.reasons!.split(",").filter((code) => code !== "" && !remarks.has(code)).flatMap((code) => {
        const says = (problem: string) => [`${keyOf(line)}: ${code} ${problem}`];
        if (code.startsWith("missing:")) return saysMissing(code.slice(8), conditions.get(keyOf(line)) ?? [], own) ? [] : says("has no row that is not known");
        if (gates.has(code)) return (conditions.get(keyOf(line)) ?? []).some((row) => row.kind === "gate" && row.fact === code && row.state === "failed") ? [] : says("has no gate that failed");
        const step = own.find((one) => one.step === steps[code]);
        if (step === undefined || !new Decimal(step.after_cny!).lessThan(step.before_cny!)) return says("has no step that took anything");
        return step.status === "superseded" ? namesNoWinner(step, lines, stepsOf).map((problem) => `${keyOf(line)}: ${code} ${problem}`) : [];
      });
    });
  const wronglyShort = marts.award_condition.filter((row) => row.below !== null && row.value !== null && new Decimal(row.value!).gte(row.below!) && lack(row).includes("差"));
  return [...broken, ...wronglyShort.map((row) => `${keyOf(row)}: rung ${row.item_no} is out by its upper bound, and is said to be short`)];
}

/** A condition or gate that is not known for want of the data set, or a step that could not be taken without it. */
function saysMissing(dataset: string, conditions: readonly MartRow[], steps: readonly MartRow[]): boolean {
  return conditions.some((row) => row.state === "unknown" && row.dataset === dataset) || steps.some((step) => step.status === "undetermined");
}

function namesNoWinner(step: MartRow, lines: ReadonlyMap<string, MartRow>, stepsOf: ReadonlyMap<string, readonly MartRow[]>): string[] {
  if (step.beaten_by_source === null) return ["names no winner"];
  if (step.beaten_by_source === "file") return [];
  // a renewal names the earlier record and its day, or the word of the export
  if (step.beaten_by_source === "record") return stepNote(step).includes(step.renewal_of_on ?? "注明是复核") ? [] : [`names no earlier record: ${stepNote(step)}`];
  const { beaten_by_clause_id: clause, beaten_by_year: year, beaten_by_cny: amount } = step;
  if (clause === null || year === null || amount === null) return ["names a winner without clause, year or amount"];
  const note = stepNote(step);
  const problems = [`条款 ${clause}`, `${year} 年度`, ...(step.beaten_by_status === "undetermined" ? ["待定"] : [`${yuan(amount)} 元`])].filter((part) => !note.includes(part)).map((part) => `does not say ${part}: ${note}`);
  const winner = lines.get([year, step.enterprise_id, clause, step.beaten_by_subject ?? ""].join(" "));
  // the first of a year may lose at a later step than the one where it won (to its group), never at the same or an earlier one; what was paid is granted
  const lostAt = winner?.status === "superseded" && new Decimal(winner.paid_cny!).isZero() ? (stepsOf.get(keyOf(winner)) ?? []).find((one) => one.status === "superseded") : undefined;
  if (step.beaten_by_source === "line" && lostAt !== undefined && Number(lostAt.step_no) <= Number(step.step_no)) problems.push("lost to a line that lost itself");
  return problems;
}

const keyOf = (row: MartRow) => [row.award_year, row.enterprise_id, row.clause_id, row.subject].join(" ");
