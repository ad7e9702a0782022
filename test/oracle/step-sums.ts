import { grouped } from "./grouped.ts";
import { Decimal, type Money, sum } from "./money.ts";
import type { MartRow, Marts } from "./run-models.ts";

const takenByStep: Readonly<Record<string, string>> = { line_cap: "line_cap", project_choice: "project_choice", turnover_tax_cap: "turnover_tax_cap", once: "once", group: "group", retention_cap: "retention_cap", paid: "paid" };
const gateStages = ["tax_growth", "rating_d", "dishonest"];
const levels: Readonly<Record<string, string>> = { gross: "gross_cny", entitled: "entitled_cny", fundable: "fundable_cny", outstanding: "outstanding_cny" };

/** award_step leads from each line's own amount to what is outstanding, and limit_effect from their sums to theirs, without a cent between. */
export function stepsThatDoNotAddUp(marts: Marts): string[] {
  const lines = new Map(marts.award_line.map((line) => [line.line_no!, line]));
  const steps = grouped(marts.award_step, (step) => step.line_no!);
  return [
    ...[...lines].flatMap(([lineNo, line]) => stepsOfLine(line, inOrder(steps.get(lineNo) ?? [], "step_no"))),
    ...[...steps.keys()].filter((lineNo) => !lines.has(lineNo)).map((lineNo) => `steps of a line ${lineNo} that is not there`),
    ...effects(marts, lines),
  ];
}

/** One line's steps: each begins where the one before ended. */
function stepsOfLine(line: MartRow, steps: readonly MartRow[]): string[] {
  const name = `${line.award_year} ${line.enterprise_id} ${line.clause_id} ${line.subject}`;
  const [first] = steps;
  if (first === undefined) return [`${name}: no step`];
  const broken = steps.slice(1).flatMap((step, index) => (of(step, "before_cny").equals(of(steps[index]!, "after_cny")) ? [] : [`${name}: ${step.step} begins with ${step.before_cny} after ${steps[index]!.after_cny}`]));
  // what is at stake of an unknown amount is what its project's cap has left, so its gross may be less
  if (line.status !== "undetermined" && !of(first, "before_cny").equals(line.gross_cny!)) broken.push(`${name}: the first step begins with ${first.before_cny} of ${line.gross_cny}`);
  const after = (last: number) => of(steps.filter((step) => Number(step.step_no) <= last).at(-1)!, "after_cny");
  for (const [column, last] of [["entitled_cny", 7], ["fundable_cny", 8], ["outstanding_cny", 9]] as const) {
    if (!after(last).equals(line[column]!)) broken.push(`${name}: ${column} is ${line[column]}, the steps end with ${after(last).toFixed(2)}`);
  }
  return broken;
}

/** The stages of each award year and basis: a chain whose levels are the lines' sums, and whose limits are what the steps took. */
function effects(marts: Marts, lines: ReadonlyMap<string, MartRow>): string[] {
  const keyOf = (row: MartRow) => `${row.award_year} ${row.basis}`;
  const linesOf = grouped(marts.award_line, keyOf);
  const stepsOf = grouped(marts.award_step.filter((step) => step.status !== "undetermined" && lines.has(step.line_no!)), (step) => keyOf(lines.get(step.line_no!)!));
  const stagesOf = grouped(marts.limit_effect, keyOf);
  const missing = [...linesOf.keys()].filter((key) => !stagesOf.has(key)).map((key) => `${key}: lines, but no limit_effect`);
  return [...missing, ...[...stagesOf].flatMap(([key, rows]) => stages(key, inOrder(rows, "stage_no"), linesOf.get(key) ?? [], stepsOf.get(key) ?? []))];
}

function stages(key: string, rows: readonly MartRow[], lines: readonly MartRow[], steps: readonly MartRow[]): string[] {
  const broken: string[] = [];
  const mustBe = (what: string, got: Money, expected: Money) => {
    if (!got.equals(expected)) broken.push(`${key} ${what}: ${got.toFixed(2)}, not ${expected.toFixed(2)}`);
  };
  const taken = (step: string) => sum(steps.filter((one) => one.step === step).map((one) => of(one, "before_cny").minus(one.after_cny!)));
  rows.forEach((row, index) => {
    mustBe(`${row.stage} after`, of(row, "after_cny"), of(row, "before_cny").minus(row.removed_cny!));
    if (index > 0) mustBe(`${row.stage} before`, of(row, "before_cny"), of(rows[index - 1]!, "after_cny"));
    const column = levels[row.stage!];
    if (column !== undefined) mustBe(`${row.stage}`, of(row, "after_cny"), sum(lines.map((line) => of(line, column))));
    const step = takenByStep[row.stage!];
    if (step !== undefined) mustBe(`${row.stage} removed`, of(row, "removed_cny"), taken(step));
  });
  mustBe("gates removed", sum(rows.filter((row) => gateStages.includes(row.stage!)).map((row) => of(row, "removed_cny"))), taken("gates"));
  return broken;
}

function inOrder(rows: readonly MartRow[], column: string): MartRow[] {
  return [...rows].sort((one, other) => Number(one[column]) - Number(other[column]));
}

function of(row: MartRow, column: string): Money {
  return new Decimal(row[column]!);
}
