import { type Fact, facts, levels } from "../policy/facts.ts";
import type { Policy, PolicyClause } from "../policy/load.ts";
import { type Condition, type Dated, operators } from "../policy/schema.ts";

/** Steps to a number within the fields of a clause's file: `rungs`, `2021-04-26`, 0, `amount`. */
export type FieldPath = readonly (string | number)[];

/** A number of the policy that a trial may change. */
export interface TrialField {
  /** clause and path, unique: `6.3/rungs/2021-04-26/0/amount` */
  readonly id: string;
  readonly clause: string;
  readonly path: FieldPath;
  /** what it is, in the clause's words */
  readonly label: string;
  /** of the number as it is shown */
  readonly unit: string;
  /** how many powers of ten a shown number is above the written one: 2 for a percentage */
  readonly places: number;
  /** as written in the policy's file; null where the clause leaves it open */
  readonly value: number;
  /** bounds of the written number, both allowed */
  readonly min: number;
  readonly max: number;
  /** an award rises with it, so that it can be looked for by a budget */
  readonly is_payment: boolean;
}

export interface TrialClause {
  readonly id: string;
  readonly article: number;
  readonly summary: string;
  readonly place: string;
  /** the file's fields that the numbers stand in, whole: a trial writes the field anew */
  readonly fields: Readonly<Record<string, unknown>>;
}

const wan = { unit: "万元", places: 0, min: 0.0001, max: 1_000_000 } as const;
const percent = { unit: "%", places: 2, min: 0.00000001, max: 1 } as const;
const growth = { unit: "%", places: 2, min: -1, max: 100 } as const;
const threshold = { min: -1_000_000_000, max: 1_000_000_000 } as const;

const units: Readonly<Record<Fact["unit"], { unit: string; places: number }>> = {
  wan: { unit: "万元", places: 0 }, rate: { unit: "%", places: 2 }, tce: { unit: "吨标准煤", places: 0 }, count: { unit: "", places: 0 }, months: { unit: "个月", places: 0 }, storeys: { unit: "层", places: 0 }, bool: { unit: "", places: 0 }, date: { unit: "", places: 0 },
};

const comparisons: Readonly<Record<string, string>> = { over: "须超过", from: "须达到", at_most: "不超过", below: "须低于", is: "须为", growth_over: "增幅须超过", growth_from: "增幅须达到" };
const levelZh = Object.fromEntries(Object.entries(levels).map(([zh, name]) => [name, `${zh}级`]));

/** Every number of a policy version that applies at the end of an award year, clause by clause. */
export function trialFields(policy: Policy, year: number): { readonly clauses: TrialClause[]; readonly fields: TrialField[] } {
  const fields = policy.clauses.flatMap((one) => clauseFields(one, `${year}-12-31`));
  const clauses = policy.clauses.map((one) => {
    const names = new Set(fields.filter(({ clause }) => clause === one.id).map(({ path }) => String(path[0])));
    return { id: one.id, article: one.article, summary: one.clause.summary, place: one.clause.place, fields: Object.fromEntries([...names].map((name) => [name, (one.clause as Record<string, unknown>)[name]])) };
  });
  return { clauses, fields };
}

type Rest = Omit<TrialField, "id" | "clause" | "path" | "value" | "is_payment"> & { readonly is_payment?: boolean };

function clauseFields({ id, clause }: PolicyClause, on: string): TrialField[] {
  const found: TrialField[] = [];
  const add = (path: FieldPath, value: number | undefined, { is_payment = false, ...rest }: Rest) => {
    if (value !== undefined) found.push({ id: [id, ...path].join("/"), clause: id, path, value, is_payment, ...rest });
  };
  const dated = (name: string, rest: Rest) => {
    const now = inForce((clause as unknown as Record<string, Dated<number> | undefined>)[name], on);
    if (now) add([name, now.day], now.value, rest);
  };
  const keyed = (name: string, label: (key: string) => string, rest: Omit<Rest, "label">) => {
    const now = inForce((clause as unknown as Record<string, Dated<Readonly<Record<string, number>>> | undefined>)[name], on);
    for (const [key, value] of Object.entries(now?.value ?? {})) add([name, now!.day, key], value, { ...rest, label: label(key) });
  };
  const pays = { ...wan, is_payment: true };
  if (clause.kind === "ladder") {
    const now = inForce(clause.rungs, on);
    const fact = facts[clause.figure]!;
    for (const [index, rung] of (now?.value ?? []).entries()) {
      const at = (name: string): FieldPath => ["rungs", now!.day, index, name];
      const what = `第${"一二三四五六七八九十"[index] ?? index + 1}档`;
      add(at("amount"), rung.amount, { ...pays, label: `${what}奖励` });
      add(at("threshold"), rung.threshold, { ...units[fact.unit], min: 0, max: threshold.max, label: `${what}：${fact.zh}${clause.compare === "over" ? "超过" : "达到"}` });
      add(at("below"), rung.below, { ...units[fact.unit], min: 0, max: threshold.max, label: `${what}：${fact.zh}不到` });
      add(at("growth_over"), rung.growth_over, { ...growth, label: `${what}：增速超过` });
    }
  } else if (clause.kind === "event") {
    dated("amount", { ...pays, label: "奖励金额" });
    keyed("by_level", (key) => `${levelZh[key] ?? key}奖励`, pays);
    for (const name of ["by_grade", "by_recipient", "by_type", "by_category"]) keyed(name, (key) => `${key}奖励`, pays);
    dated("share", { ...percent, is_payment: true, label: `按条款 ${clause.share_of ?? ""} 金额的` });
    keyed("split", (key) => `${key}时给`, percent);
  } else if (clause.kind === "upto") {
    dated("cap", { ...pays, label: "最高" });
    keyed("by_level_cap", (key) => `${levelZh[key] ?? key}最高`, pays);
  } else if (clause.kind === "percent") {
    const base = facts[clause.base ?? clause.figure ?? ""];
    dated("rate", { ...percent, is_payment: true, label: `按${base?.zh ?? "基数"}的` });
    dated("rate_cny_per_unit", { unit: `元／${base ? units[base.unit].unit || "件" : "单位"}`, places: 0, min: 0.01, max: 1_000_000, is_payment: true, label: `每单位${base?.zh ?? ""}` });
    dated("base_over", { ...(base ? units[base.unit] : units.wan), min: 0, max: threshold.max, label: `只计${base?.zh ?? "基数"}超过的部分` });
    dated("cap", { ...pays, label: capLabel(clause.cap_per) });
  } else {
    dated("rate_points", { unit: "个百分点", places: 0, min: 0.0001, max: 100, is_payment: true, label: "年贴息" });
    dated("rate_of_lpr", { ...percent, is_payment: true, label: "按一年期LPR的" });
    dated("cap_principal", { ...pays, label: "计息本金最高" });
    dated("max_months", { unit: "个月", places: 0, min: 1, max: 600, is_payment: true, label: "最长贴息" });
    dated("cap", { ...pays, label: capLabel(clause.cap_per) });
  }
  for (const [index, entry] of clause.conditions.entries()) {
    for (const [alternative, one] of ("any" in entry ? entry.any : [entry]).entries()) {
      const operator = operators.find((name) => one[name] !== undefined);
      const fact = facts[one.fact];
      if (operator === undefined || operator === "not_before" || !fact) continue;
      const now = inForce(one[operator] as Condition["over"], on);
      if (!now) continue;
      const rest = operator.startsWith("growth") ? { ...growth, unit: one.measure === "points" ? "个百分点" : "%" } : { ...units[fact.unit], ...threshold };
      add(["conditions", index, ...("any" in entry ? ["any", alternative] : []), operator, now.day], now.value, { ...rest, label: `${fact.zh}${one.first_time ? "首次" : ""}${comparisons[operator] ?? ""}` });
    }
  }
  return found;
}

const capLabel = (per: string) => ({ line: "每笔最高", project: "单个项目最高", enterprise_year: "单户每年最高" })[per] ?? "最高";

/** The value that applies on a day; the first reaches back without limit. */
function inForce<T>(values: Dated<T> | undefined, on: string): { readonly day: string; readonly value: T } | undefined {
  const days = Object.keys(values ?? {});
  const day = days.filter((one, index) => index === 0 || one <= on).at(-1);
  const value = day === undefined ? undefined : values?.[day];
  return day === undefined || value === null || value === undefined ? undefined : { day, value };
}
