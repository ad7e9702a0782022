import type { Block } from "./blocks.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";
import { missingData } from "./awards.ts";
import { fewOr } from "./ratings.ts";

/** What was found in the sections before. */
export interface Findings {
  readonly targets: readonly FactRow[];
  readonly library: FactRow;
  readonly awards: FactRow;
  readonly reports: FactRow;
  readonly requests?: FactRow;
  readonly ratings?: FactRow;
}

/** The second level of numbers, with a heading of its own in the line. */
interface Point {
  readonly lead: string;
  readonly pieces: readonly Piece[];
}

const ordinals = ["一", "二", "三", "四", "五", "六", "七", "八"];

/** What needs a decision, each from a figure above; nothing is asked for that the figures do not call for. */
export async function decisionsSection(reader: FactReader, { targets, library, awards, reports, requests, ratings }: Findings): Promise<Block[]> {
  const points: Point[] = [];
  // before the plan's line begins there is nothing to judge
  const slow = targets.filter((row) => (row.number("planned") ?? 0) > 0 && ["behind", "at_risk"].includes(row.text("status")));
  if (slow.length > 0) points.push({ lead: "目标推进", pieces: say`据预测，${joined(slow.map((row) => say`${row.fact("label_zh")}到期预测${row.fact("forecast_at_deadline", "count")}家、目标${row.fact("target", "count")}家`), "，")}，请研究推进措施` });
  const changes = ["enter", "promote", "demote", "leave"].reduce((sum, column) => sum + (library.number(column) ?? 0), 0);
  if (changes > 0) points.push({ lead: "培育库调整", pieces: ["调整建议名单见附件，请审定"] });
  const overpaid: Piece[] = (awards.number("overpaid_cny") ?? 0) === 0 ? [] : awards.isKept("overpaid_cny") ? ["个别兑付超出可兑额"] : say`已兑付的有${awards.wan("overpaid_cny")}超出可兑额`;
  if ((awards.number("shortfall_cny") ?? 0) > 0) points.push({ lead: "奖补缺口", pieces: say`${awards.isKept("shortfall_cny") ? "个别企业应兑奖补" : say`应兑奖补中有${awards.wan("shortfall_cny")}`}超出企业新增地方留成${overpaid.length === 0 ? "" : say`，${overpaid}`}，请明确处理意见` });
  else if (overpaid.length > 0) points.push({ lead: "超额兑付", pieces: say`${overpaid}，请财政部门核实` });
  if ((awards.number("undetermined") ?? 0) > 0) {
    const missing = await missingData(reader);
    points.push({ lead: "缺报数据", pieces: say`因缺数据不能判定的奖补${awards.fact("undetermined", "count")}项${missing.length > 0 ? say`，主要缺${missing}` : ""}，请有关部门补报` });
  }
  const unsent = ([["late", "迟报"], ["partial", "没有报齐"], ["missing", "未报"]] as const).filter(([column]) => (reports.number(column) ?? 0) > 0).map(([column, label]) => say`${label}${reports.fact(column, "count")}份`);
  if (unsent.length > 0) points.push({ lead: "月报报送", pieces: say`部门月报${joined(unsent, "、")}，请有关部门说明原因` });
  if (requests !== undefined && (requests.number("still_late") ?? 0) > 0) points.push({ lead: "诉求办理", pieces: say`逾期未办结的企业诉求${requests.fact("still_late", "count")}件，请责任单位限期办结` });
  if (ratings !== undefined && (ratings.number("d_again") ?? 0) > 0) points.push({ lead: "低效企业整治", pieces: say`连续两年及以上为D类的企业${fewOr(ratings, "d_again")}，请研究整治提升措施` });
  if (points.length === 0) return [{ kind: "paragraph", pieces: ["本期没有需要研究的事项。"] }];
  if (points.length === 1) return [{ kind: "paragraph", pieces: say`${points[0]!.pieces}。` }];
  return points.map(({ lead, pieces }, index) => ({ kind: "paragraph", lead: `（${ordinals[index] ?? ""}）${lead}。`, pieces: say`${pieces}。` }));
}
