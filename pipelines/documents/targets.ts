import type { Block } from "./blocks.ts";
import { drawChart } from "./chart.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

const states: Readonly<Record<string, string>> = { done: "已完成", on_track: "到期可达", at_risk: "到期有风险", behind: "到期难达" };

/** Before the plan's line begins only what is done can be told. */
function judged(row: FactRow): Piece {
  if ((row.number("planned") ?? 0) === 0 && row.text("status") !== "done") return "—";
  return states[row.text("status")] ?? row.fact("status");
}

/** The words for a change, with the figure without its sign: «增加3», «减少2», «持平». */
export function changed(row: FactRow, column: string, unit: "count_abs" | "wan_abs" | "points_abs", measure: string, words: readonly [string, string] = ["增加", "减少"]): Piece[] {
  const change = row.number(column);
  if (change === null) return ["没有上期数据"];
  if (change === 0) return ["持平"];
  return [words[change > 0 ? 0 : 1]!, row.fact(column, unit), measure];
}

/** Ahead of the straight line to the deadline, on it or behind, in one sentence; before the line begins there is nothing to say. */
function scheduled(rows: readonly FactRow[]): Piece[] {
  const begun = rows.filter((row) => (row.number("planned") ?? 0) > 0);
  const groups = ([["超前", 1], ["持平", 0], ["落后", -1]] as const)
    .map(([words, sign]) => ({ words, of: begun.filter((row) => Math.sign(row.number("lead")!) === sign) }))
    .filter(({ of }) => of.length > 0);
  const [first] = groups;
  if (first === undefined) return [];
  const deadline = rows[0]!.fact("deadline");
  // ahead today, and yet not there in the end by the forecast: said beside it, or the table's word looks wrong
  const short = begun.filter((row) => ["behind", "at_risk"].includes(row.text("status")));
  const ahead = short.some((row) => row.number("lead")! >= 0);
  const outlook = short.length === 0 ? [] : say`${ahead ? "，但" : "；"}据预测，${joined(short.map((row) => [row.fact("label_zh")]), "、")}到期${ahead ? "仍" : ""}难以完成目标`;
  if (groups.length === 1) return say`与到${deadline}的序时进度（按月均摊）相比，${begun.length > 1 ? "均" : ""}${first.words}${outlook}。`;
  return say`与到${deadline}的序时进度（按月均摊）相比，${joined(groups.map(({ words, of }) => say`${joined(of.map((row) => [row.fact("label_zh")]), "、")}${words}`), "，")}${outlook}。`;
}

/** The 5-2-1 targets: text, table and trajectory; `months` back is what the change is against. */
export async function targetsSection(reader: FactReader, months: 1 | 3): Promise<{ blocks: Block[]; rows: FactRow[] }> {
  const against = months === 1 ? "上月" : "上季度末";
  const rows = await reader.rows(`
    select progress.target_id, progress.label_zh, progress.target, progress.planned, progress.achieved, progress.forecast_at_deadline, progress.status, progress.not_known, progress.months_left,
      strftime(progress.deadline, '%Y年%-m月') as deadline, cast(progress.achieved - earlier.achieved as integer) as change,
      progress.achieved - progress.planned as lead
    from mart.target_progress as progress
    left join mart.target_trajectory as earlier on earlier.target_id = progress.target_id and earlier.month = progress.as_of_month - interval ${months} month
    order by progress.target_order`);
  if (rows.length === 0) return { blocks: [{ kind: "paragraph", pieces: ["本期没有目标进度数据。"] }], rows };
  const parts = rows.map((row, index) => {
    const change = row.number("change");
    // the first says what is compared with what
    const moved: readonly Piece[] = change === null ? [] : [change === 0 && index === 0 ? `，与${against}` : index === 0 ? `，比${against}` : "，", ...changed(row, "change", "count_abs", "家")];
    return say`${row.fact("label_zh")}目标${row.fact("target", "count")}家，已达到${row.fact("achieved", "count")}家${moved}`;
  });
  const unknown = rows.filter((row) => (row.number("not_known") ?? 0) > 0);
  const left = unknown.length === 0 ? "" : say`另有${joined(unknown.map((row) => say`${row.fact("label_zh")}${row.fact("not_known", "count")}家`), "、")}因缺数据未计入。`;
  const method = rows.some((row) => (row.number("months_left") ?? 0) > 0) ? "到期预测在维持现状、近期速度等办法中取以往误差最小的，不超过在库数。" : "";
  const alone = rows.every((row) => row.number("change") === null) ? `没有${against}数据，不作比较。` : "";
  const blocks: Block[] = [{ kind: "paragraph", pieces: say`${joined(parts, "；")}。${alone}${scheduled(rows)}${method}${left}` }];
  blocks.push({
    kind: "table",
    caption: "5-2-1目标进度（单位：家）",
    columns: [
      { title: "目标", width: 68, align: "left" },
      { title: "目标数", width: 17 },
      { title: "序时应达", width: 21 },
      { title: "已达到", width: 17 },
      { title: months === 1 ? "比上月" : "比上季末", width: 21 },
      { title: "到期预测", width: 21 },
      { title: "到期判断", width: 21 },
    ],
    rows: rows.map((row) => [
      row.fact("label_zh"), row.fact("target", "count"), row.fact("planned", "points"), row.fact("achieved", "count"), row.fact("change", "count"),
      row.fact("forecast_at_deadline", "count"), judged(row),
    ]),
  });
  // the bulletin has the room for a chart that is read from afar
  const height = months === 1 ? 180 : 300;
  const trajectory = await reader.rows("select target_id, strftime(month, '%Y-%m') as month, planned, achieved from mart.target_trajectory where month between (select min(month) from mart.target_trajectory where achieved > 0) and (select as_of_month from mart.dispatch) order by target_id, month");
  // one month makes no line
  if (trajectory.length > rows.length) blocks.push({ kind: "picture", caption: "各目标逐月达到数与序时进度（单位：家）", png: trajectoryPicture(rows, trajectory, height), widthMm: 150, heightMm: (150 * height) / pictureWidth, givesWay: 3 });
  return { blocks, rows };
}

const pictureWidth = 900;

function trajectoryPicture(targets: readonly FactRow[], trajectory: readonly FactRow[], height: number): Buffer {
  const width = pictureWidth;
  const share = width / targets.length;
  const of = (target: FactRow) => trajectory.filter((row) => row.text("target_id") === target.text("target_id"));
  return drawChart(
    {
      title: targets.map((target, index) => ({ text: target.text("label_zh"), left: share * (index + 0.5), top: 4, textAlign: "center", textStyle: { fontSize: 16, fontWeight: "normal" } })),
      legend: { bottom: 0, data: ["已达到", "序时应达"], itemWidth: 30, textStyle: { fontSize: 15 } },
      grid: targets.map((_, index) => ({ left: share * index + 40, width: share - 62, top: 32, bottom: 48 })),
      xAxis: targets.map((target, index) => ({ gridIndex: index, type: "category", data: of(target).map((row) => row.text("month").slice(2)), axisLabel: { fontSize: 13, interval: Math.max(0, Math.ceil(of(target).length / 4) - 1) } })),
      yAxis: targets.map((_, index) => ({ gridIndex: index, type: "value", minInterval: 1, boundaryGap: [0, 0.2], axisLabel: { fontSize: 13 }, splitLine: { lineStyle: { color: "#dddddd" } } })),
      series: targets.flatMap((target, index) => [
        { name: "已达到", type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "circle", symbolSize: 5, color: "#0b5394", lineStyle: { width: 2.5 }, data: of(target).map((row) => row.number("achieved")) },
        { name: "序时应达", type: "line", xAxisIndex: index, yAxisIndex: index, symbol: "none", color: "#b45f06", lineStyle: { width: 2, type: "dashed" }, data: of(target).map((row) => row.number("planned")) },
      ]),
    },
    { width, height },
  );
}
