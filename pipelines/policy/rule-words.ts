import { Decimal } from "decimal.js";
import { type FactUnit, facts, levels } from "./facts.ts";
import type { Policy, PolicyClause } from "./load.ts";
import { type Clause, type Condition, type Dated, operators } from "./schema.ts";

/** The kinds of rule that a clause's page lists, in its order. */
export const ruleKinds = ["key_phrase", "amount", "condition", "cap", "once", "group", "choice", "turnover_tax_cap", "gate", "funding", "body", "reading"] as const;

export interface ClauseRule {
  readonly rule: (typeof ruleKinds)[number];
  /** Chinese, with figures and their units */
  readonly words: string;
  /** what was decided where the text is unclear; null where nothing was */
  readonly reading: string | null;
}

/**
 * Everything that decides one clause, in words: what it pays, on what conditions, how often, with which others it excludes
 * itself, what limits it, who pays and who is responsible. Amounts are those in force last; levels and grades stand in the
 * document's order (国家、省、市; 一、二、三).
 */
export function clauseRules(policy: Policy, one: PolicyClause): ClauseRule[] {
  const { clause } = one;
  const rules: ClauseRule[] = [];
  const add = (rule: ClauseRule["rule"], words: string, reading?: string) => rules.push({ rule, words, reading: reading ?? null });
  add("key_phrase", `第${one.article}条：“${clause.key_phrase}”`);
  for (const words of amountWords(policy, clause)) add("amount", words);
  for (const entry of clause.conditions) add("condition", "any" in entry ? entry.any.map(conditionWords).join("，或者") : conditionWords(entry));
  for (const entry of clause.attested) {
    const one = typeof entry === "string" ? { says: entry, level: undefined, figures: [] } : entry;
    const beside = one.figures.length === 0 ? "" : `，旁列三年的${one.figures.map((name) => facts[name]?.zh ?? name).join("、")}`;
    add("condition", `${one.level === undefined ? "" : `${levelZh[one.level] ?? one.level}：`}${one.says}（以在案事项为准${beside}）`);
  }
  const cap = "cap" in clause && clause.cap ? last(clause.cap) : null;
  if (cap !== null && clause.kind !== "upto") {
    const per = "cap_per" in clause ? clause.cap_per : "line";
    add("cap", `${{ line: "每笔", project: "单个项目", enterprise_year: "同一企业同一年度" }[per]}最高 ${figure(cap)} 万元：${policy.cap_rules[per].summary}`, policy.cap_rules[per].reading);
  }
  const once = policy.once_rules[clause.once];
  add("once", `${once.summary}${clause.once_per_person ? "；同一人也只奖一次" : ""}`, once.reading);
  if (clause.group !== undefined) {
    const group = policy.groups[clause.group]!;
    const others = policy.clauses.filter((other) => other.clause.group === clause.group).map(({ id }) => id).join("、");
    add("group", `${group.summary}（${others}，${group.place}）：${group.decides_by === "level" ? "取级别最高的" : "取金额最高的"}${group.scope === "lifetime" ? "，只给一次，不分年度" : ""}${group.per === "recipient" ? "，按获得者分别计" : ""}`, group.reading);
  }
  if (clause.choice !== undefined) add("choice", `${policy.choices[clause.choice]!.summary}（本条为${clause.choice_name}）`, policy.choices[clause.choice]!.reading);
  if (clause.turnover_tax_cap) add("turnover_tax_cap", `${policy.turnover_tax_cap.summary}（${policy.turnover_tax_cap.place}）${modeWords(policy.turnover_tax_cap.mode)}`, policy.turnover_tax_cap.reading);
  const gates = gatesOf(clause);
  if (gates.length === 0) add("gate", "不受共同门槛限制");
  for (const gate of gates) add("gate", `${policy.gates[gate].summary}（${policy.gates[gate].place}）${modeWords(policy.gates[gate].mode)}`, policy.gates[gate].reading);
  const inCap = clause.funding === "retention" && clause.retention_cap;
  add("funding", { retention: inCap ? `从企业新增税收地方留成列支：${policy.retention_cap.summary}${modeWords(policy.retention_cap.mode)}` : "从企业新增税收地方留成列支，不受当年新增留成限制", budget: "由区级预算或专项资金列支", fee_relief: "免收的费用，不是奖金" }[clause.funding], inCap ? policy.retention_cap.reading : undefined);
  add("body", `${one.lead}牵头${one.with.length > 0 ? `，${one.with.join("、")}配合` : ""}`);
  const days = datedFrom(clause);
  if (days.length > 0) add("reading", `金额和条件按日期分段：以上为 ${days.at(-1)} 起的，此前的见政策文件`);
  if (clause.reading !== undefined) add("reading", clause.reading);
  return rules;
}

type GateName = keyof Policy["gates"];

/** The gates that a clause passes, in the document's order. */
export function gatesOf(clause: Clause): GateName[] {
  const { gates } = clause;
  if (gates === "none") return [];
  return (["tax_growth", "rating_d", "dishonest"] as const).filter((gate) => gates === "common" || gates.includes(gate));
}

function modeWords(mode: string): string {
  return { on: "", warn: "；本版本只提醒，不拦", off: "；本版本不用", official_only: "；本版本只认官方结果" }[mode] ?? "";
}

const levelZh = Object.fromEntries(Object.entries(levels).map(([zh, level]) => [level, `${zh}级`]));
const grades = ["特等", "一等", "二等", "三等", "5A", "4A", "3A", "2A"];

function amountWords(policy: Policy, clause: Clause): string[] {
  if (clause.kind === "ladder") {
    const name = facts[clause.figure]?.zh ?? clause.figure;
    return (last(clause.rungs) ?? []).map((rung) => {
      const from = `${name}${clause.compare === "over" ? "超过" : "达到"} ${shown(rung.threshold, unitOf(clause.figure))}`;
      const below = rung.below === undefined ? "" : `、低于 ${shown(rung.below, unitOf(clause.figure))}`;
      const growth = rung.growth_over === undefined ? "" : `，比上年增长超过 ${percent(rung.growth_over)}`;
      return `${clause.first_time ? "首次" : ""}${from}${below}${growth}：${figure(rung.amount)} 万元`;
    });
  }
  if (clause.kind === "percent") {
    const base = facts[clause.base ?? clause.figure ?? ""];
    const over = clause.base_over ? last(clause.base_over) : null;
    const part = `${base?.zh ?? ""}${over ? `超过 ${shown(over, base?.unit ?? "wan")} 的部分` : ""}`;
    return [clause.rate ? `${part}的 ${percent(last(clause.rate) ?? 0)}` : `${part}每${base?.unit === "tce" ? "吨标准煤" : "单位"} ${figure(last(clause.rate_cny_per_unit!) ?? 0)} 元`];
  }
  if (clause.kind === "interest") {
    const rate = clause.rate_points ? `按 ${figure(last(clause.rate_points) ?? 0)} 个百分点（不超过贷款自己的利率）` : `按一年期贷款市场报价利率的 ${percent(last(clause.rate_of_lpr!) ?? 0)}`;
    const principal = clause.cap_principal ? `，本金最多按 ${figure(last(clause.cap_principal) ?? 0)} 万元` : "";
    const months = clause.max_months ? `，期限不超过 ${last(clause.max_months)} 个月` : "";
    return [`贷款本金${rate}贴息${principal}${months}`];
  }
  if (clause.kind === "upto") return clause.cap ? [`按核定金额，最高 ${figure(last(clause.cap) ?? 0)} 万元`] : keyed(clause.by_level_cap, (key) => `${levelZh[key] ?? key}最高`);
  if (clause.share_of !== undefined) {
    const whole = policy.clauses.find(({ id }) => id === clause.share_of)?.clause;
    return [`${clause.share_of} 同类金额的 ${percent(last(clause.share!) ?? 0)}`, ...(whole?.kind === "event" ? splitWords(clause) : [])];
  }
  const one = clause.amount ? last(clause.amount) : null;
  const level = clause.level === undefined ? "" : `${levelZh[clause.level] ?? clause.level}：`;
  return [
    ...(one === null ? [] : [`${level}${clause.amount_is_minimum ? "不低于 " : ""}${figure(one)} 万元`]),
    ...keyed(clause.by_level, (key) => levelZh[key] ?? key),
    ...[clause.by_grade, clause.by_recipient, clause.by_type, clause.by_category].flatMap((amounts) => keyed(amounts, (key) => key)),
    ...splitWords(clause),
  ];
}

function splitWords(clause: Extract<Clause, { kind: "event" }>): string[] {
  const parts = clause.split ? last(clause.split) : null;
  return parts ? [Object.entries(parts).map(([node, part]) => `${node}时付 ${percent(part)}`).join("，")] : [];
}

/** Levels in the document's order, grades from the highest, others as the file has them. */
function keyed(amounts: Dated<Readonly<Record<string, number>>> | undefined, name: (key: string) => string): string[] {
  const values = amounts ? last(amounts) : null;
  if (!values) return [];
  const order = [...Object.values(levels), ...grades] as string[];
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(values).map(([key, amount], index) => ({ key, amount, index })).sort((left, right) => place(left.key) - place(right.key) || left.index - right.index);
  return [entries.map(({ key, amount }) => `${name(key)} ${figure(amount)} 万元`).join("，")];
}

/** One condition as a phrase: «营业收入达到 5,000 万元», «营业收入利润率比上年增长超过 10%». */
export function conditionWords(condition: Condition): string {
  const fact = facts[condition.fact];
  const name = fact?.zh ?? condition.fact;
  const operator = operators.find((one) => condition[one] !== undefined);
  if (operator === undefined) return name;
  const value = last(condition[operator] as Dated<number | string>);
  if (value === null) return `${name}（已停用）`;
  if (operator === "not_before") return `${name}不早于 ${value}`;
  if (operator === "growth_over" || operator === "growth_from") {
    const asked = condition.measure === "points" ? `${figure(new Decimal(value).times(100).toNumber())} 个百分点` : percent(Number(value));
    return `${name}比上年增长${operator === "growth_over" ? "超过" : "达到"} ${asked}`;
  }
  const words = { over: "超过", from: "达到", at_most: "不超过", below: "低于", is: "为" }[operator];
  return `${condition.first_time ? "首次" : ""}${name}${words} ${shown(Number(value), fact?.unit ?? "count")}`;
}

function unitOf(fact: string): FactUnit {
  return facts[fact]?.unit ?? "count";
}

const unitNames: Readonly<Record<FactUnit, string>> = { wan: " 万元", bool: "", date: "", rate: "", tce: " 吨标准煤", count: "", months: " 个月", storeys: " 层" };

function shown(value: number, unit: FactUnit): string {
  return unit === "rate" ? percent(value) : `${figure(value)}${unitNames[unit]}`;
}

function figure(value: number): string {
  const [whole = "0", fraction] = new Decimal(value).toFixed().split(".");
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
}

function percent(value: number): string {
  return `${new Decimal(value).times(100).toDecimalPlaces(6).toString()}%`;
}

/** The days from which a number of the clause changed, if any did. */
function datedFrom(clause: Clause): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const keys = Object.keys(value);
    if (keys.length > 1 && keys.every((key) => /^\d{4}-\d{2}-\d{2}$/.test(key))) for (const key of keys.slice(1)) found.add(key);
    for (const one of Object.values(value)) look(one);
  };
  look(clause);
  return [...found].sort();
}

/** The value in force last: a version's page shows what it pays now. */
function last<T>(values: Dated<T>): T | null {
  return Object.values(values).at(-1) ?? null;
}
