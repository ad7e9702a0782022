import { loadContracts } from "../intake/contracts.ts";
import { amountColumns, eventSources, facts, levelNames, levels } from "./facts.ts";
import type { PolicyClause, PolicyFault } from "./load.ts";
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
    checkLimits(one.clause, common, fault);
  }
  for (const stack of common.stacks) {
    for (const id of stack.clauses) if (!ids.has(id)) faults.push({ file: "common.yaml", clause: "", field: "stacks", problem: `there is no clause ${id}` });
  }
  faults.push(...checkOverlaps(common, clauses));
  return faults;
}

type Say = (field: string, problem: string) => void;

const selectorWords = ["title", "event", "loan", "project", "role", "category"] as const;

function checkSource(clause: Clause, fault: Say): void {
  const figure = "figure" in clause ? clause.figure : undefined;
  if (figure !== undefined && facts[figure]?.scope !== "year") fault("figure", `"${figure}" is not an annual figure; those are ${names("year").join(", ")}`);
  if (clause.kind === "ladder") return;
  if (clause.source === "annual_figures") {
    if (figure === undefined) fault("figure", "is needed with source annual_figures");
    for (const word of selectorWords) if (clause[word] !== undefined) fault(word, "does not go with source annual_figures");
    return;
  }
  if (figure !== undefined) fault("figure", "goes only with source annual_figures");
  const source = eventSources[clause.source];
  if (!source) return fault("source", `"${clause.source}" is not a source; those are annual_figures, ${Object.keys(eventSources).join(", ")}`);
  const allowed = columnValues(clause.source, source.selector?.column);
  for (const word of selectorWords) {
    const value = clause[word];
    if (value === undefined) continue;
    if (word !== source.selector?.word) fault(word, `does not go with source ${clause.source}`);
    else if (allowed && !allowed.includes(value)) fault(word, `"${value}" is not in the export's contract; known are ${allowed.join(", ")}`);
  }
  const selected = source.selector && clause[source.selector.word];
  const chosenByAmount = clause.kind === "event" && clause.by_category !== undefined;
  if (source.selector && selected === undefined && !chosenByAmount) fault(source.selector.word, `is needed with source ${clause.source}`);
  if (clause.level !== undefined && (clause.source !== "recognitions" || !levelNames.some((level) => level === clause.level))) {
    fault("level", `"${clause.level}" must be one of ${levelNames.join(", ")}, and the source recognitions`);
  }
  if (clause.types) {
    const types = columnValues(clause.source, "standard_type");
    for (const type of clause.types) if (!types?.includes(type)) fault("types", `"${type}" is not a type of ${clause.source}`);
  }
}

function checkAmounts(clause: Clause, ids: ReadonlySet<string>, fault: Say): void {
  if (clause.kind === "event") {
    const given = (["amount", "by_level", "by_grade", "by_recipient", "by_type", "by_category", "share_of"] as const).filter((field) => clause[field] !== undefined);
    if (given.length !== 1) fault("amount", `needs exactly one of amount, by_…, share_of; found ${given.join(", ") || "none"}`);
    for (const by of ["level", "grade", "recipient", "type", "category"] as const) checkKeys(clause, by, clause[`by_${by}`], `by_${by}`, fault);
    if ((clause.share_of === undefined) !== (clause.share === undefined)) fault("share", "share and share_of go together");
    if (clause.share_of !== undefined && !ids.has(clause.share_of)) fault("share_of", `there is no clause ${clause.share_of}`);
    const nodes = columnValues(clause.source, eventSources[clause.source]?.splitColumn);
    for (const parts of Object.values(clause.split ?? {})) {
      for (const node of Object.keys(parts ?? {})) if (!nodes?.includes(node)) fault("split", `"${node}" is not a node of ${clause.source}`);
      const sum = Object.values(parts ?? {}).reduce((total, part) => total + Math.round(part * 1e8), 0);
      if (parts && sum > 1e8) fault("split", "the parts are more than the whole");
    }
  }
  if (clause.kind === "upto") {
    if ((clause.cap === undefined) === (clause.by_level_cap === undefined)) fault("cap", "needs exactly one of cap, by_level_cap");
    checkKeys(clause, "level", clause.by_level_cap, "by_level_cap", fault);
    if (clause.source === "annual_figures") fault("source", "upto pays for events");
  }
  if (clause.kind === "percent") {
    if ((clause.rate === undefined) === (clause.rate_cny_per_unit === undefined)) fault("rate", "needs exactly one of rate, rate_cny_per_unit");
    const base = clause.base ?? clause.figure;
    if (base === undefined) fault("base", "is needed");
    else if (clause.base !== undefined) checkFact(clause, base, "base", fault);
    if (base !== undefined && facts[base] && facts[base]?.unit !== "wan" && clause.rate) fault("rate", `${base} is not money: use rate_cny_per_unit`);
    if (clause.cap_per !== "line" && !clause.cap) fault("cap", "cap_per needs a cap");
  }
  if (clause.kind === "interest") {
    if ((clause.rate_points === undefined) === (clause.rate_of_lpr === undefined)) fault("rate_points", "needs exactly one of rate_points, rate_of_lpr");
    if (!["startup_loans", "transformation_projects"].includes(clause.source)) fault("source", "interest is paid on startup_loans or transformation_projects");
    if (clause.cap_per !== "line" && !clause.cap) fault("cap", "cap_per needs a cap");
  }
}

function checkKeys(clause: Clause & { source: string }, by: keyof typeof amountColumns, amounts: Readonly<Record<string, unknown>> | undefined, field: string, fault: Say): void {
  if (!amounts) return;
  if (!eventSources[clause.source]?.amountBy.includes(by)) return fault(field, `does not go with source ${clause.source}`);
  const known = by === "level" ? levelNames : columnValues(clause.source, amountColumns[by]);
  for (const values of Object.values(amounts)) {
    for (const key of Object.keys(values ?? {})) if (known && !known.some((one) => one === key)) fault(field, `"${key}" is unknown; known are ${known.join(", ")}`);
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

function checkFact(clause: Clause, name: string, field: string, fault: Say): void {
  const fact = facts[name];
  if (!fact) return void fault(field, `"${name}" is not a fact that the models know; those are ${Object.keys(facts).join(", ")}`);
  if (fact.scope !== "event") return;
  if (clause.kind === "ladder" || !fact.sources?.includes(clause.source)) fault(field, `${name} belongs to ${fact.sources?.join(", ")}, not to this clause's source`);
}

function checkComparison(condition: Condition, fault: (problem: string) => void): void {
  const fact = facts[condition.fact];
  if (!fact) return;
  const operator = operators.find((one) => condition[one] !== undefined);
  if (fact.unit === "bool" ? operator !== undefined : operator === undefined) fault(fact.unit === "bool" ? `${condition.fact} is yes or no and takes no comparison` : `${condition.fact} needs a comparison`);
  if ((fact.unit === "date") !== (operator === "not_before")) fault("a date is compared by not_before, and nothing else is");
  if (operator?.startsWith("growth") && fact.scope !== "year") fault("growth is asked of an annual figure");
  if (condition.measure === "points" && fact.unit !== "rate") fault("points are the difference of two ratios");
  if (condition.first_time && fact.scope !== "year") fault("first_time is asked of an annual figure");
}

function checkLimits(clause: Clause, common: PolicyCommon, fault: Say): void {
  if (clause.group !== undefined && !(clause.group in common.groups)) fault("group", `common.yaml defines no group "${clause.group}"`);
  if (clause.choice !== undefined && !(clause.choice in common.choices)) fault("choice", `common.yaml defines no choice "${clause.choice}"`);
  if ((clause.choice === undefined) !== (clause.choice_name === undefined)) fault("choice_name", "choice and choice_name go together");
  if (clause.once === "lifetime_per_rung" && !(clause.kind === "ladder" && clause.first_time)) fault("once", "lifetime_per_rung is for a ladder with first_time");
  if (clause.kind === "upto" && clause.redemption !== undefined && clause.redemption !== "discretionary") fault("redemption", "up to N is always discretionary");
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
      faults.push({ file: other.file, clause: other.id, field: "group", problem: `pays for the same as ${one.id}: put both in a group or a choice, or declare in common.yaml (stacks) that they add up` });
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
