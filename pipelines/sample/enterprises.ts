import { syntheticCode } from "./credit-code.ts";
import { industries, type Industry, towns, townWeights } from "./industries.ts";
import { type Plant, plantAt } from "./plants.ts";
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
  /** a month that its production report lacks, or -1 */
  readonly missingMonth: number;
  /** figures that it must come to, if any */
  readonly plant: Plant | undefined;
}

/** A made-up district: what every file is written from. */
export interface District {
  readonly seed: number;
  readonly number: number;
  readonly enterprises: readonly Enterprise[];
  /** `2019-07` … `2021-12`, and those of 2022 where there is a second year */
  readonly months: readonly string[];
  /** whether the situations that take two award years of the policy are there */
  readonly hasSecondYear: boolean;
}

/** The first award year of the policy: the sample's months end with it, unless a second year is asked for. */
const lastYear = 2021;

/** The months before and including December 2021. */
export function monthsUpToLast(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const month = lastYear * 12 + 11 - (count - 1 - index);
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}

/** January to December of the second award year. */
const secondYear = Array.from({ length: 12 }, (_, month) => `${lastYear + 1}-${String(month + 1).padStart(2, "0")}`);

function weighted<T>(items: readonly T[], weights: readonly number[], chance: Chance): T {
  let left = chance.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, item] of items.entries()) {
    left -= weights[index]!;
    if (left < 0) return item;
  }
  return items.at(-1)!;
}

const words = ["青岩", "云杉", "明澜", "启航", "恒泰", "金穗", "鸿图", "瑞丰", "博远", "华辰", "立信", "新程", "安和", "长青", "海岳", "凌云", "正阳", "嘉禾", "东泽", "宏基"];

/** 青岩, then 青岩云杉, then numbered: no two enterprises of an industry have the same. */
function wordOf(index: number): string {
  const own = words[index % words.length]!;
  const round = Math.floor(index / words.length);
  if (round === 0) return own;
  return round < words.length ? own + words[(index + round) % words.length]! : `${own}${round}号`;
}

/** Names that a page, a workbook and a query must take for what they are: text. */
const hostileNames: Readonly<Record<number, string>> = {
  30: '示例<b>粗体</b>&"引号"有限公司',
  31: "=示例公式有限公司",
};

/** Enterprises that bureaus name without their code. A directory and a report differ in brackets and spaces. */
export const namedWithoutCode: readonly number[] = [28, 29, 32, 35];

/** Two enterprises with one name, but for the width of its brackets: a report that names it without a code fits both. */
export const sameName = { places: [36, 37], name: "示例（同名）商贸有限公司" } as const;

function nameOf(index: number, word: string): string {
  if (index === sameName.places[0]) return sameName.name;
  if (index === sameName.places[1]) return sameName.name.replace("（", "(").replace("）", ")");
  return hostileNames[index] ?? `示例${namedWithoutCode.includes(index) ? "（山亭）" : ""}${wordOf(index)}${word}有限公司`;
}

/** Tiers by place in the list: 2 leading groups, 22 backbone enterprises, then some 110 small and micro, as the plan has it. */
function tierOf(index: number, count: number): Enterprise["tier"] {
  if (index < 2) return "龙头";
  if (index < 24) return "骨干";
  return index < 24 + Math.min(111, Math.round(count * 0.37)) ? "小微" : "";
}

/** The same seed, number and size give the same district; a second year changes nothing in the months before it. */
export function makeDistrict(seed: number, number: number, count: number, monthCount: number, hasSecondYear = false): District {
  const months = [...monthsUpToLast(monthCount), ...(hasSecondYear ? secondYear : [])];
  const enterprises = Array.from({ length: count }, (_, index) => {
    const drawn = makeEnterprise(seed, number, index, count, monthCount);
    // who is there in the last month stays
    return hasSecondYear && drawn.active[1] === monthCount - 1 ? { ...drawn, active: [drawn.active[0], months.length - 1] as const } : drawn;
  });
  return { seed, number, enterprises, months, hasSecondYear };
}

function makeEnterprise(seed: number, district: number, index: number, count: number, monthCount: number): Enterprise {
  const chance = chanceOf(seed, district, "enterprise", index);
  const tier = tierOf(index, count);
  const plant = plantAt(index, count);
  const makers = industries.filter((each) => each.isManufacturing);
  const drawn = tier === "龙头" || tier === "骨干" ? makers[index % makers.length]! : weighted(industries, industries.map((each) => each.weight), chance);
  const industry = plant && index >= 24 ? industries.find(({ code }) => code === (plant.industry ?? makers[0]!.code))! : drawn;
  const drawnRevenue =
    tier === "龙头" ? chance.between(26_000, 42_000)
    : tier === "骨干" ? Math.exp(chance.normal(7.2, 0.7))
    : tier === "小微" ? Math.exp(chance.normal(4.3, 0.6))
    : Math.exp(chance.normal(3.9, 1));
  const monthlyRevenue = plant?.monthlyRevenue ?? drawnRevenue;
  const isAboveScale = monthlyRevenue * 12 >= 2000;
  const isNew = tier === "" && !plant && chance.chance(0.06);
  const entered = isNew ? chance.whole(Math.min(3, monthCount - 1), Math.max(0, monthCount - 3)) : 0;
  const leaves = tier === "" && !plant && !isNew && chance.chance(0.03);
  const foundedYear = isNew ? lastYear - Math.floor((monthCount - 1 - entered) / 12) : chance.whole(2004, 2018);
  return {
    index,
    id: syntheticCode(district, index + 1),
    name: nameOf(index, industry.word),
    town: tier === "龙头" ? "山亭经济开发区" : weighted(towns, townWeights, chance),
    industry,
    tier,
    isAboveScale,
    isSmallMicro: monthlyRevenue * 12 < 8000,
    isStrategic: industry.growth >= 0.15 && chance.chance(0.6),
    foundedOn: `${foundedYear}-${String(chance.whole(1, 12)).padStart(2, "0")}-${String(chance.whole(1, 28)).padStart(2, "0")}`,
    status: leaves ? (chance.chance(0.5) ? "停产" : "注销") : "存续",
    monthlyRevenue,
    growth: plant?.growth ?? (plant ? 0.16 : industry.growth + chance.normal(0.02, 0.11)),
    margin: Math.max(0.005, industry.margin * chance.between(0.6, 1.4)),
    taxRate: plant?.taxRate ?? industry.taxRate * chance.between(0.8, 1.2),
    active: [entered, leaves ? Math.max(0, monthCount - 1 - chance.whole(1, 8)) : monthCount - 1],
    missingMonth: tier !== "龙头" && !plant && chance.chance(0.02) ? chance.whole(Math.max(0, monthCount - 20), monthCount - 1) : -1,
    plant,
  };
}
