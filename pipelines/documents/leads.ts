import type { AnnexSheet, Block } from "./blocks.ts";
import type { FactReader } from "./facts.ts";

const tallySql = "select body, label_zh, target, achieved, this_year from mart.lead_tally order by body_order, item_order";

/** What each leading body leads, counted (part III), as a table of the bulletin. */
export async function leadTally(reader: FactReader): Promise<Block[]> {
  const rows = await reader.rows(tallySql);
  return [
    {
      kind: "table",
      caption: "牵头部门台账（“—”为没有目标、不按年计或缺数据）",
      columns: [{ title: "牵头部门", width: 48, align: "left" }, { title: "事项", width: 48, align: "left" }, { title: "目标（家）", width: 20 }, { title: "累计（个）", width: 20 }, { title: "其中本年（个）", width: 24 }],
      rows: rows.map((row) => [row.fact("body"), row.fact("label_zh"), row.fact("target", "count"), row.fact("achieved", "count"), row.fact("this_year", "count")]),
    },
  ];
}

/** The same as a sheet, for the brief, which has no room for the table. */
export const leadTallySheet: AnnexSheet = {
  name: "牵头部门台账",
  columns: [
    { title: "牵头部门", column: "body", width: 24 }, { title: "事项", column: "label_zh", width: 24 }, { title: "目标（家）", column: "target", width: 12, format: "0" },
    { title: "累计（个）", column: "achieved", width: 12, format: "0" }, { title: "其中本年（个）", column: "this_year", width: 16, format: "0" },
  ],
  sql: tallySql,
};
