import { type Facts, firstAwardYear } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { byLevel, recognised } from "../recognised.ts";
import type { ProjectRow } from "../rows.ts";
import { all, type Truth, unknown, when } from "../truth.ts";

/** Article 9: digital, networked, intelligent. reading: blank investment is missing; the cap of a project is over all its award years. */
export function article09(facts: Facts, owner: string): Line[] {
  const rows = facts.district.transformation_projects.filter((row) => row.enterprise_id === owner && row.year >= firstAwardYear);
  const subsidies = rows.flatMap((row) => {
    const clause = { 智能化改造: "9.1", 工业机器人: "9.2", 重大技术改造: undefined, 技术改造: undefined }[row.project_type];
    if (clause === undefined) return [];
    const own = row.equipment_ex_tax_wan?.times("0.15");
    const invoiced: Truth = own === undefined ? unknown("transformation_projects") : "met";
    const condition = all(invoiced, clause === "9.2" ? isDear(row) : "met");
    return lineOf({ year: row.year, owner, clause, subject: row.project_no, own, atStake: 200, projectCap: 200, condition });
  });
  return [
    ...subsidies,
    ...recognised(facts, owner, "9.3", "智能制造试点示范", byLevel({ 国家: 100, 省: 50, 市: 20 })),
  ];
}

function isDear(row: ProjectRow): Truth {
  const price = row.robot_unit_price_wan;
  return price === null ? unknown("transformation_projects") : when(price.greaterThanOrEqualTo(40));
}
