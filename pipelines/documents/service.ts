import type { AnnexSheet, Block } from "./blocks.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

/** Late and missing monthly reports of the month and the one before, or of the quarter. */
export async function reportsSection(reader: FactReader, months: 1 | 3): Promise<{ blocks: Block[]; counts: FactRow }> {
  // a month's reports fall due in the next month, so the newest month that can be judged is the one before
  const range = `month > (select as_of_month from mart.dispatch) - interval ${months + 1} month and month <= (select as_of_month from mart.dispatch)`;
  const counts = await reader.one(`
    select count(*) as reports, count(*) filter (where status = 'on_time') as on_time, count(*) filter (where status = 'late') as late, count(*) filter (where status = 'partial') as partial, count(*) filter (where status = 'missing') as missing,
      count(*) filter (where status = 'before_first_load') as not_judged, count(*) filter (where status = 'not_due') as not_due
    from mart.reporting_timeliness where ${range}`);
  const blocks: Block[] = [];
  if (counts.number("reports") === 0) return { blocks: [{ kind: "paragraph", pieces: ["本期没有应报的部门月报。"] }], counts };
  if (counts.number("not_judged") === counts.number("reports")) {
    blocks.push({ kind: "paragraph", pieces: say`${counts.fact("reports", "count")}份部门月报在系统启用前到期，是否及时无法认定。` });
    return { blocks, counts };
  }
  const parts = ([["on_time", "及时"], ["late", "迟报"], ["partial", "没有报齐"], ["missing", "到期未报"], ["not_due", "未到期"], ["not_judged", "首次装载以前不能判断"]] as const)
    .filter(([column]) => (counts.number(column) ?? 0) > 0)
    .map(([column, label]) => say`${label}${counts.fact(column, "count")}份`);
  const slow = ["late", "partial", "missing"].reduce((sum, column) => sum + (counts.number(column) ?? 0), 0);
  const none = slow === 0 && (counts.number("on_time") ?? 0) > 0 ? "，没有迟报和缺报" : "";
  blocks.push({ kind: "paragraph", pieces: say`部门月报${months === 1 ? "（本月及上月）" : ""}${joined(parts, "、")}${none}。` });
  const bureaus = await reader.rows(`
    select bureau, count(*) filter (where status = 'late') as late, count(*) filter (where status = 'partial') as partial, count(*) filter (where status = 'missing') as missing, coalesce(max(days_late) filter (where status = 'late'), 0) as longest
    from mart.reporting_timeliness where status in ('late', 'partial', 'missing') and ${range} group by bureau order by count(*) desc, longest desc, bureau limit 6`);
  if (bureaus.length > 0) blocks.push({ kind: "paragraph", givesWay: 1, pieces: say`迟报和缺报的有：${joined(bureaus.map(slowBureau), "；")}。` });
  return { blocks, counts };
}

function slowBureau(row: FactRow): Piece[] {
  const late = row.number("late") === 0 ? [] : say`迟报${row.fact("late", "count")}份（最长${row.fact("longest", "count")}天）`;
  const missing = row.number("missing") === 0 ? [] : say`未报${row.fact("missing", "count")}份`;
  const partial = row.number("partial") === 0 ? [] : say`没有报齐${row.fact("partial", "count")}份`;
  return say`${row.fact("bureau")}${joined([late, partial, missing].filter((part) => part.length > 0), "、")}`;
}

/** Requests that fell due within the month: kept, late, by town and by the body that handles them. */
export async function requestsSection(reader: FactReader): Promise<{ blocks: Block[]; counts: FactRow }> {
  const due = "starts_with(promise, 'request_') and due_on >= (select as_of_month from mart.dispatch) and due_on <= (select as_of_on from mart.dispatch)";
  const counts = await reader.one(`
    select count(*) as due, count(*) filter (where state = 'kept') as kept, count(*) filter (where state = 'late') as late,
      (select count(*) from mart.service_promise where starts_with(promise, 'request_') and state = 'late' and closed_on is null) as still_late
    from mart.service_promise where ${due}`);
  const blocks: Block[] = [{ kind: "paragraph", pieces: requestsPieces(counts) }];
  const late = await reader.rows(`
    select coalesce(nullif(asked.town, ''), '镇街不明') as town, count(*) as late, max(working_days) as longest
    from mart.service_promise as asked left join policy.evaluation_town as listed on listed.town = asked.town
    where ${due} and state = 'late' group by 1 order by late desc, longest desc nulls last, min(listed.town_order) limit 4`);
  // «等» where more towns have late ones than are named
  const named = late.reduce((sum, row) => sum + row.number("late")!, 0);
  if (late.length > 0) blocks.push({ kind: "paragraph", givesWay: 1, pieces: say`逾期诉求涉及${joined(late.map((row) => say`${row.fact("town")}${row.fact("late", "count")}件${row.number("longest") === null ? "" : say`（最长已用${row.fact("longest", "count")}个工作日）`}`), "、")}${named < counts.number("late")! ? "等" : ""}。` });
  blocks.push(...(await lateHandlers(reader, due)));
  return { blocks, counts };
}

/** Who handles the late requests among these, the most first; it stands in the annex case by case. */
async function lateHandlers(reader: FactReader, these: string): Promise<Block[]> {
  const rows = await reader.rows(`
    select responsible as body, count(*) as late, count(*) filter (where is_body_assumed) as late_assumed
    from mart.service_promise where ${these} and state = 'late' group by responsible order by late desc, responsible`);
  return bodiesParagraph("逾期诉求按承办部门", rows, 1);
}

function requestsPieces(counts: FactRow): Piece[] {
  const still = counts.number("still_late") === 0 ? "没有逾期仍未办结的诉求" : say`逾期仍未办结的诉求共${counts.fact("still_late", "count")}件`;
  if (counts.number("due") === 0) return say`本月没有到期的企业诉求，${still}。`;
  const late = counts.number("late") === 0 ? "没有逾期" : say`逾期${counts.fact("late", "count")}件`;
  const kept = counts.number("kept") === counts.number("due") ? "全部按时办结" : counts.number("kept") === 0 ? say`没有按时办结的，${late}` : say`按时办结${counts.fact("kept", "count")}件，${late}`;
  return say`本月到期的企业诉求${counts.fact("due", "count")}件，${kept}；${still}。`;
}

/** how many bodies a sentence names; the page lists them all */
const namedBodies = 5;

/** Bodies that handled late cases of the quarter, the most first; late cases that name none stand under the bureau that sends the list. */
async function lateBodies(reader: FactReader, quarter: string): Promise<Block[]> {
  const rows = await reader.rows(`
    select body, sum(late) as late, sum(late_assumed) as late_assumed from mart.service_late_body where quarter = '${quarter}' group by body having sum(late) > 0 order by late desc, body`);
  return bodiesParagraph("超期的诉求和办件按承办部门", rows);
}

/** A sentence of `body`, `late` and `late_assumed` in the order given; none where nothing is late. */
function bodiesParagraph(what: string, rows: readonly FactRow[], givesWay?: 1): Block[] {
  if (rows.length === 0) return [];
  const named = rows.slice(0, namedBodies);
  const isAssumed = named.some((row) => row.number("late_assumed")! > 0);
  return [{ kind: "paragraph", ...(givesWay && { givesWay }), pieces: say`${what}：${joined(named.map((row) => say`${row.fact("body")}${row.fact("late", "count")}件`), "、")}${rows.length > named.length ? "等" : ""}。${isAssumed ? "没有填承办部门的按报送部门计。" : ""}` }];
}

/** The mean time of project approvals finished in the quarter, against the base less the cut; the base is said to be assumed where it is. */
async function approvalMean(reader: FactReader, quarter: string): Promise<Block[]> {
  const rows = await reader.rows(`select finished, counted, mean_working_days, base_working_days, cut, limit_working_days, state, base_source from mart.service_mean where quarter = '${quarter}' order by promise_order`);
  return rows.map((row) => ({ kind: "paragraph" as const, pieces: meanPieces(row) }));
}

function meanPieces(row: FactRow): Piece[] {
  if (row.number("finished") === 0) return ["本季度受理的项目审批没有办结的，平均用时不能判断。"];
  if (row.text("state") === "unknown") return say`本季度办结项目审批${row.fact("finished", "count")}件，用时不能计算。`;
  const counted = row.number("counted") === row.number("finished") ? "" : say`（其中${row.fact("counted", "count")}件能计算用时）`;
  return say`本季度办结项目审批${row.fact("finished", "count")}件${counted}，平均用时${row.fact("mean_working_days", "days")}个工作日，${row.text("state") === "kept" ? "达到" : "没有达到"}比基数${row.fact("base_working_days", "count")}个工作日压减${row.fact("cut", "percent")}（${row.fact("limit_working_days", "days")}个工作日）的要求（${row.fact("base_source")}）。`;
}

/** Promises of the quarter by kind. */
export async function promisesSection(reader: FactReader, quarter: string): Promise<Block[]> {
  const rows = await reader.rows(`
    select label_zh, sum(items) as items, sum(kept) as kept, sum(late) as late, sum(still_open) as still_open, sum(not_judged) as not_judged,
      case when sum(kept) + sum(late) > 0 then round(sum(kept) / cast(sum(kept) + sum(late) as double), 6) end as kept_rate
    from mart.service_promise_summary where quarter = '${quarter}' group by promise_order, label_zh order by promise_order`);
  if (rows.length === 0) return [{ kind: "paragraph", pieces: ["本季度没有服务承诺办件。"] }];
  const total = await reader.one(`select sum(items) as items, sum(kept) as kept, sum(late) as late from mart.service_promise_summary where quarter = '${quarter}'`);
  const worst = rows.filter((row) => (row.number("late") ?? 0) > 0).sort((a, b) => a.number("kept_rate")! - b.number("kept_rate")!).slice(0, 3);
  return [
    { kind: "paragraph", pieces: say`本季度服务承诺事项${total.fact("items", "count")}件，已兑现${total.fact("kept", "count")}件，${total.number("late") === 0 ? "没有未兑现的" : say`未兑现${total.fact("late", "count")}件`}。${worst.length > 0 ? say`兑现率较低的是：${joined(worst.map((row) => say`${row.fact("label_zh")}（${row.fact("kept_rate", "percent")}）`), "、")}。` : ""}` },
    {
      kind: "table",
      caption: "服务承诺兑现情况（单位：件）",
      columns: [{ title: "承诺事项", width: 60, align: "left" }, { title: "件数", width: 14 }, { title: "已兑现", width: 16 }, { title: "未兑现", width: 16 }, { title: "未到期", width: 16 }, { title: "不能判断", width: 18 }, { title: "兑现率", width: 18 }],
      rows: rows.map((row) => [row.fact("label_zh"), row.fact("items", "count"), row.fact("kept", "count"), row.fact("late", "count"), row.fact("still_open", "count"), row.fact("not_judged", "count"), row.fact("kept_rate", "percent")]),
    },
    ...(await lateBodies(reader, quarter)),
    ...(await approvalMean(reader, quarter)),
  ];
}

export const reportSheet: AnnexSheet = {
  name: "月报报送",
  columns: [
    { title: "数据月份", column: "month", width: 10 }, { title: "部门", column: "bureau", width: 16 }, { title: "报表", column: "dataset_name", width: 18 }, { title: "应报日期", column: "due_on", width: 12 },
    { title: "报到日期", column: "sent_on", width: 12 }, { title: "状态", column: "state", width: 18 }, { title: "迟报（天）", column: "days_late", width: 12, format: "0" },
  ],
  sql: `
    select strftime(month, '%Y-%m') as month, bureau, dataset_name, strftime(due_on, '%Y-%m-%d') as due_on, strftime(sent_on, '%Y-%m-%d') as sent_on,
      case status when 'on_time' then '及时' when 'late' then '迟报' when 'partial' then '没有报齐' when 'missing' then '到期未报' when 'not_due' then '未到期' else '系统启用前到期，无法认定' end as state, days_late
    from mart.reporting_timeliness where month > (select as_of_month from mart.dispatch) - interval 4 month order by reporting_timeliness.month desc, bureau, dataset_name`,
};

export const lateRequestSheet: AnnexSheet = {
  name: "逾期诉求",
  columns: [
    { title: "编号", column: "item_no", width: 20 }, { title: "事项", column: "label_zh", width: 30 }, { title: "企业名称", column: "enterprise_name", width: 34 }, { title: "镇街", column: "town", width: 16 },
    { title: "责任单位", column: "responsible", width: 20 }, { title: "责任单位说明", column: "body_note", width: 26 }, { title: "受理日期", column: "started_on", width: 12 }, { title: "应办结日期", column: "due_on", width: 12 }, { title: "办结日期", column: "closed_on", width: 12 }, { title: "已用（工作日）", column: "working_days", width: 14, format: "0" },
  ],
  sql: `
    select service_promise.item_no, service_promise.label_zh, enterprise.enterprise_name, service_promise.town, service_promise.responsible, case when service_promise.is_body_assumed then '没填承办部门，按报送部门' end as body_note, strftime(service_promise.started_on, '%Y-%m-%d') as started_on,
      strftime(service_promise.due_on, '%Y-%m-%d') as due_on, strftime(service_promise.closed_on, '%Y-%m-%d') as closed_on, service_promise.working_days
    from mart.service_promise as service_promise left join mart.enterprise as enterprise on enterprise.enterprise_id = service_promise.enterprise_id
    where starts_with(service_promise.promise, 'request_') and service_promise.state = 'late'
    order by service_promise.due_on desc, service_promise.item_no`,
};
