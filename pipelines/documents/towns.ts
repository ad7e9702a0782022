import type { AnnexSheet, Block } from "./blocks.ts";
import { inWords } from "../../reports/shared/components/words.js";
import { drawChart } from "./chart.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

const ranking = (period: string) => `
  select ranking.town, ranking.total_score, ranking.rank, ranking.previous_rank, cast(ranking.previous_rank - ranking.rank as integer) as movement,
    ranking.total_score - previous.total_score as score_change
  from mart.town_ranking_public as ranking
  left join mart.town_ranking_public as previous on previous.town = ranking.town and previous.period_kind = ranking.period_kind
    and previous.period = (select max(period) from mart.town_ranking_public as earlier where earlier.period_kind = ranking.period_kind and earlier.period < ranking.period)
  left join policy.evaluation_town as listed on listed.town = ranking.town
  where ranking.period = '${period}' and ranking.total_score is not null
  order by ranking.rank, listed.town_order`;

/** «上升2位», «下降1位», «名次不变». */
function movement(row: FactRow): Piece[] {
  const moved = row.number("movement") ?? 0;
  return moved === 0 ? ["名次不变"] : [moved > 0 ? "上升" : "下降", row.fact("movement", "count_abs"), "位"];
}

/** Of each town, the indicators that gave and took most against the period before. */
async function movers(reader: FactReader, period: string): Promise<Map<string, { up?: FactRow; down?: FactRow }>> {
  const rows = await reader.rows(`
    with ordered as (
      select town, label_zh, contribution_change, contribution_change > 0 as is_up,
        row_number() over (partition by town, contribution_change > 0 order by abs(contribution_change) desc, indicator_order) as place
      from mart.town_score_public where period = '${period}' and contribution_change <> 0
    )
    select town, label_zh, contribution_change, is_up from ordered where place = 1 order by town, is_up`);
  const found = new Map<string, { up?: FactRow; down?: FactRow }>();
  for (const row of rows) found.set(row.text("town"), { ...found.get(row.text("town")), [row.values.is_up === true ? "up" : "down"]: row });
  return found;
}

function why(mover: { up?: FactRow; down?: FactRow } | undefined, rising: boolean): Piece[] {
  const row = (rising ? mover?.up : mover?.down) ?? mover?.up ?? mover?.down;
  if (row === undefined) return [];
  return say`，主要是${row.fact("label_zh")}对总分的贡献${row.values.is_up === true ? "增加" : "减少"}${row.fact("contribution_change", "points_abs")}分`;
}

/** Towns with their points; equal points are said once: «甲镇、乙镇（均为30.00分）». */
function scored(rows: readonly FactRow[]): Piece[] {
  const ranks = [...new Set(rows.map((row) => row.number("rank")))];
  return joined(
    ranks.map((rank) => {
      const tied = rows.filter((row) => row.number("rank") === rank);
      const names = joined(tied.map((row) => [row.fact("town")]), "、");
      const moved = tied.length > 1 || (tied[0]!.number("movement") ?? 0) === 0 ? [] : say`，${movement(tied[0]!)}`;
      return say`${names}（${tied.length > 1 ? "均为" : ""}${tied[0]!.fact("total_score", "points")}分${moved}）`;
    }),
    "、",
  );
}

/** The first and the last of a ranking with all who share their places; one list where there are too few to part. */
function ends(rows: readonly FactRow[], each: number): { first: FactRow[]; last: FactRow[] } | undefined {
  if (each === 0) return undefined;
  const first = rows.filter((row) => row.number("rank")! <= rows[each - 1]!.number("rank")!);
  const last = rows.filter((row) => row.number("rank")! >= rows.at(-each)!.number("rank")!);
  return first.length + last.length > rows.length ? undefined : { first, last };
}

/** The brief's view: the first and last three, who moved most, and why. */
export async function rankingInBrief(reader: FactReader, period: string): Promise<Block[]> {
  const rows = await reader.rows(ranking(period));
  if (rows.length === 0) return [{ kind: "paragraph", pieces: ["各镇街指标均缺数据，本月不作排名。"] }];
  const parts = ends(rows, Math.min(3, Math.floor(rows.length / 2)));
  const blocks: Block[] = [
    { kind: "paragraph", pieces: parts === undefined ? say`本月参加排名的镇街${rows.length === 1 ? "只有" : "依次是"}${scored(rows)}。` : say`本月综合得分居前的是${scored(parts.first)}；居后的是${scored(parts.last)}。` },
  ];
  const compared = rows.filter((row) => row.number("movement") !== null);
  const moved = compared.filter((row) => row.number("movement") !== 0).sort((a, b) => Math.abs(b.number("movement")!) - Math.abs(a.number("movement")!) || a.number("rank")! - b.number("rank")!);
  if (moved.length > 0) {
    const reasons = await movers(reader, period);
    const most = moved.slice(0, 2).map((row) => say`${row.fact("town")}${movement(row)}${why(reasons.get(row.text("town")), row.number("movement")! > 0)}`);
    blocks.push({ kind: "paragraph", givesWay: 2, pieces: say`名次变动较大的是：${joined(most, "；")}。` });
  } else blocks.push({ kind: "paragraph", pieces: [compared.length === 0 ? "上月没有名次，不作比较。" : "各镇街名次与上月相比没有变动。"] });
  return blocks;
}

function extremes(rows: readonly FactRow[]): Piece[] {
  const at = (rank: number) => rows.filter((row) => row.number("rank") === rank);
  const [best, worst] = [at(rows[0]!.number("rank")!), at(rows.at(-1)!.number("rank")!)];
  if (best.length === rows.length) return say`本季度各镇街综合得分相同，均为${best[0]!.fact("total_score", "points")}分。`;
  return say`本季度综合得分最高的是${scored(best)}，最低的是${scored(worst)}。`;
}

/** The bulletin's view: the whole table, a chart, a sentence for each town. */
export async function rankingInBulletin(reader: FactReader, period: string): Promise<Block[]> {
  const rows = await reader.rows(ranking(period));
  if (rows.length === 0) return [{ kind: "paragraph", pieces: ["各镇街指标均缺数据，本季度不作排名。"] }];
  const reasons = await movers(reader, period);
  const first = rows[0]!;
  const blocks: Block[] = [
    { kind: "paragraph", pieces: rows.length === 1 ? say`本季度参加排名的只有${first.fact("town")}，综合得分${first.fact("total_score", "points")}分。` : say`${extremes(rows)}各镇街得分、名次和主要变动原因见下表；缺数据的指标不计分，其余权重按比例放大。季度按到季末为止的累计数打分，得分和名次与季末当月相同。` },
    {
      kind: "table",
      caption: "镇街综合得分和名次",
      columns: [{ title: "名次", width: 12 }, { title: "镇街", width: 34 }, { title: "得分（分）", width: 21 }, { title: "比上季（分）", width: 24 }, { title: "上季名次", width: 20 }, { title: "主要变动原因（对总分的贡献变化，分）", width: 76, align: "left" }],
      rows: rows.map((row) => {
        const { up, down } = reasons.get(row.text("town")) ?? {};
        const rising = (row.number("score_change") ?? 0) >= 0;
        const main = (rising ? up : down) ?? up ?? down;
        return [row.fact("rank", "count"), row.fact("town"), row.fact("total_score", "points"), row.fact("score_change", "points"), row.fact("previous_rank", "count"), ...[main === undefined ? "—" : combined(main)]];
      }),
    },
  ];
  blocks.push({ kind: "picture", caption: "镇街综合得分的构成（单位：分）", ...(await scorePicture(reader, period, rows)) });
  return blocks;
}

/** A fact whose text is the indicator with its change: one cell holds one fact. */
function combined(row: FactRow): Piece {
  const change = row.fact("contribution_change", "points");
  return { ...change, text: `${row.text("label_zh")} ${row.number("contribution_change")! > 0 ? "+" : ""}${change.text}` };
}

/** Dark, light, middle in turn, each second with a pattern: parts that touch are told apart on a black-and-white print too. */
const stripes = (color: string, rotation: number, gap = 4) => ({ symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, gap], rotation, color });
const dots = (color: string) => ({ symbol: "circle", symbolSize: 0.7, dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0], color });
const dark = "rgba(0,0,0,.65)";
const light = "rgba(255,255,255,.85)";
const fills: readonly { readonly color: string; readonly decal?: object }[] = [
  { color: "#0b3c6f" },
  { color: "#f7d774" },
  { color: "#00805c", decal: stripes(light, -Math.PI / 4) },
  { color: "#f5dbe8", decal: dots(dark) },
  { color: "#4a9fd4" },
  { color: "#ffffff", decal: stripes("#8a3b00", Math.PI / 4, 3) },
  { color: "#7a2f00", decal: dots(light) },
  { color: "#ffffff" },
  { color: "#6b4c9a", decal: stripes(light, 0) },
  { color: "#e3f1d4", decal: stripes(dark, Math.PI / 2, 5) },
];

async function scorePicture(reader: FactReader, period: string, rows: readonly FactRow[]): Promise<{ png: Buffer; widthMm: number; heightMm: number }> {
  const scores = await reader.rows(`
    select town, case when starts_with(indicator, 'target_') then '五项目标完成' else label_zh end as label, min(indicator_order) as place, sum(contribution) as contribution
    from mart.town_score_public where period = '${period}' and contribution is not null group by all order by place, town`);
  const labels = [...new Set(scores.map((row) => row.text("label")))];
  const towns = rows.map((row) => row.text("town")).reverse();
  const value = (label: string, town: string) => scores.filter((row) => row.text("label") === label && row.text("town") === town).reduce((sum, row) => sum + row.number("contribution")!, 0);
  // a bar keeps its height whether there are five towns or twenty-five
  const size = { width: 900, height: Math.min(1000, 92 + Math.max(3, rows.length) * 31) };
  const png = drawChart(
    {
      grid: { left: 120, right: 60, top: 6, bottom: 84 },
      legend: { bottom: 0, left: 20, right: 20, itemWidth: 26, itemHeight: 16, itemGap: 12, textStyle: { fontSize: 13 } },
      xAxis: { type: "value", axisLabel: { fontSize: 13 }, splitLine: { lineStyle: { color: "#dddddd" } } },
      yAxis: { type: "category", data: towns, axisLabel: { fontSize: 14 } },
      series: labels.map((label, index) => ({
        name: label, type: "bar", stack: "total", barWidth: "70%",
        itemStyle: { color: fills[index % fills.length]!.color, borderColor: "#333333", borderWidth: 0.6, ...(fills[index % fills.length]!.decal && { decal: fills[index % fills.length]!.decal }) },
        data: towns.map((town) => value(label, town)),
      })),
      aria: { enabled: true, decal: { show: false } },
    },
    size,
  );
  return { png, widthMm: 150, heightMm: (150 * size.height) / size.width };
}

/** Scores by indicator: a row an indicator, a column a town in order of rank. */
export async function scoreTable(reader: FactReader, period: string): Promise<Block[]> {
  const towns = (await reader.rows(`select town from mart.town_ranking_public where period = '${period}' order by rank nulls last, town`)).map((row) => row.text("town"));
  const scores = await reader.rows(`select indicator, label_zh, weight, town, score, reason from mart.town_score_public where period = '${period}' order by indicator_order, town`);
  const indicators = [...new Set(scores.map((row) => row.text("indicator")))];
  if (scores.every((row) => row.number("score") === null)) return missingTable(reader, period);
  const at = new Map(scores.map((row) => [`${row.text("indicator")} ${row.text("town")}`, row]));
  const first = (indicator: string) => scores.find((row) => row.text("indicator") === indicator)!;
  const tables = Math.ceil(towns.length / mostColumns);
  const each = Math.ceil(towns.length / tables);
  return Array.from({ length: tables }, (_, part) => towns.slice(part * each, (part + 1) * each)).map((some, part) => ({
    kind: "table",
    caption: part === 0 ? "分项得分（满分一百分；“—”为缺数据或不公布，不计分）" : "分项得分（续）",
    columns: [{ title: "指标", width: 44, align: "left" }, { title: "权重", width: 10 }, ...some.map((town) => ({ title: shortTown(town), width: 102 / some.length }))],
    rows: indicators.map((indicator) => [
      first(indicator).fact("label_zh"),
      { ...first(indicator).fact("weight", "points"), text: String(Number(first(indicator).text("weight"))) },
      ...some.map((town): Piece => {
        const row = at.get(`${indicator} ${town}`);
        return row === undefined ? "—" : row.fact("score", "count");
      }),
    ]),
  }));
}

/** towns side by side in a table; more would stand in columns too narrow for their names */
const mostColumns = 13;

/** Where no indicator of any town has a score: what is missing, instead of a table of dashes. */
async function missingTable(reader: FactReader, period: string): Promise<Block[]> {
  const rows = await reader.rows(`
    select label_zh, weight, count(*) as towns, string_agg(distinct reason, ',' order by reason) as reasons
    from mart.town_score_public where period = '${period}' group by label_zh, weight, indicator_order order by indicator_order`);
  if (rows.length === 0) return [{ kind: "paragraph", pieces: ["本季度没有镇街得分。"] }];
  return [
    { kind: "paragraph", pieces: ["各项指标均因缺数据没有得分，所缺数据见下表。"] },
    {
      kind: "table",
      caption: "各项指标所缺数据",
      columns: [{ title: "指标", width: 62, align: "left" }, { title: "权重", width: 14 }, { title: "缺数据的镇街（个）", width: 34 }, { title: "所缺数据", width: 46, align: "left" }],
      rows: rows.map((row) => [row.fact("label_zh"), { ...row.fact("weight", "points"), text: String(Number(row.text("weight"))) }, row.fact("towns", "count"), inWords("town_reason", row.values.reasons) || "—"]),
    },
  ];
}

/** Narrow columns: 街道, 镇 and 经济开发区 go without their kind where the rest still tells. */
function shortTown(town: string): string {
  return town.replace(/经济开发区$/, "经开区").replace(/(?<=..)(?:街道|镇)$/, "");
}

/** Targets of the towns: how many of each are met, and by whom not. */
export async function targetsMet(reader: FactReader, period: string): Promise<Block[]> {
  const rows = await reader.rows(`
    select regexp_replace(label_zh, '完成$', '') as goal, count(*) filter (where value >= target) as met, count(*) filter (where value < target) as missed, count(*) filter (where value is null or target is null) as unknown,
      coalesce(string_agg(score.town, '、' order by listed.town_order) filter (where value < target), '无') as missed_by
    from mart.town_score_public as score left join policy.evaluation_town as listed on listed.town = score.town where period = '${period}' and starts_with(indicator, 'target_') group by label_zh, indicator_order order by indicator_order`);
  if (rows.length === 0) return [];
  const blank = rows.filter((row) => row.number("met") === 0 && row.number("missed") === 0);
  const judged = rows.filter((row) => !blank.includes(row));
  if (judged.length === 0) return [{ kind: "paragraph", pieces: ["各镇街目标因缺数据不能衡量。"] }];
  return [
    { kind: "paragraph", pieces: say`按到本季度末的累计目标衡量，${joined(judged.map(metOf), "；")}。${blank.length === 0 ? "" : say`${joined(blank.map((row) => [row.fact("goal")]), "、")}因缺数据不能衡量。`}` },
    {
      kind: "table",
      caption: "镇街目标完成情况（单位：个）",
      columns: [{ title: "目标", width: 40, align: "left" }, { title: "完成", width: 13 }, { title: "未完成", width: 14 }, { title: "缺数据或不公布", width: 24 }, { title: "未完成的镇街", width: 65, align: "left" }],
      rows: rows.map((row) => [row.fact("goal"), row.fact("met", "count"), row.fact("missed", "count"), row.fact("unknown", "count"), row.fact("missed_by")]),
    },
  ];
}

function metOf(row: FactRow): Piece[] {
  if (row.number("missed") === 0) return say`${row.fact("goal")}${row.number("unknown") === 0 ? "各镇街全部" : say`有数据的${row.fact("met", "count")}个镇街全部`}完成`;
  if (row.number("met") === 0) return say`${row.fact("goal")}没有镇街完成、${row.fact("missed", "count")}个未完成`;
  return say`${row.fact("goal")}有${row.fact("met", "count")}个镇街完成、${row.fact("missed", "count")}个未完成`;
}

/** Every score with what it rests on; what rests on one or two enterprises is in none of them. */
export const scoreSheets = (period: string, kind: string): AnnexSheet[] => [
  {
    name: "镇街排名",
    columns: [
      { title: `${kind}`, column: "period", width: 10 }, { title: "名次", column: "rank", width: 8, format: "0" }, { title: "镇街", column: "town", width: 18 },
      { title: "总分（分）", column: "total_score", width: 12, format: "0.00" }, { title: "上期名次", column: "previous_rank", width: 10, format: "0" }, { title: "有数据的指标权重合计", column: "weight_with_datum", width: 14, format: "0.00" },
    ],
    sql: `select period, rank, town, total_score, previous_rank, weight_with_datum from mart.town_ranking_public where period = '${period}' order by rank nulls last, town`,
  },
  {
    name: "分项得分",
    columns: [
      { title: `${kind}`, column: "period", width: 10 }, { title: "镇街", column: "town", width: 18 }, { title: "指标", column: "label_zh", width: 34 }, { title: "权重", column: "weight", width: 8, format: "0.00" },
      { title: "得分（分）", column: "score", width: 10, format: "0.00" }, { title: "对总分的贡献（分）", column: "contribution", width: 14, format: "0.00" }, { title: "贡献比上期（分）", column: "contribution_change", width: 14, format: "0.00" },
      { title: "没有得分的原因", column: "reason", width: 24, words: "town_reason" },
    ],
    sql: `select period, town, label_zh, weight, score, contribution, contribution_change, reason from mart.town_score_public where period = '${period}' order by town, indicator_order`,
  },
];
