import { describe, expect, it } from "vitest";
import { ask, type Cells, type EvaluationGiven } from "./evaluation-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}-01`);
const card = (enterprise_id: string, town: string): Cells => ({ enterprise_id, enterprise_name: `示例${enterprise_id}`, town, sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续" });
const output = (enterprise_id: string, year: number, value: number, known_at = "2016-01-01 00:00:00+08") => months(year).map((month): Cells => ({ month, enterprise_id, output_wan: String(value), revenue_wan: String(value), known_at }));
const tax = (enterprise_id: string, year: number, value: number) => months(year).map((month): Cells => ({ month, enterprise_id, total_tax_wan: String(value), local_tax_wan: String(value), turnover_tax_wan: "0", retention_wan: "0" }));

/** 大镇 has two enterprises that grow by 10%; 小镇 one that grows by 20%; 空镇 has a target and nothing else. */
const base: EvaluationGiven["rows"] = {
  enterprises: [card("甲", "大镇"), card("乙", "大镇"), card("丙", "小镇")],
  production: [...output("甲", 2020, 100), ...output("甲", 2021, 110), ...output("乙", 2021, 9999), ...output("丙", 2020, 1), ...output("丙", 2021, 1.2)],
  taxes: [...tax("甲", 2020, 10), ...tax("甲", 2021, 12), ...tax("丙", 2020, 0), ...tax("丙", 2021, 5)],
  land: [2020, 2021].flatMap((year) => ["甲", "丙"].map((enterprise_id) => ({ year, enterprise_id, parcel_no: "1", area_mu: "10", tenure: "自有" }))),
  official_ratings: [{ year: 2020, enterprise_id: "甲", grade: "D" }, { year: 2020, enterprise_id: "丙", grade: "A" }],
  size_events: [{ enterprise_id: "乙", event: "新增规上工业", happened_on: "2021-06-30" }],
  town_targets: [{ year: 2021, town: "大镇", indicator: "工业总产值", target_value: "1200" }, { year: 2021, town: "空镇", indicator: "工业总产值", target_value: "1200" }],
};
const given = (rows: EvaluationGiven["rows"] = base, asOf = "2021-06"): EvaluationGiven => ({ asOf, rows, wanted: ["town_score", "town_ranking"] });
const shown = async (setting: EvaluationGiven, indicator: string, period = "2021-06") =>
  Object.fromEntries((await ask(setting, `select town, value::double as value, target::double as target, score::double as score, reason from town_score where indicator = '${indicator}' and period = '${period}'`)).map(({ town, ...row }) => [String(town), row]));

describe("values", () => {
  it("compares only enterprises that are on file in both years, so size does not decide", async () => {
    expect(await shown(given(), "output_growth")).toEqual({
      大镇: { value: 0.1, target: null, score: 0, reason: null }, 小镇: { value: 0.2, target: null, score: 100, reason: null }, 空镇: { value: null, target: null, score: null, reason: "missing:production" },
    });
  });

  it("has no growth from nothing", async () => {
    expect((await shown(given(), "local_tax_growth")).小镇).toMatchObject({ value: null, reason: "missing:taxes" });
  });

  it("takes a year's target by twelfths", async () => {
    expect((await shown(given(), "target_output")).大镇).toEqual({ value: 60_654, target: 600, score: 50, reason: null });
    expect((await shown(given(), "target_output")).小镇).toMatchObject({ score: null, reason: "no_target" });
    expect((await shown(given(), "target_output")).空镇).toMatchObject({ score: null, reason: "missing:production" });
  });

  it("counts newly raised enterprises by the end of the period, per 100", async () => {
    expect((await shown(given(), "new_above_scale")).大镇).toMatchObject({ value: 50, score: 100 });
    expect((await shown(given(), "new_above_scale", "2021-05")).大镇).toMatchObject({ value: 0, score: 50 });
    expect((await shown(given({ ...base, size_events: [] }), "new_above_scale")).大镇).toMatchObject({ value: null, reason: "missing:size_events" });
  });

  it("holds land of grade D against a town, by the newest finished year", async () => {
    expect(await shown(given(), "d_land_share")).toMatchObject({ 大镇: { value: 1, score: 0 }, 小镇: { value: 0, score: 100 }, 空镇: { score: null, reason: "missing:land" } });
    expect((await shown(given(), "tax_per_mu")).大镇).toMatchObject({ value: 12 });
  });

  it("asks for reports by the tenth of the next month", async () => {
    const rows = { ...base, production: [...base.production!.filter((row) => row.enterprise_id !== "丙"), ...output("丙", 2021, 1, "2021-07-11 00:00:00+08")] };
    expect(await shown(given(rows), "reporting")).toMatchObject({ 大镇: { value: 1 }, 小镇: { value: 0, score: 0 } });
  });
});

describe("periods", () => {
  it("has every month with data and every quarter that is over, with the period before", async () => {
    const rows = await ask(given(base, "2021-05"), "select period, town, rank, previous_rank from town_ranking where (period >= '2021' or period in ('2020-12', '2020Q4')) and town = '小镇' order by period");
    expect(rows.map((row) => row.period)).toEqual(["2020-12", "2020Q4", "2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021Q1"]);
    expect(rows.find((row) => row.period === "2021-05")?.previous_rank).toBe(rows.find((row) => row.period === "2021-04")?.rank);
  });

  it("keeps to the last 24 months", async () => {
    const rows = await ask(given({ ...base, production: [2018, 2019, 2020, 2021].flatMap((year) => output("甲", year, 1)) }, "2021-12"), "select min(period) as first, count(distinct period)::int as periods from town_ranking where period_kind = 'month'");
    expect(rows).toEqual([{ first: "2020-01", periods: 24 }]);
  });
});
