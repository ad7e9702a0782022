import { describe, expect, it } from "vitest";
import { ask, type Cells, type EvaluationGiven } from "./evaluation-database.ts";

const monthsOf = (year: number, until = 12) => Array.from({ length: until }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}-01`);

interface Firm {
  /** 万元 a month by year */
  readonly output?: Readonly<Record<number, number>>;
  readonly revenue?: Readonly<Record<number, number>>;
  readonly assets?: string | null;
  readonly library?: Cells;
  readonly card?: Cells;
  readonly raisedOn?: string;
}

function district(firms: Readonly<Record<string, Firm>>, asOf = "2021-12"): EvaluationGiven {
  const entries = Object.entries(firms);
  return {
    asOf,
    wanted: ["target_progress", "target_member"],
    rows: {
      enterprises: entries.map(([enterprise_id, { card }]) => ({
        enterprise_id, enterprise_name: `示例${enterprise_id}`, town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续", ...card,
      })),
      nurture_library: entries.flatMap(([enterprise_id, { library }]) => (library ? [{ quarter: "2021Q2", enterprise_id, tier: "小微", entered_on: "2021-05-10", ...library }] : [])),
      production: entries.flatMap(([enterprise_id, { output = {}, revenue = {}, assets = null }]) =>
        [2019, 2020, 2021, 2022].flatMap((year) =>
          output[year] === undefined && revenue[year] === undefined && assets === null
            ? []
            : monthsOf(year).map((month) => ({ month, enterprise_id, output_wan: String(output[year] ?? 0), revenue_wan: String(revenue[year] ?? 0), assets_wan: assets })),
        ),
      ),
      size_events: entries.flatMap(([enterprise_id, { raisedOn }]) => (raisedOn ? [{ enterprise_id, event: "新增规上工业", happened_on: raisedOn }] : [])),
    },
  };
}

const members = async (given: EvaluationGiven) => {
  const rows = await ask(given, "select target_id, enterprise_id, state, reason from target_member order by enterprise_id, target_id");
  return Object.fromEntries(rows.map((row) => [`${String(row.target_id)} ${String(row.enterprise_id)}`, `${String(row.state)} ${String(row.reason)}`]));
};
const state = async (firm: Firm, asOf?: string) => Object.values(await members(district({ 甲: firm }, asOf)));

describe("leading_2", () => {
  it.each([
    ["500000", "not_met assets_not_over"],
    ["500000.000001", "met assets_over"],
    ["400000", "not_met assets_not_over"],
  ])("assets of %s 万元: %s", async (assets, expected) => {
    expect(await state({ assets })).toEqual([expected]);
  });

  it("leaves out those that are far from it, or no longer in operation", async () => {
    expect(await state({ assets: "399999.99" })).toEqual([]);
    expect(await state({ assets: "900000", card: { operating_status: "注销" } })).toEqual([]);
  });

  it("cannot judge one of the library without assets on file", async () => {
    expect(await state({ library: { tier: "龙头" } })).toEqual(["unknown missing:production"]);
  });
});

describe("backbone_20", () => {
  const backbone: Cells = { tier: "骨干" };
  it.each<[string, Firm, string]>([
    ["output up", { library: backbone, output: { 2020: 100, 2021: 100.01 }, revenue: { 2020: 100, 2021: 90 } }, "met output_up"],
    ["revenue up", { library: backbone, output: { 2020: 100, 2021: 90 }, revenue: { 2020: 100, 2021: 101 } }, "met revenue_up"],
    ["neither", { library: backbone, output: { 2020: 100, 2021: 100 }, revenue: { 2020: 100, 2021: 100 } }, "not_met growth_short"],
    ["the year before entry counts, not the year before", { library: { ...backbone, entered_on: "2020-03-01" }, output: { 2019: 100, 2020: 80, 2021: 90 }, revenue: { 2019: 1, 2020: 1, 2021: 1 } }, "not_met growth_short"],
    ["no year before on file", { library: backbone, output: { 2021: 100 }, revenue: { 2021: 100 } }, "unknown missing:production"],
  ])("%s", async (_, firm, expected) => {
    expect(await state(firm)).toEqual([expected]);
  });

  it("compares the same months of an open year", async () => {
    expect(await state({ library: backbone, output: { 2020: 100, 2021: 101 }, revenue: { 2020: 1, 2021: 1 } }, "2021-06")).toEqual(["met output_up"]);
  });
});

describe("small_micro_100", () => {
  const library: Cells = {};
  it.each<[string, Firm, string]>([
    ["revenue up by exactly 10%", { library, revenue: { 2020: 100, 2021: 110 } }, "met revenue_up"],
    ["by less", { library, revenue: { 2020: 100, 2021: 109.99 } }, "not_met growth_short"],
    ["exactly 10% a year over two years", { library: { entered_on: "2020-02-01" }, revenue: { 2019: 100, 2020: 100, 2021: 121 } }, "met revenue_up"],
    ["less than 10% a year over two", { library: { entered_on: "2020-02-01" }, revenue: { 2019: 100, 2020: 120, 2021: 120 } }, "not_met growth_short"],
    ["raised on the day of entry", { library, raisedOn: "2021-05-10" }, "met became_above_scale"],
    ["raised the day before", { library, raisedOn: "2021-05-09" }, "unknown missing:production"],
    ["nothing before and nothing now", { library, revenue: { 2020: 0, 2021: 0 } }, "not_met growth_short"],
  ])("%s", async (_, firm, expected) => {
    expect(await state(firm)).toEqual([expected]);
  });

  it("does not count one that has left, nor one that leaves on the last day", async () => {
    expect(await state({ library: { left_on: "2021-12-31" }, revenue: { 2020: 100, 2021: 200 } })).toEqual([]);
    expect(await state({ library: { left_on: "2022-01-01" }, revenue: { 2020: 100, 2021: 200 } })).toHaveLength(1);
  });
});

describe("progress", () => {
  const progress = (given: EvaluationGiven) => ask(given, "select target_id, target, achieved, in_library, forecast_at_deadline, forecast_low, forecast_high, status, months_left, planned::varchar as planned from target_progress order by target_order");
  const raised = (count: number, raisedOn = "2021-06-01"): Record<string, Firm> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`E${index}`, { library: {}, raisedOn }]));

  it("shows all three targets, with nothing on file too", async () => {
    expect(await progress(district({}))).toMatchObject([
      { target_id: "leading_2", target: 2, achieved: 0, in_library: 0, forecast_at_deadline: 0, status: "behind" },
      { target_id: "backbone_20", target: 20, achieved: 0, status: "behind" },
      { target_id: "small_micro_100", target: 100, achieved: 0, status: "behind" },
    ]);
  });

  it("takes none whose data are missing for lost, and counts them at the upper end", async () => {
    const growing: Record<string, Firm> = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`E${index}`, { library: {}, revenue: { 2020: 100, 2021: 200 } }]));
    expect((await progress(district(growing, "2022-01")))[2]).toMatchObject({ achieved: 0, forecast_at_deadline: 0, forecast_low: 0, forecast_high: 30, status: "behind" });
    expect((await progress(district(growing, "2021-12")))[2]).toMatchObject({ achieved: 30, forecast_at_deadline: 30, forecast_high: 30 });
  });

  it("knows no more than done and behind after the deadline", async () => {
    expect((await progress(district(raised(99), "2024-01")))[2]).toMatchObject({ status: "behind", months_left: 0, forecast_at_deadline: 99 });
    expect((await progress(district(raised(100), "2024-01")))[2]).toMatchObject({ status: "done", forecast_at_deadline: 100 });
  });
});
