/**
 * A second reading of models/evaluation/tiers.yaml, written from its words and not from the SQL: one enterprise at a time,
 * quarter ends counted back, decimal.js.
 */
import { readFileSync } from "node:fs";
import { Decimal } from "decimal.js";
import { parse } from "yaml";

export interface TierFirm {
  readonly id: string;
  readonly is_small_micro: boolean;
  readonly size_class: "规上" | "规下";
  readonly operating_status: "存续" | "停产";
  readonly tier: "龙头" | "骨干" | "小微" | undefined;
  /** 万元 by `2021-06`; a month that is not there was not reported */
  readonly figures: ReadonlyMap<string, { readonly output: string; readonly revenue: string; readonly assets: string | null }>;
  readonly grades: Readonly<Record<number, string>>;
  /** days, the second absent while it lasts */
  readonly dishonest: readonly { readonly from: string; readonly to: string | null }[];
}

export interface TierAnswer {
  readonly enterprise_id: string;
  readonly tier: string;
  readonly library_tier: string;
  readonly suggestion: string;
  readonly suggested_tier: string;
  readonly reasons: readonly string[];
}

interface Condition {
  readonly measure: string;
  readonly is?: string;
  readonly at_least?: string;
  readonly over?: string;
  readonly under?: string;
  readonly grows_at_least?: string;
  readonly grows_less?: string;
}

interface Rule {
  readonly id: string;
  readonly from: readonly string[];
  readonly suggestion: string;
  readonly to: string;
  readonly quarters: number;
  readonly conditions: readonly Condition[];
}

const parameters = parse(readFileSync("models/evaluation/tiers.yaml", "utf8")) as { leading_assets_over: string; rules: Rule[] };
export const ruleIds: readonly string[] = parameters.rules.map(({ id }) => id);
const placeOf = { 龙头: "leading", 骨干: "backbone", 小微: "small_micro" } as const;

const monthNumber = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthName = (number: number) => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;

/** The tier and the suggestion of one enterprise at a month. */
export function tierOf(firm: TierFirm, asOf: string): TierAnswer {
  const place = firm.tier === undefined ? "outside" : placeOf[firm.tier];
  const newestAssets = [...firm.figures].filter(([month, { assets }]) => month <= asOf && assets !== null).sort(([one], [other]) => (one < other ? 1 : -1))[0]?.[1].assets;
  const isOver = newestAssets !== undefined && newestAssets !== null && new Decimal(newestAssets).gt(parameters.leading_assets_over);
  const tier = firm.operating_status === "存续" && isOver ? "leading" : place === "leading" ? (newestAssets == null ? "leading" : "outside") : place;

  // the newest quarter end not after the month, and three before it
  const newestEnd = Math.floor((monthNumber(asOf) + 1) / 3) * 3 - 1;
  const ends = [0, 1, 2, 3].map((back) => newestEnd - back * 3);
  const heldAt = (rule: Rule, end: number) => rule.conditions.every((condition) => holds(firm, condition, end, asOf));
  const candidates = parameters.rules.filter((rule) => rule.from.includes(place));
  const taken = candidates.find((rule) => ends.slice(0, rule.quarters).every((end) => heldAt(rule, end)));
  const reasons: string[] = [];
  if (taken) reasons.push(taken.id);
  if (place === "leading" && newestAssets == null) reasons.push("missing:production");
  else if (place === "leading" && !isOver) reasons.push("assets_not_over");
  if (!taken) {
    for (const rule of candidates) if (heldAt(rule, ends[0]!)) reasons.push(`waiting:${rule.id}`);
    if (fourQuarters(firm, "revenue", ends[0]!) === undefined && !reasons.includes("missing:production")) reasons.push("missing:production");
  }
  return { enterprise_id: firm.id, tier, library_tier: place, suggestion: taken?.suggestion ?? "keep", suggested_tier: taken?.to ?? place, reasons: reasons.length > 0 ? reasons : ["no_rule"] };
}

function holds(firm: TierFirm, condition: Condition, end: number, asOf: string): boolean {
  const value = measure(firm, condition.measure, end, asOf);
  if (value === undefined) return false;
  if (condition.is !== undefined) return value.eq(condition.is);
  if (condition.at_least !== undefined) return value.gte(condition.at_least);
  if (condition.over !== undefined) return value.gt(condition.over);
  if (condition.under !== undefined) return value.lt(condition.under);
  const base = fourQuarters(firm, condition.measure, end - 12);
  if (base === undefined || base.lte(0)) return false;
  if (condition.grows_at_least !== undefined) return value.gte(base.times(new Decimal(1).plus(condition.grows_at_least)));
  return value.lt(base.times(new Decimal(1).plus(condition.grows_less!)));
}

function measure(firm: TierFirm, name: string, end: number, asOf: string): Decimal | undefined {
  const flag = (yes: boolean) => new Decimal(yes ? 1 : 0);
  const endDay = new Date(Date.UTC(Math.floor(end / 12), (end % 12) + 1, 0)).toISOString().slice(0, 10);
  // a year's grades are known from its December on
  const ratingYear = end % 12 === 11 ? Math.floor(end / 12) : Math.floor(end / 12) - 1;
  switch (name) {
    case "output":
    case "revenue":
      return fourQuarters(firm, name, end);
    case "assets":
      for (let month = end; month > end - 3; month--) {
        const assets = monthName(month) <= asOf ? firm.figures.get(monthName(month))?.assets : undefined;
        if (assets != null) return new Decimal(assets);
      }
      return undefined;
    case "is_operating":
      return flag(firm.operating_status === "存续");
    case "is_small_micro":
      return flag(firm.is_small_micro);
    case "is_above_scale_industry":
      return flag(firm.size_class === "规上");
    case "is_dishonest":
      return flag(firm.dishonest.some(({ from, to }) => from <= endDay && (to === null || to > endDay)));
    case "is_grade_d":
      return flag(firm.grades[ratingYear] === "D");
    case "consecutive_d_years": {
      let years = 0;
      while (firm.grades[ratingYear - years] === "D") years++;
      return new Decimal(years);
    }
    default:
      throw new Error(`measure ${name} is not read here`);
  }
}

/** The sum of twelve months up to an end, where all twelve are on file. */
function fourQuarters(firm: TierFirm, name: string, end: number): Decimal | undefined {
  let sum = new Decimal(0);
  for (let month = end - 11; month <= end; month++) {
    const value = firm.figures.get(monthName(month))?.[name as "output" | "revenue"];
    if (value === undefined) return undefined;
    sum = sum.plus(value);
  }
  return sum;
}
