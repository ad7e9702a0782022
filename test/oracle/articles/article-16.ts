import { met } from "../readings.ts";
import { yearOf } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import type { StandardRow } from "../rows.ts";
import { byLevel, recognised, recognisedByGrade } from "../recognised.ts";
import { fromCell, type Truth } from "../truth.ts";

const drafting: Record<StandardRow["standard_type"], number> = { 国际标准: 50, 国家标准: 30, 行业标准: 20, 省地方标准: 10, 团体标准: 5 };

/** Article 16: standards. */
export function article16(facts: Facts, owner: string): Line[] {
  if (facts.district.recognitions.some((row) => row.title === "标准化良好行为" && row.grade === "5A")) met("R15 5A");
  return [
    ...standards(facts, owner),
    ...recognised(facts, owner, "16.3", "标准化示范单位", byLevel({ 国家: 20, 省: 10 })),
    ...recognisedByGrade(facts, owner, "16.4", "标准化良好行为", { "5A": 10, "4A": 10, "3A": 5 }),
  ];
}

/**
 * 16.1 and 16.2: half at each node.
 * reading: the subject is the standard's number, so both nodes in one year are one line, dated by the earlier of them.
 */
function standards(facts: Facts, owner: string): Line[] {
  const lines = new Map<string, StandardRow[]>();
  for (const row of facts.district.standards) {
    if (row.enterprise_id !== owner) continue;
    const key = JSON.stringify([yearOf(row.reached_on), row.role, row.standard_no]);
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return [...lines.values()].flatMap((rows) => {
    // R14: of the nodes of a group standard those that count; where none does, those that are not known to fail
    const met = rows.filter((row) => exceeds(row) === "met");
    const counted = met.length > 0 ? met : rows.filter((row) => exceeds(row) !== "failed");
    const [first] = counted;
    if (!first) return [];
    const own = counted.reduce((total, row) => total + amountOf(row), 0);
    const on = counted.map((row) => row.reached_on).sort()[0]!;
    const claim = { year: yearOf(on), owner, clause: first.role === "主持" ? "16.1" : "16.2", subject: first.standard_no, on };
    return lineOf({ ...claim, own, condition: exceeds(first) });
  });
}

/** R14: only who leads a group standard must have key indicators above the national and industry standards. */
function exceeds(row: StandardRow): Truth {
  if (row.role === "主持" && row.standard_type === "团体标准") met(row.exceeds_standards === null ? "R14 blank" : row.exceeds_standards ? "R14 above the standards" : "R14 not above them");
  return row.role === "主持" && row.standard_type === "团体标准" ? fromCell(row.exceeds_standards, "standards") : "met";
}

function amountOf(row: StandardRow): number {
  const half = drafting[row.standard_type] / 2;
  if (row.role === "主持") return half;
  return row.standard_type === "团体标准" ? 0 : half / 5;
}
