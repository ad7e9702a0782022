import { describe, expect, it } from "vitest";
import { ask, type Cells, type EvaluationGiven } from "./evaluation-database.ts";

const monthList = Array.from({ length: 48 }, (_, index) => `${2019 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`);

interface Firm {
  readonly card?: Cells;
  readonly tier?: string;
  /** 万元 of a month */
  readonly revenue?: (month: string) => number | null;
  readonly assets?: (month: string) => number | null;
  readonly listed?: Cells;
  readonly official?: Readonly<Record<number, string>>;
}

function district({ card, tier, revenue = () => null, assets = () => null, listed, official = {} }: Firm, asOf = "2022-06"): EvaluationGiven {
  const enterprise_id = "甲";
  return {
    asOf,
    wanted: ["growth_tier", "tier_flow"],
    rows: {
      enterprises: [{ enterprise_id, enterprise_name: "示例甲", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续", ...card }],
      nurture_library: tier ? [{ quarter: "2021Q2", enterprise_id, tier, entered_on: "2021-05-10" }] : [],
      production: monthList.flatMap((month) => (revenue(month) === null && assets(month) === null ? [] : [{ month, enterprise_id, output_wan: String(revenue(month) ?? 0), revenue_wan: String(revenue(month) ?? 0), assets_wan: assets(month) === null ? null : String(assets(month)) }])),
      dishonesty: listed ? [{ enterprise_id, ...listed }] : [],
      land: [2020, 2021, 2022].map((year) => ({ year, enterprise_id, parcel_no: "1", area_mu: "10", tenure: "自有" })),
      official_ratings: [2020, 2021, 2022].map((year) => ({ year, enterprise_id, grade: official[year] ?? "B" })),
    },
  };
}

const tierOf = async (firm: Firm, asOf?: string) => (await ask(district(firm, asOf), "select tier, library_tier, suggestion, suggested_tier, reasons, reasons_zh from growth_tier"))[0];
/** Each month `start` until 2021-06 and `rate` times that from 2021-07 on. */
const step = (start: number, rate: number) => (month: string) => (month >= "2021-07" ? start * rate : start);

describe("tier", () => {
  it.each<[string, Firm, Cells]>([
    ["assets over 50 亿, in no library", { assets: () => 500_001 }, { tier: "leading", library_tier: "outside", suggestion: "enter", suggested_tier: "leading" }],
    ["exactly 50 亿", { assets: () => 500_000 }, { tier: "outside", suggestion: "keep" }],
    ["backbone of the library whose assets pass 50 亿", { tier: "骨干", assets: () => 500_001 }, { tier: "leading", library_tier: "backbone", suggestion: "promote", reasons: ["assets_over"] }],
    ["small and micro of the library", { tier: "小微", revenue: () => 10 }, { tier: "small_micro", library_tier: "small_micro", suggestion: "keep", reasons: ["no_rule"], reasons_zh: "未触发调整规则" }],
    ["龙头 of the library without assets on file", { tier: "龙头" }, { tier: "leading", suggestion: "keep", reasons: ["missing:production"], reasons_zh: "缺生产经营月报" }],
  ])("%s", async (_, firm, expected) => {
    expect(await tierOf(firm)).toMatchObject(expected);
  });
});

describe("suggestions", () => {
  it.each<[string, Firm, Cells]>([
    ["closed", { tier: "骨干", card: { operating_status: "注销" } }, { suggestion: "leave", reasons: ["closed"] }],
    ["dishonest", { tier: "小微", listed: { listed_on: "2022-06-30", removed_on: null } }, { suggestion: "leave", reasons: ["dishonest"] }],
    ["no longer dishonest", { tier: "小微", revenue: () => 10, listed: { listed_on: "2021-06-30", removed_on: "2022-06-30" } }, { suggestion: "keep" }],
    ["D two years in a row", { tier: "小微", official: { 2020: "D", 2021: "D" } }, { suggestion: "leave", reasons: ["grade_d_twice"] }],
    ["D once", { tier: "小微", revenue: () => 10, official: { 2021: "D" } }, { suggestion: "keep" }],
    // four quarters to March 2022: 5,244 against 4,560; to June: 5,472
    ["small grown to a backbone's size", { tier: "小微", revenue: step(380, 1.2) }, { suggestion: "promote", suggested_tier: "backbone", reasons: ["grown_to_backbone"] }],
    ["outside, small, growing", { card: { size_class: "规下" }, revenue: step(100, 1.2) }, { suggestion: "enter", suggested_tier: "small_micro" }],
    ["outside, small, growing, but rated D", { card: { size_class: "规下" }, revenue: step(100, 1.2), official: { 2021: "D" } }, { suggestion: "keep" }],
    ["outside and large", { revenue: step(1000, 1.1), card: { is_small_micro: false } }, { suggestion: "enter", suggested_tier: "backbone" }],
    ["a month of revenue missing", { card: { size_class: "规下" }, revenue: (month) => (month === "2022-02-01" ? null : step(100, 1.2)(month)) }, { suggestion: "keep", reasons: ["missing:production"], reasons_zh: "缺生产经营月报" }],
  ])("%s", async (_, firm, expected) => {
    expect(await tierOf(firm)).toMatchObject(expected);
  });

  it("takes an official D of an enterprise without land on file", async () => {
    const given = district({ tier: "小微", official: { 2020: "D", 2021: "D" } });
    const rows = await ask({ ...given, rows: { ...given.rows, land: [] } }, "select suggestion, reasons from growth_tier");
    expect(rows[0]).toMatchObject({ suggestion: "leave", reasons: ["grade_d_twice"] });
  });

  it("waits until a rule has held at as many quarter ends as it asks for", async () => {
    const firm: Firm = { card: { size_class: "规下" }, revenue: (month) => (month >= "2021-10" ? 130 : 100) };
    // four quarters to the end of 2021: 1,290 against 1,200; to March 2022: 1,380
    expect(await tierOf(firm, "2022-03")).toMatchObject({ suggestion: "keep", reasons: ["waiting:ready_for_small_micro"], reasons_zh: "观察中：符合小微入库条件" });
    expect(await tierOf(firm, "2022-05")).toMatchObject({ suggestion: "keep" });
    expect(await tierOf(firm, "2022-06")).toMatchObject({ suggestion: "enter", reasons: ["ready_for_small_micro"], reasons_zh: "符合小微入库条件" });
  });

  it("does not send a backbone down for one bad quarter", async () => {
    const fall = (from: string) => (month: string) => (month >= from ? 10 : 260);
    expect(await tierOf({ tier: "骨干", revenue: fall("2022-04") })).toMatchObject({ suggestion: "keep" });
    expect(await tierOf({ tier: "骨干", revenue: (month) => (month >= "2020-07" ? 200 : 260) })).toMatchObject({ suggestion: "keep" });
  });
});

it("shows the flow between tiers quarter by quarter", async () => {
  const given = district({ tier: "小微" });
  const library: Cells[] = [{ quarter: "2021Q2", enterprise_id: "甲", tier: "小微", entered_on: "2021-05-10" }, { quarter: "2021Q4", enterprise_id: "甲", tier: "骨干", entered_on: "2021-05-10" }, { quarter: "2022Q1", enterprise_id: "甲", tier: "骨干", entered_on: "2021-05-10", left_on: "2022-02-01" }];
  const rows = await ask({ ...given, rows: { ...given.rows, nurture_library: [...library, { quarter: "2021Q2", enterprise_id: "乙", tier: "小微", entered_on: "2021-01-10" }] } }, "select quarter, from_tier, to_tier, enterprises from tier_flow where from_tier <> to_tier order by all");
  expect(rows.map((row) => Object.values(row).join(" "))).toEqual(["2021Q2 库外 小微 1", "2021Q4 小微 骨干 1", "2022Q1 骨干 库外 1"]);
});
