import type { AnnexSheet, Block } from "./blocks.ts";
import { type FactReader, type FactRow, joined, type Piece, say } from "./facts.ts";

const tiers: Readonly<Record<string, string>> = { leading: "龙头", backbone: "骨干", small_micro: "小微", outside: "库外" };
const suggestions: Readonly<Record<string, string>> = { enter: "入库", promote: "升级", demote: "降级", leave: "出库" };

/** How many enterprises the text names; the annex has them all. */
const named = 3;

/** Longer names are cut in the text: the annex has them whole. */
const longest = 30;

const suggested = (tail: string) => `
  select case when length(enterprise_name) > ${longest} then substr(enterprise_name, 1, ${longest}) || '……' else enterprise_name end as enterprise_name, town, library_tier, suggested_tier, suggestion
  from mart.growth_tier where suggestion in ${tail}
  order by case suggestion when 'leave' then 1 when 'demote' then 2 when 'promote' then 3 else 4 end, (select town_order from policy.evaluation_town as listed where listed.town = growth_tier.town), enterprise_name`;

/** Entries of the period, changes of the library, and what the rules suggest. Names and tiers only. */
export async function librarySection(reader: FactReader, months: 1 | 3): Promise<{ blocks: Block[]; counts: FactRow }> {
  const against = months === 1 ? "上月" : "上季度末";
  const counts = await reader.one(`
    select (select cast(sum(in_library) as integer) from mart.target_trajectory where month = (select as_of_month from mart.dispatch)) as in_library,
      count(*) filter (where entered_on > last_day((select as_of_month from mart.dispatch) - interval ${months} month) and entered_on <= (select as_of_on from mart.dispatch)) as entered,
      count(*) filter (where suggestion = 'enter') as enter, count(*) filter (where suggestion = 'promote') as promote,
      count(*) filter (where suggestion = 'demote') as demote, count(*) filter (where suggestion = 'leave') as leave,
      count(*) filter (where suggestion in ('promote', 'demote', 'leave')) as listed
    from mart.growth_tier`);
  const tiersNow = await reader.rows(`
    select present.target_id, present.in_library, cast(present.in_library - earlier.in_library as integer) as change
    from mart.target_trajectory as present
    left join mart.target_trajectory as earlier on earlier.target_id = present.target_id and earlier.month = present.month - interval ${months} month
    where present.month = (select as_of_month from mart.dispatch)
    order by case present.target_id when 'leading_2' then 1 when 'backbone_20' then 2 else 3 end`);
  const tierNames: Readonly<Record<string, string>> = { leading_2: "龙头", backbone_20: "骨干", small_micro_100: "小微" };
  const isSame = tiersNow.every((row) => row.number("change") === 0);
  const parts = tiersNow.map((row, index) => {
    const change = row.number("change");
    // the first says what is compared with what
    const move: readonly Piece[] = change === null || isSame ? [] : change === 0 ? [index === 0 ? `（与${against}持平）` : "（持平）"] : [`（${index === 0 ? `比${against}` : ""}${change > 0 ? "净增" : "净减"}`, row.fact("change", "count_abs"), "家）"];
    return say`${tierNames[row.text("target_id")] ?? ""}${row.fact("in_library", "count")}家${move}`;
  });
  const among = parts.length === 0 ? [] : say`，其中${joined(parts, "、")}${isSame ? `，均与${against}持平` : ""}`;
  const advice = (["enter", "promote", "demote", "leave"] as const).filter((suggestion) => (counts.number(suggestion) ?? 0) > 0).map((suggestion) => say`${suggestions[suggestion]!}${counts.fact(suggestion, "count")}家`);
  const entered = counts.number("entered") === 0 ? "" : say`本期新入库${counts.fact("entered", "count")}家。`;
  const advised = advice.length === 0 ? ["没有调整建议。"] : say`建议${joined(advice, "、")}，名单见附件。`;
  const blocks: Block[] = [
    { kind: "paragraph", pieces: (counts.number("in_library") ?? 0) === 0 ? [`培育库还没有在库企业。按动态调整规则，`, ...advised] : say`培育库在库企业${counts.fact("in_library", "count")}家${among}。${entered}按动态调整规则，${advised}` },
  ];
  const rows = await reader.rows(`${suggested("('promote', 'demote', 'leave')")} limit ${named}`);
  if (rows.length > 0) {
    const kinds = [...new Set(rows.map((row) => row.text("suggestion")))];
    const lists = kinds.map((kind) => say`建议${suggestions[kind] ?? ""}的有${joined(rows.filter((row) => row.text("suggestion") === kind).map((row) => say`${row.fact("enterprise_name")}（${row.fact("town")}，${tiers[row.text("library_tier")] ?? ""}）`), "、")}`);
    blocks.push({ kind: "paragraph", givesWay: 1, pieces: say`${joined(lists, "；")}${(counts.number("listed") ?? 0) > named ? "等" : ""}。` });
  }
  return { blocks, counts };
}

/** The whole list of suggestions, each row with the rules that it rests on. */
export const suggestionSheet: AnnexSheet = {
  name: "培育库调整建议",
  columns: [
    { title: "统一社会信用代码", column: "enterprise_id", width: 22 },
    { title: "企业名称", column: "enterprise_name", width: 36 },
    { title: "镇街", column: "town", width: 16 },
    { title: "现在梯队", column: "tier_now", width: 10 },
    { title: "建议", column: "suggestion_zh", width: 8 },
    { title: "建议梯队", column: "tier_suggested", width: 10 },
    { title: "入库日期", column: "entered_on", width: 12 },
    { title: "帮包领导", column: "leader", width: 12 },
    { title: "依据", column: "reasons", width: 36 },
  ],
  sql: `
    select enterprise_id, enterprise_name, town,
      case library_tier when 'leading' then '龙头' when 'backbone' then '骨干' when 'small_micro' then '小微' else '库外' end as tier_now,
      case suggestion when 'enter' then '入库' when 'promote' then '升级' when 'demote' then '降级' else '出库' end as suggestion_zh,
      case suggested_tier when 'leading' then '龙头' when 'backbone' then '骨干' when 'small_micro' then '小微' else '库外' end as tier_suggested,
      strftime(entered_on, '%Y-%m-%d') as entered_on, leader, reasons_zh as reasons
    from mart.growth_tier where suggestion <> 'keep'
    order by case suggestion when 'leave' then 1 when 'demote' then 2 when 'promote' then 3 else 4 end, (select town_order from policy.evaluation_town as listed where listed.town = growth_tier.town), enterprise_name, enterprise_id`,
};
