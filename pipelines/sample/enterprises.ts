import { syntheticCode } from "./credit-code.ts";
import { industries, type Industry, towns, townWeights } from "./industries.ts";
import { type Chance, chanceOf } from "./random.ts";

/** What an enterprise is, before any figure of a month. Money is 万元. */
export interface Enterprise {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly town: string;
  readonly industry: Industry;
  readonly tier: "龙头" | "骨干" | "小微" | "";
  readonly isAboveScale: boolean;
  readonly isSmallMicro: boolean;
  readonly isStrategic: boolean;
  readonly foundedOn: string;
  readonly status: "存续" | "停产" | "注销";
  /** revenue of a month in the first year */
  readonly monthlyRevenue: number;
  /** growth a year */
  readonly growth: number;
  readonly margin: number;
  readonly taxRate: number;
  /** [first, last] month of its life within the sample, counted from the first month */
  readonly active: readonly [number, number];
  /** a month that its report lacks, or -1 */
  readonly missingMonth: number;
}

export interface District {
  readonly seed: number;
  readonly number: number;
  readonly enterprises: readonly Enterprise[];
  /** `2019-07` … `2021-12` */
  readonly months: readonly string[];
}

/** The sample's months end here: the first award year of the policy. */
const lastYear = 2021;

/** The months before and including December 2021. */
export function monthsUpToLast(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const month = lastYear * 12 + 11 - (count - 1 - index);
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}

function weighted<T>(items: readonly T[], weights: readonly number[], chance: Chance): T {
  let left = chance.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, item] of items.entries()) {
    left -= weights[index]!;
    if (left < 0) return item;
  }
  return items.at(-1)!;
}

const first = ["青岩", "云杉", "明澜", "启航", "恒泰", "金穗", "鸿図", "瑞丰", "博远", "华辰", "立信", "新程", "安和", "长青", "海岳", "凌云", "正阳", "嘉禾", "东泽", "宏基"].map((word) => word.replace("図", "图"));

/** Names that a page, a workbook and a query must take for what they are: text. */
const hostileNames: Readonly<Record<number, string>> = {
  30: '示例<b>粗体</b>&"引号"有限公司',
  31: "=示例公式有限公司",
};

/** Tiers by place in the list: 2 leading groups, 22 backbone enterprises, then a third of all as small and micro. */
function tierOf(index: number, count: number): Enterprise["tier"] {
  if (index < 2) return "龙头";
  if (index < 24) return "骨干";
  return index < 24 + Math.round(count * 0.37) ? "小微" : "";
}

/** The same seed, number and size give the same district. */
export function makeDistrict(seed: number, number: number, count: number, monthCount: number): District {
  const months = monthsUpToLast(monthCount);
  const enterprises = Array.from({ length: count }, (_, index) => makeEnterprise(seed, number, index, count, monthCount));
  return { seed, number, enterprises, months };
}

function makeEnterprise(seed: number, district: number, index: number, count: number, monthCount: number): Enterprise {
  const chance = chanceOf(seed, district, "enterprise", index);
  const tier = tierOf(index, count);
  const makers = industries.filter((each) => each.isManufacturing);
  const industry = tier === "龙头" || tier === "骨干" ? makers[index % makers.length]! : weighted(industries, industries.map((each) => each.weight), chance);
  const monthlyRevenue =
    tier === "龙头" ? chance.between(26_000, 42_000)
    : tier === "骨干" ? Math.exp(chance.normal(7.2, 0.7))
    : tier === "小微" ? Math.exp(chance.normal(4.3, 0.6))
    : Math.exp(chance.normal(4.6, 1.1));
  const isAboveScale = monthlyRevenue * 12 >= 2000;
  const isNew = tier === "" && chance.chance(0.06);
  const entered = isNew ? chance.whole(3, Math.max(3, monthCount - 3)) : 0;
  const leaves = tier === "" && !isNew && chance.chance(0.03);
  const foundedYear = isNew ? lastYear - Math.floor((monthCount - 1 - entered) / 12) : chance.whole(2004, 2018);
  return {
    index,
    id: syntheticCode(district, index + 1),
    name: hostileNames[index] ?? `示例${first[index % first.length]!}${index >= first.length ? String(Math.floor(index / first.length) + 1) : ""}${industry.word}有限公司`,
    town: tier === "龙头" ? "山亭经济开发区" : weighted(towns, townWeights, chance),
    industry,
    tier,
    isAboveScale,
    isSmallMicro: monthlyRevenue * 12 < 8000,
    isStrategic: industry.growth >= 0.15 && chance.chance(0.6),
    foundedOn: `${foundedYear}-${String(chance.whole(1, 12)).padStart(2, "0")}-${String(chance.whole(1, 28)).padStart(2, "0")}`,
    status: leaves ? (chance.chance(0.5) ? "停产" : "注销") : "存续",
    monthlyRevenue,
    growth: industry.growth + chance.normal(0.02, 0.11),
    margin: Math.max(0.005, industry.margin * chance.between(0.6, 1.4)),
    taxRate: industry.taxRate * chance.between(0.8, 1.2),
    active: [entered, leaves ? monthCount - 1 - chance.whole(1, 8) : monthCount - 1],
    missingMonth: tier !== "龙头" && chance.chance(0.02) ? chance.whole(Math.max(0, monthCount - 20), monthCount - 1) : -1,
  };
}
