import { type Facts, firstAwardYear } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { byLevel, recognised } from "../recognised.ts";
import { unknown, when } from "../truth.ts";

/** Article 9: digital, networked, intelligent. reading: blank investment is none; the cap of a project is held against each year's line. */
export function article09(facts: Facts, owner: string): Line[] {
  const rows = facts.district.transformation_projects.filter((row) => row.enterprise_id === owner && row.year >= firstAwardYear);
  return [
    ...rows.flatMap((row) => {
      const claim = { year: row.year, owner, subject: row.project_no, own: row.equipment_ex_tax_wan?.times("0.15"), cap: 200 };
      if (claim.own === undefined) return [];
      if (row.project_type === "智能化改造") return lineOf({ ...claim, clause: "9.1", condition: "met" });
      if (row.project_type !== "工业机器人") return [];
      const price = row.robot_unit_price_wan;
      return lineOf({ ...claim, clause: "9.2", condition: price === null ? unknown("transformation_projects") : when(price.greaterThanOrEqualTo(40)) });
    }),
    ...recognised(facts, owner, "9.3", "智能制造试点示范", byLevel({ 国家: 100, 省: 50, 市: 20 })),
  ];
}
