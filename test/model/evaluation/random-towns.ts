/** Random districts of a few towns, from the plan's start to September 2021, with holes, odd sizes and one town with a single enterprise. */
import type { Cells } from "./evaluation-database.ts";

/** Small and repeatable (mulberry32). */
export function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { chance: (share: number) => next() < share, whole: (from: number, to: number) => from + Math.floor(next() * (to - from + 1)), one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]! };
}

export const towns = ["甲镇", "乙镇", "丙镇", "丁镇"] as const;
export const months: readonly string[] = Array.from({ length: 33 }, (_, index) => `${2019 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`);

export type Rows = Readonly<Record<string, readonly Cells[]>>;

export function randomTowns(seed: number): Rows {
  const { chance, whole, one } = randomOf(seed);
  const day = (month: number) => `2021-${String(month).padStart(2, "0")}-${String(whole(1, 28)).padStart(2, "0")}`;
  const ids = Array.from({ length: 12 }, (_, index) => `E${String(index).padStart(2, "0")}`);
  const leaders = ["示例领导甲", "示例领导乙"];
  const enterprises = ids.map((enterprise_id, index): Cells => ({
    enterprise_id, enterprise_name: `示例${enterprise_id}`, town: index === 0 ? "丁镇" : towns[index % 3]!, industry_code: "C3411", sector: chance(0.75) ? "工业" : "服务业",
    size_class: one(["规上", "规下"]), is_small_micro: true, founded_on: "2010-01-01", operating_status: chance(0.9) ? "存续" : "停产",
  }));
  // a report may come within its ten days or after them; what was due before the ledger began is not judged
  const known_at = (month: string) => {
    const next = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), chance(0.7) ? whole(1, 10) : whole(11, 20)));
    return `${next.toISOString().slice(0, 10)} 12:00:00+08`;
  };
  const monthly = (share: number, cells: () => Cells, late = false) =>
    ids.flatMap((enterprise_id) => months.flatMap((month): Cells[] => (chance(share) ? [{ month, enterprise_id, ...cells(), ...(late && { known_at: known_at(month) }) }] : [])));
  const yearly = (share: number, cells: () => Cells) => ids.flatMap((enterprise_id) => [2019, 2020, 2021].flatMap((year): Cells[] => (chance(share) ? [{ year, enterprise_id, ...cells() }] : [])));
  const land = yearly(0.8, () => ({ parcel_no: "1", area_mu: one(["3", "10", "12.5"]), tenure: "自有" }));
  const members = ids.filter(() => chance(0.7)).map((enterprise_id) => ({ enterprise_id, entered_on: `20${one(["20-11-03", "21-04-26", "21-05-31", "21-07-15"])}`, leader: chance(0.8) ? one(leaders) : null }));
  return {
    enterprises,
    production: monthly(0.97, () => ({ output_wan: String(whole(0, 40)), revenue_wan: String(whole(0, 40)) }), true),
    taxes: monthly(0.97, () => ({ total_tax_wan: String(whole(-1, 9)), local_tax_wan: String(whole(-1, 5)), turnover_tax_wan: "0", retention_wan: "0" })),
    land,
    official_ratings: land.map(({ year, enterprise_id }) => ({ year: year!, enterprise_id: enterprise_id!, grade: one(["A", "B", "C", "D"]) })),
    size_events: ids.filter(() => chance(0.3)).map((enterprise_id) => ({ enterprise_id, event: "新增规上工业", happened_on: day(whole(1, 9)) })),
    nurture_library: members.flatMap((member): Cells[] => [
      { quarter: "2021Q2", ...member, tier: one(["骨干", "小微", "龙头"]) },
      ...(chance(0.5) ? [{ quarter: "2021Q3", ...member, tier: one(["骨干", "小微"]), left_on: chance(0.3) ? "2021-08-31" : null }] : []),
    ]),
    transformation_projects: ids.filter(() => chance(0.4)).map((enterprise_id, index) => ({ project_no: `P${index}`, year: 2021, enterprise_id, project_name: "示例", project_type: "技术改造", total_investment_wan: String(whole(500, 900)), is_filed: true, is_in_district: true })),
    town_targets: towns.flatMap((town) => ["工业总产值", "地方税收", "新增规上", "培育库企业", "技改投资"].flatMap((indicator): Cells[] => (chance(0.8) ? [{ year: 2021, town, indicator, target_value: String(whole(1, 900)) }] : []))),
    visits: members.flatMap(({ enterprise_id, leader }, index): Cells[] => [5, 8].filter(() => chance(0.6)).map((month) => ({ visit_no: `V${index}-${month}`, enterprise_id, leader: chance(0.7) ? leader ?? one(leaders) : one(leaders), visited_on: day(month) }))),
    requests: Array.from({ length: 25 }, (_, index): Cells => {
      const received = `2021-${String(whole(6, 9)).padStart(2, "0")}-${String(whole(1, 30)).padStart(2, "0")}`;
      const closed = new Date(Date.parse(`${received}T00:00:00Z`) + whole(0, 25) * 86_400_000).toISOString().slice(0, 10);
      return { request_no: `R${index}`, ...(chance(0.7) ? { enterprise_id: one(ids) } : { town: one(towns) }), category: one(["一般咨询", "专业综合", "其他"]), received_on: received, closed_on: chance(0.9) ? closed : null };
    }),
  };
}
