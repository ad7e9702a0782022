import type { Block } from "./blocks.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";
import { missingData } from "./awards.ts";

/** What was found in the sections before. */
export interface Findings {
  readonly targets: readonly FactRow[];
  readonly library: FactRow;
  readonly awards: FactRow;
  readonly reports: FactRow;
  readonly requests?: FactRow;
  readonly ratings?: FactRow;
}

const ordinals = ["一", "二", "三", "四", "五", "六", "七"];

/** What needs a decision, each from a figure above; nothing is asked for that the figures do not call for. */
export async function decisionsSection(reader: FactReader, { targets, library, awards, reports, requests, ratings }: Findings): Promise<Block[]> {
  const points: Piece[][] = [];
  // before the plan's line begins no pace can be judged
  const slow = targets.filter((row) => (row.number("planned") ?? 0) > 0 && ["behind", "at_risk"].includes(row.text("status")));
  if (slow.length > 0) points.push(say`按近期速度，${joined(slow.map((row) => say`${row.fact("label_zh")}到期预测${row.fact("forecast_at_deadline", "count")}家、目标${row.fact("target", "count")}家`), "，")}，请研究推进措施`);
  const changes = ["enter", "promote", "demote", "leave"].reduce((sum, column) => sum + (library.number(column) ?? 0), 0);
  if (changes > 0) points.push(["培育库调整建议见附件，请审定"]);
  if ((awards.number("shortfall_cny") ?? 0) > 0) points.push(say`应兑奖补${awards.fact("shortfall_cny", "wan")}万元超出上限，请明确处理意见`);
  if ((awards.number("undetermined") ?? 0) > 0) {
    const missing = await missingData(reader);
    points.push(say`因缺数据不能判定的奖补${awards.fact("undetermined", "count")}项${missing.length > 0 ? say`，主要缺${missing}` : ""}，请有关部门补报`);
  }
  const unsent = ([["late", "迟报"], ["partial", "没有报齐"], ["missing", "未报"]] as const).filter(([column]) => (reports.number(column) ?? 0) > 0).map(([column, label]) => say`${label}${reports.fact(column, "count")}份`);
  if (unsent.length > 0) points.push(say`部门月报${joined(unsent, "、")}，请有关部门说明原因`);
  if (requests !== undefined && (requests.number("still_late") ?? 0) > 0) points.push(say`逾期未办结的企业诉求${requests.fact("still_late", "count")}件，请责任单位限期办结`);
  if (ratings !== undefined && (ratings.number("d_again") ?? 0) > 0) points.push(say`连续两年及以上为D类的企业${ratings.fact("d_again", "count")}家，请研究整治提升措施`);
  if (points.length === 0) return [{ kind: "paragraph", pieces: ["本期没有需要研究的事项。"] }];
  if (points.length === 1) return [{ kind: "paragraph", pieces: say`${points[0]!}。` }];
  return points.map((pieces, index) => ({ kind: "paragraph", pieces: say`（${ordinals[index] ?? ""}）${pieces}。` }));
}
