import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { byLevel, recognised } from "../recognised.ts";
import { all, when } from "../truth.ts";

/** Article 18: energy and land. A saving is recognised by its row, so its line is accrued. */
export function article18(facts: Facts, owner: string): Line[] {
  return [
    ...facts.district.energy_savings
      .filter((row) => row.enterprise_id === owner)
      .flatMap((row) =>
        lineOf({
          year: row.year,
          owner,
          clause: "18.1",
          own: row.saving_tce.minus(1000).times("0.05"),
          cap: 20,
          condition: all(when(row.is_key_energy_user), when(row.saving_tce.greaterThanOrEqualTo(1000))),
        }),
      ),
    ...recognised(facts, owner, "18.2", "清洁生产审核", byLevel({ 省: 20 })),
    ...recognised(facts, owner, "18.3", "绿色工厂", byLevel({ 国家: 30 })),
    ...recognised(facts, owner, "18.4", "绿色供应链", byLevel({ 国家: 30 })),
    ...recognised(facts, owner, "18.5", "绿色设计产品", byLevel({ 国家: 10 })),
  ];
}
