import { loadContracts } from "../intake/contracts.ts";
import { said } from "../schema-words.ts";
import { amountColumns, eventSources, facts, levelNames, levels } from "./facts.ts";
import type { PolicyClause, PolicyFault } from "./load.ts";
import { exactlyOne, noClause, notKnown, notWith, ofAnnualFigure, together } from "./fault-words.ts";
import { operators, type Clause, type Condition, type PolicyCommon } from "./schema.ts";

/**
 * What no single field can say: names that must exist in the exports' contracts, fields that belong to another
 * kind of clause, and clauses that could pay for the same thing without saying whether they stack.
 *
 * @returns every fault found, none for a sound policy
 */
export function checkPolicy(common: PolicyCommon, clauses: readonly PolicyClause[]): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const ids = new Set(clauses.map((one) => one.id));
  for (const one of clauses) {
    const fault = (field: string, problem: string) => faults.push({ file: one.file, clause: one.id, field, problem });
    checkSource(one.clause, fault);
    checkAmounts(one.clause, ids, fault);
    checkConditions(one.clause, fault);
    checkAttested(one.clause, fault);
    checkLimits(one.clause, common, fault);
  }
  for (const stack of common.stacks) {
    for (const id of stack.clauses) if (!ids.has(id)) faults.push({ file: "common.yaml", clause: "", field: "stacks", problem: noClause(id) });
  }
  faults.push(...checkOverlaps(common, clauses));
  return faults;
}

type Say = (field: string, problem: string) => void;

const selectorWords = ["title", "event", "loan", "project", "role", "category"] as const;

function checkSource(clause: Clause, fault: Say): void {
  const figure = "figure" in clause ? clause.figure : undefined;
  if (figure !== undefined && facts[figure]?.scope !== "year") fault("figure", said(`没有名为「${figure}」的年度指标，可用的有 ${names("year").join("、")}`, `"${figure}" is not an annual figure; those are ${names("year").join(", ")}`));
  if (clause.kind === "ladder") return;
  if (clause.source === "annual_figures") {
    if (figure === undefined) fault("figure", said("source 是 annual_figures 时必须写", "is needed with source annual_figures"));
    for (const word of selectorWords) if (clause[word] !== undefined) fault(word, notWith("annual_figures"));
    return;
  }
  if (figure !== undefined) fault("figure", said("只有 source 是 annual_figures 时才写", "goes only with source annual_figures"));
  const source = eventSources[clause.source];
  if (!source) return fault("source", said(`没有名为「${clause.source}」的来源，可用的有 annual_figures、${Object.keys(eventSources).join("、")}`, `"${clause.source}" is not a source; those are annual_figures, ${Object.keys(eventSources).join(", ")}`));
  const allowed = columnValues(clause.source, source.selector?.column);
  for (const word of selectorWords) {
    const value = clause[word];
    if (value === undefined) continue;
    if (word !== source.selector?.word) fault(word, notWith(clause.source));
    else if (allowed && !allowed.includes(value)) fault(word, notKnown(value, allowed));
  }
  const selected = source.selector && clause[source.selector.word];
  const chosenByAmount = clause.kind === "event" && clause.by_category !== undefined;
  if (source.selector && selected === undefined && !chosenByAmount) fault(source.selector.word, said(`source 是 ${clause.source} 时必须写`, `is needed with source ${clause.source}`));
  if (clause.level !== undefined && (clause.source !== "recognitions" || !levelNames.some((level) => level === clause.level))) {
    fault("level", said(`「${clause.level}」应为 ${levelNames.join("、")} 之一，并且 source 是 recognitions`, `"${clause.level}" must be one of ${levelNames.join(", ")}, and the source recognitions`));
  }
  if (clause.types) {
    const types = columnValues(clause.source, "standard_type");
    for (const type of clause.types) if (!types?.includes(type)) fault("types", notKnown(type, types ?? []));
  }
}

function checkAmounts(clause: Clause, ids: ReadonlySet<string>, fault: Say): void {
  if (clause.kind === "event") {
    const given = (["amount", "by_level", "by_grade", "by_recipient", "by_type", "by_category", "share_of"] as const).filter((field) => clause[field] !== undefined);
    if (given.length !== 1) fault("amount", said(`amount、by_…、share_of 要写一个，也只能写一个，写了 ${given.join("、") || "0 个"}`, `needs exactly one of amount, by_…, share_of; found ${given.join(", ") || "none"}`));
    for (const by of ["level", "grade", "recipient", "type", "category"] as const) checkKeys(clause, by, clause[`by_${by}`], `by_${by}`, fault);
    if ((clause.share_of === undefined) !== (clause.share === undefined)) fault("share", together("share", "share_of"));
    if (clause.share_of !== undefined && !ids.has(clause.share_of)) fault("share_of", noClause(clause.share_of));
    if (clause.amount_is_minimum && !contracts().get(clause.source)?.columns.some(({ name }) => name === "approved_wan")) fault("amount_is_minimum", said(`${clause.source} 没有核定金额一栏`, `${clause.source} has no column of approved amounts`));
    const nodes = columnValues(clause.source, eventSources[clause.source]?.splitColumn);
    for (const parts of Object.values(clause.split ?? {})) {
      for (const node of Object.keys(parts ?? {})) if (!nodes?.includes(node)) fault("split", notKnown(node, nodes ?? []));
      const sum = Object.values(parts ?? {}).reduce((total, part) => total + Math.round(part * 1e8), 0);
      if (parts && sum > 1e8) fault("split", said("各部分加起来超过了整体", "the parts are more than the whole"));
    }
  }
  if (clause.kind === "upto") {
    if ((clause.cap === undefined) === (clause.by_level_cap === undefined)) fault("cap", exactlyOne("cap", "by_level_cap"));
    checkKeys(clause, "level", clause.by_level_cap, "by_level_cap", fault);
    if (clause.source === "annual_figures") fault("source", said("upto 只用于事项，不能用年度指标", "upto pays for events"));
  }
  if (clause.kind === "percent") {
    if ((clause.rate === undefined) === (clause.rate_cny_per_unit === undefined)) fault("rate", exactlyOne("rate", "rate_cny_per_unit"));
    const base = clause.base ?? clause.figure;
    if (base === undefined) fault("base", said("没有写，这一项必须有", "is needed"));
    else if (clause.base !== undefined) checkFact(clause, base, "base", fault);
    if (base !== undefined && facts[base] && facts[base]?.unit !== "wan" && clause.rate) fault("rate", said(`${base} 不是金额，要用 rate_cny_per_unit`, `${base} is not money: use rate_cny_per_unit`));
    if (clause.cap_per !== "line" && !clause.cap) fault("cap", said("写了 cap_per 就要写 cap", "cap_per needs a cap"));
  }
  if (clause.kind === "interest") {
    if ((clause.rate_points === undefined) === (clause.rate_of_lpr === undefined)) fault("rate_points", exactlyOne("rate_points", "rate_of_lpr"));
    if (!["startup_loans", "transformation_projects"].includes(clause.source)) fault("source", said("贴息的来源只能是 startup_loans 或 transformation_projects", "interest is paid on startup_loans or transformation_projects"));
    if (clause.cap_per !== "line" && !clause.cap) fault("cap", said("写了 cap_per 就要写 cap", "cap_per needs a cap"));
  }
}

function checkKeys(clause: Clause & { source: string }, by: keyof typeof amountColumns, amounts: Readonly<Record<string, unknown>> | undefined, field: string, fault: Say): void {
  if (!amounts) return;
  if (!eventSources[clause.source]?.amountBy.includes(by)) return fault(field, notWith(clause.source));
  const known = by === "level" ? levelNames : columnValues(clause.source, amountColumns[by]);
  for (const values of Object.values(amounts)) {
    for (const key of Object.keys(values ?? {})) if (known && !known.some((one) => one === key)) fault(field, notKnown(key, known));
  }
}

function checkConditions(clause: Clause, fault: Say): void {
  clause.conditions.forEach((entry, index) => {
    for (const one of "any" in entry ? entry.any : [entry]) {
      checkFact(clause, one.fact, `conditions.${index}.fact`, fault);
      checkComparison(one, (problem) => fault(`conditions.${index}`, problem));
    }
  });
}

function checkAttested(clause: Clause, fault: Say): void {
  if (clause.attested.length > 0 && (clause.kind === "ladder" || clause.source === "annual_figures")) fault("attested", said("年度指标没有在案事项可以为准", "annual figures have no event that could attest anything"));
  clause.attested.forEach((one, index) => {
    if (typeof one === "string") return;
    for (const figure of one.figures) if (facts[figure]?.scope !== "year") fault(`attested.${index}.figures`, said(`没有名为「${figure}」的年度指标，可用的有 ${names("year").join("、")}`, `"${figure}" is not an annual figure; those are ${names("year").join(", ")}`));
    if (one.level !== undefined && !levelNames.some((level) => level === one.level)) fault(`attested.${index}.level`, notKnown(one.level, levelNames));
  });
}

function checkFact(clause: Clause, name: string, field: string, fault: Say): void {
  const fact = facts[name];
  if (!fact) return void fault(field, said(`没有名为「${name}」的事实，可用的有 ${Object.keys(facts).join("、")}`, `"${name}" is not a fact that the models know; those are ${Object.keys(facts).join(", ")}`));
  if (fact.scope !== "event") return;
  if (clause.kind === "ladder" || !fact.sources?.includes(clause.source)) fault(field, said(`${name} 是 ${fact.sources?.join("、")} 的，这个条款的来源没有`, `${name} belongs to ${fact.sources?.join(", ")}, not to this clause's source`));
}

function checkComparison(condition: Condition, fault: (problem: string) => void): void {
  const fact = facts[condition.fact];
  if (!fact) return;
  const operator = operators.find((one) => condition[one] !== undefined);
  if (fact.unit === "bool" ? operator !== undefined : operator === undefined) fault(fact.unit === "bool" ? said(`${condition.fact} 是「是否」，不能再写比较`, `${condition.fact} is yes or no and takes no comparison`) : said(`${condition.fact} 要写一种比较`, `${condition.fact} needs a comparison`));
  if ((fact.unit === "date") !== (operator === "not_before")) fault(said("日期只能用 not_before 比较，not_before 也只能比较日期", "a date is compared by not_before, and nothing else is"));
  if (operator?.startsWith("growth") && fact.scope !== "year") fault(ofAnnualFigure("growth_over、growth_from", "growth"));
  if (condition.measure === "points" && fact.unit !== "rate") fault(said("points 只用于比率", "points are the difference of two ratios"));
  if (condition.first_time && fact.scope !== "year") fault(ofAnnualFigure("first_time", "first_time"));
}

/** Sources whose rows have no number: an enterprise has one a year, or one of a kind. */
const withoutNumber: ReadonlySet<string> = new Set(["annual_figures", "size_events", "energy_savings"]);

function checkLimits(clause: Clause, common: PolicyCommon, fault: Say): void {
  if (clause.group !== undefined && !(clause.group in common.groups)) fault("group", said(`common.yaml 里没有分组「${clause.group}」`, `common.yaml defines no group "${clause.group}"`));
  if (clause.choice !== undefined && !(clause.choice in common.choices)) fault("choice", said(`common.yaml 里没有择一「${clause.choice}」`, `common.yaml defines no choice "${clause.choice}"`));
  if ((clause.choice === undefined) !== (clause.choice_name === undefined)) fault("choice_name", together("choice", "choice_name"));
  if (clause.once === "lifetime_per_rung" && !(clause.kind === "ladder" && clause.first_time)) fault("once", said("lifetime_per_rung 只用于写了 first_time 的阶梯", "lifetime_per_rung is for a ladder with first_time"));
  const source = clause.kind === "ladder" ? "annual_figures" : clause.source;
  if (clause.once === "new" && source !== "recognitions") fault("once", said("new 只用于称号认定：别的来源没有「以前得过」", "new is for recognitions: nothing else can have been had before"));
  if (clause.once === "lifetime_per_subject" && withoutNumber.has(source)) fault("once", said("lifetime_per_subject 只用于有编号的事项", "lifetime_per_subject is for events with a number of their own"));
  if (Array.isArray(clause.gates) && new Set(clause.gates).size < clause.gates.length) fault("gates", said("同一个门槛写了两次", "names a gate twice"));
  if (clause.kind === "upto" && clause.redemption !== undefined && clause.redemption !== "discretionary") fault("redemption", said("upto（最高 N）一律是 discretionary", "up to N is always discretionary"));
}

/** Two clauses that one event could meet, or that look at one annual figure, must exclude each other (group, choice) or be declared to stack. */
function checkOverlaps(common: PolicyCommon, clauses: readonly PolicyClause[]): PolicyFault[] {
  const faults: PolicyFault[] = [];
  clauses.forEach((one, index) => {
    for (const other of clauses.slice(index + 1)) {
      if (!meetsSameEvent(one.clause, other.clause)) continue;
      const { group, choice } = one.clause;
      if ((group !== undefined && group === other.clause.group) || (choice !== undefined && choice === other.clause.choice)) continue;
      if (common.stacks.some((stack) => stack.clauses.includes(one.id) && stack.clauses.includes(other.id))) continue;
      faults.push({ file: other.file, clause: other.id, field: "group", problem: said(`与 ${one.id} 奖的是同一件事：请放进同一个 group 或 choice，或者在 common.yaml 的 stacks 里写明两条可以叠加`, `pays for the same as ${one.id}: put both in a group or a choice, or declare in common.yaml (stacks) that they add up`) });
    }
  });
  return faults;
}

function meetsSameEvent(one: Clause, other: Clause): boolean {
  if (one.kind === "ladder" || other.kind === "ladder" || one.source === "annual_figures" || other.source === "annual_figures") {
    return annualFigure(one) !== undefined && annualFigure(one) === annualFigure(other);
  }
  if (one.source !== other.source) return false;
  if (selectorWords.some((word) => one[word] !== undefined && other[word] !== undefined && one[word] !== other[word])) return false;
  return overlap(keysOf(one, "level"), keysOf(other, "level")) && overlap(keysOf(one, "category"), keysOf(other, "category")) && overlap(keysOf(one, "type"), keysOf(other, "type"));
}

/** The annual figure that a clause pays for; undefined where it pays for an event. */
function annualFigure(clause: Clause): string | undefined {
  if (clause.kind === "ladder") return clause.figure;
  if (clause.source !== "annual_figures") return undefined;
  return clause.kind === "percent" ? clause.base : clause.kind === "event" ? clause.figure : undefined;
}

/** The levels, categories or types that a clause names; undefined where it takes any. */
function keysOf(clause: Exclude<Clause, { kind: "ladder" }>, by: "level" | "category" | "type"): readonly string[] | undefined {
  if (by === "level" && clause.level !== undefined) return [clause.level];
  if (by === "category" && clause.category !== undefined) return [clause.category];
  if (by === "type" && clause.types) return clause.types;
  const amounts = clause.kind === "event" ? clause[`by_${by}`] : clause.kind === "upto" && by === "level" ? clause.by_level_cap : undefined;
  return amounts && Object.values(amounts).flatMap((values) => Object.keys(values ?? {}));
}

function overlap(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return !one || !other || one.some((key) => other.includes(key));
}

function names(scope: "year"): string[] {
  return Object.keys(facts).filter((name) => facts[name]?.scope === scope);
}

/** The values that the exports' contract allows in a column; undefined where any text may stand. Levels come as the policy files name them. */
function columnValues(dataset: string, column: string | undefined): readonly string[] | undefined {
  const values = contracts().get(dataset)?.columns.find((one) => one.name === column)?.values;
  return column === "level" ? values?.map((value) => levels[value as keyof typeof levels]) : values;
}

let loaded: ReturnType<typeof loadContracts> | undefined;

function contracts(): ReturnType<typeof loadContracts> {
  loaded ??= loadContracts();
  return loaded;
}
