import { yearOf } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";

/** Article 1: mixed-ownership reform. */
export function article01(facts: Facts, owner: string): Line[] {
  const amounts: Record<string, [clause: string, amount: number]> = { 混改完成: ["1.1", 50], 股权分配完成: ["1.2", 20] };
  return facts.district.capital_events
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const named = amounts[row.event];
      if (!named) return [];
      return lineOf({ year: yearOf(row.happened_on), owner, clause: named[0], subject: row.event_no, on: row.happened_on, own: named[1], condition: "met" });
    });
}
