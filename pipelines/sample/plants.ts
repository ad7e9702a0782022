/**
 * Enterprises whose figures sit just under, on and just over the policy's thresholds, so that a district holds every case
 * of the clauses on annual figures and of the gates. 万元. The first are the leading and backbone enterprises, which are
 * in every district; the others are there where a district has {@link smallestWithAll} enterprises or more.
 */
export interface Plant {
  /** the case, and what must come of it */
  readonly about: string;
  readonly industry?: string;
  readonly monthlyRevenue?: number;
  readonly growth?: number;
  readonly taxRate?: number;
  /** annual sums by year; for assets the value of the last month */
  readonly sums?: Readonly<Partial<Record<PlantedFigure, Readonly<Record<number, number>>>>>;
  /** months that the bureau's report lacks */
  readonly missing?: readonly { readonly dataset: "production" | "taxes"; readonly month: string }[];
}

/** Figures of a month that an enterprise can be made to come to. */
export type PlantedFigure = "output" | "revenue" | "profit" | "totalTax" | "localTax" | "retention" | "onlineRetail" | "assets";

/** The district's taxes grow by exactly this from 2020 to 2021, so that an enterprise can be planted on the line. */
export const districtTaxGrowth = 0.08;

/** A district of fewer enterprises has the first plants alone. */
export const smallestWithAll = 200;

/** Output of 2020 and 2021 of an ordinary machine builder, with revenue to match. */
const output = (about: string, before: number, now: number, more: Partial<Plant> = {}): Plant => ({ about, monthlyRevenue: before / 12.5, ...more, sums: { output: { 2020: before, 2021: now }, ...more.sums } });

/** By place in the list of enterprises: 0 and 1 lead, 2 to 23 are the backbone. */
const first: readonly Plant[] = [
  { about: "6.1 地方税收 10000.01，6.4 首次过 500000，资产过 50 亿元", monthlyRevenue: 36_000, sums: { localTax: { 2020: 9000, 2021: 10_000.01 }, output: { 2020: 440_000, 2021: 500_000.01 }, assets: { 2021: 520_000 } } },
  { about: "6.1 地方税收恰 10000，产值恰 500000，资产恰 50 亿元：都不算过", monthlyRevenue: 37_000, sums: { localTax: { 2020: 9200, 2021: 10_000 }, output: { 2020: 455_000, 2021: 500_000 }, assets: { 2021: 500_000 } } },
  output("6.1 地方税收 5000.01，6.4 首次过 200000", 190_000, 200_000.01, { taxRate: 0.05, sums: { localTax: { 2020: 4500, 2021: 5000.01 }, assets: { 2021: 460_000 } } }),
  output("6.1 地方税收恰 5000，6.4 首次过 100000", 95_000, 100_000.01, { sums: { localTax: { 2020: 4400, 2021: 5000 } } }),
  output("6.1 地方税收 2000.01，6.4 产值恰 100000", 90_000, 100_000, { sums: { localTax: { 2020: 1800, 2021: 2000.01 } } }),
  output("6.1 地方税收恰 2000，6.3 增幅恰 10%", 50_000, 55_000, { sums: { localTax: { 2020: 1800, 2021: 2000 } } }),
  output("6.3 产值 5 亿元以上，增幅刚过 10%", 50_000, 55_000.01),
  output("6.3 产值恰 5 亿元", 45_000, 50_000),
  output("6.3 产值 49999.99，按 1 至 5 亿元一档", 43_000, 49_999.99),
  output("6.3 增幅恰 15%", 10_000, 11_500),
  output("6.3 增幅刚过 15%", 10_000, 11_500.01),
  output("6.3 产值恰 1 亿元", 8600, 10_000),
  output("6.3 产值 9999.99，按 5000 万元至 1 亿元一档", 8300, 9999.99),
  output("6.3 增幅恰 20%", 5000, 6000),
  output("6.3 增幅刚过 20%", 5000, 6000.01),
  output("6.3 产值恰 5000", 4000, 5000),
  output("6.3 产值 4999.99", 4000, 4999.99),
  { about: "6.2 利润率增幅刚过 10%，收入恰 5000", monthlyRevenue: 390, sums: { revenue: { 2020: 4800, 2021: 5000 }, profit: { 2020: 240, 2021: 275.01 } } },
  { about: "6.2 利润率增幅恰 10%", monthlyRevenue: 390, sums: { revenue: { 2020: 4800, 2021: 5000 }, profit: { 2020: 240, 2021: 275 } } },
  { about: "6.2 收入 4999.99", monthlyRevenue: 390, sums: { revenue: { 2020: 4800, 2021: 4999.99 }, profit: { 2020: 240, 2021: 325 } } },
  { about: "6.2 上年亏损；产值和收入都下降", monthlyRevenue: 420, growth: -0.04, sums: { output: { 2020: 5400, 2021: 5000 }, revenue: { 2020: 5300, 2021: 5100 }, profit: { 2020: -80, 2021: 310 } } },
  { about: "6.2 上年利润为零；产值和收入都下降", monthlyRevenue: 420, growth: -0.04, sums: { output: { 2020: 5400, 2021: 5200 }, revenue: { 2020: 5300, 2021: 5200 }, profit: { 2020: 0, 2021: 310 } } },
  { about: "税收增幅恰为全区增幅：过关", monthlyRevenue: 300, sums: { totalTax: { 2020: 100, 2021: 108 } } },
  { about: "税收增幅差一分：不过关", monthlyRevenue: 300, growth: -0.05, sums: { totalTax: { 2020: 100, 2021: 107.99 } } },
];

/** The place of the first plant outside the library. */
export const firstOutside = 140;

/** Names of the places outside the library, for what else is planted on them. */
export const outside = [
  "tinyRetention",
  "fallingRetention",
  "gradeD",
  "gradeDThenB",
  "gradeDTwice",
  "dishonest",
  "cleanThatDay",
  "dishonestThatDay",
  "outputMissing",
  "lastYearMissing",
  "taxMissing",
  "retailOn",
  "retailUnder",
  "retailBefore",
  "secondYearOn",
  "secondYearUnder",
  "noTax",
  "renewedTitle",
  "calledNew",
  "calledRenewal",
  "listedLater",
  "paidBeforeListing",
  "oldGradeD",
] as const;

/** One of {@link outside}. */
export type OutsidePlace = (typeof outside)[number];

const outsidePlants: Readonly<Record<OutsidePlace, Plant>> = {
  tinyRetention: { about: "新增留成 3 万元，不够付", sums: { totalTax: { 2020: 130, 2021: 150 }, retention: { 2020: 50, 2021: 53 } } },
  fallingRetention: { about: "税收增长而留成下降：可兑为零", sums: { totalTax: { 2020: 130, 2021: 150 }, retention: { 2020: 50, 2021: 49 } } },
  gradeD: { about: "亩均评价 D" },
  gradeDThenB: { about: "上年 D、当年 B：过关" },
  gradeDTwice: { about: "连续两年 D" },
  dishonest: { about: "失信未移出" },
  cleanThatDay: { about: "移出当日认定：过关" },
  dishonestThatDay: { about: "移出前一日认定：不过关" },
  outputMissing: output("当年缺一个月产值：待定", 5000, 6200, { missing: [{ dataset: "production", month: "2021-08" }] }),
  lastYearMissing: output("上年缺一个月产值：待定", 5000, 6200, { missing: [{ dataset: "production", month: "2020-05" }] }),
  taxMissing: { about: "缺一个月税收：待定", missing: [{ dataset: "taxes", month: "2021-11" }] },
  retailOn: { about: "4.5 网络零售额恰 3000，首次", industry: "F5292", monthlyRevenue: 300, sums: { onlineRetail: { 2020: 2800, 2021: 3000 } } },
  retailUnder: { about: "4.5 网络零售额 2999.99", industry: "F5292", monthlyRevenue: 300, sums: { onlineRetail: { 2020: 2800, 2021: 2999.99 } } },
  retailBefore: { about: "4.5 上年已达到", industry: "F5292", monthlyRevenue: 330, sums: { onlineRetail: { 2020: 3100, 2021: 3300 } } },
  secondYearOn: output("4.2 上规次年产值增幅恰 10%", 2500, 2750),
  secondYearUnder: output("4.2 上规次年产值增幅不到 10%", 2500, 2749.99),
  noTax: { about: "两年都没有税收：不过关", sums: { totalTax: { 2020: 0, 2021: 0 } } },
  renewedTitle: { about: "三年前已有同一称号：复核，不奖" },
  calledNew: { about: "三年前已有同一称号，但填的是首次：照奖" },
  calledRenewal: { about: "没有更早的记录，但填的是复核：不奖" },
  listedLater: { about: "认定以后列入失信，年底以前移出：照奖" },
  paidBeforeListing: { about: "列入失信以前已经付清：仍应兑现" },
  oldGradeD: { about: "只有前年的官方D：不看" },
};

/** What is planted on the enterprise at a place, if anything. */
export function plantAt(index: number, count: number): Plant | undefined {
  const own = first[index];
  if (own || count < smallestWithAll) return own;
  const place = outside[index - firstOutside];
  return place && { growth: 0.16, monthlyRevenue: 220, ...outsidePlants[place] };
}

/** The place in the list of enterprises of a plant outside the library. */
export const indexOf = (place: OutsidePlace): number => firstOutside + outside.indexOf(place);
