import { yearOf } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import type { StandardRow } from "../rows.ts";
import { byLevel, recognised, recognisedByGrade } from "../recognised.ts";

const drafting: Record<StandardRow["standard_type"], number> = { 国际标准: 50, 国家标准: 30, 行业标准: 20, 省地方标准: 10, 团体标准: 5 };

/** Article 16: standards. */
export function article16(facts: Facts, owner: string): Line[] {
  return [
    ...standards(facts, owner),
    ...recognised(facts, owner, "16.3", "标准化示范单位", byLevel({ 国家: 20, 省: 10 })),
    ...recognisedByGrade(facts, owner, "16.4", "标准化良好行为", { "4A": 10, "3A": 5 }),
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
    const [first] = rows as [StandardRow];
    const own = rows.reduce((total, row) => total + amountOf(row), 0);
    const on = rows.map((row) => row.reached_on).sort()[0]!;
    return lineOf({ year: yearOf(on), owner, clause: first.role === "主持" ? "16.1" : "16.2", subject: first.standard_no, on, own, condition: "met" });
  });
}

function amountOf(row: StandardRow): number {
  const half = drafting[row.standard_type] / 2;
  if (row.role === "主持") return half;
  return row.standard_type === "团体标准" ? 0 : half / 5;
}
