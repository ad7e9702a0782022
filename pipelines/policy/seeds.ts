import { seedFromRows, type Seed, type SeedValue } from "../warehouse/seed.ts";
import { eventSources, facts, levels } from "./facts.ts";
import { loadPolicy, type Policy, type PolicyClause } from "./load.ts";
import { clauseRules, gatesOf } from "./rule-words.ts";
import { operators, type Clause, type Condition, type Dated } from "./schema.ts";

type Row = Record<string, SeedValue | undefined>;

const clauseColumns = {
  clause_id: "VARCHAR",
  clause_order: "INTEGER",
  article: "INTEGER",
  kind: "VARCHAR",
  summary: "VARCHAR",
  place: "VARCHAR",
  reading: "VARCHAR",
  key_phrase: "VARCHAR",
  lead_body: "VARCHAR",
  source: "VARCHAR",
  category: "VARCHAR",
  level: "VARCHAR",
  figure: "VARCHAR",
  is_list_figure: "BOOLEAN",
  compare: "VARCHAR",
  is_first_time: "BOOLEAN",
  amount_by: "VARCHAR",
  is_split: "BOOLEAN",
  amounts_of: "VARCHAR",
  base: "VARCHAR",
  rate_basis: "VARCHAR",
  years_later: "INTEGER",
  uses_monthly_figures: "BOOLEAN",
  once: "VARCHAR",
  is_once_per_person: "BOOLEAN",
  group_id: "VARCHAR",
  choice_id: "VARCHAR",
  choice_name: "VARCHAR",
  cap_per: "VARCHAR",
  has_turnover_tax_cap: "BOOLEAN",
  has_retention_cap: "BOOLEAN",
  is_exempt_from_events_from: "BOOLEAN",
  funding: "VARCHAR",
  gates: "VARCHAR",
  has_tax_growth_gate: "BOOLEAN",
  has_rating_d_gate: "BOOLEAN",
  has_dishonest_gate: "BOOLEAN",
  is_amount_minimum: "BOOLEAN",
  redemption: "VARCHAR",
} as const;

const span = { valid_from: "DATE", valid_until: "DATE" } as const;

const columns = {
  policy_clause: clauseColumns,
  /** amounts (event) and caps (upto) in 万元, by level, grade, recipient, type or category; key '' where there is one */
  policy_amount: { clause_id: "VARCHAR", amount_key: "VARCHAR", ...span, amount_wan: "DECIMAL(18,6)" },
  /** every other dated number: rate, cap, share, split … ; `item` names the node of a split */
  policy_parameter: { clause_id: "VARCHAR", parameter: "VARCHAR", item: "VARCHAR", ...span, value: "DECIMAL(28,8)" },
  policy_rung: { clause_id: "VARCHAR", rung: "INTEGER", ...span, threshold: "DECIMAL(28,8)", below: "DECIMAL(28,8)", growth_over: "DECIMAL(28,8)", amount_wan: "DECIMAL(18,6)" },
  policy_condition: {
    clause_id: "VARCHAR",
    condition_no: "INTEGER",
    alternative_no: "INTEGER",
    fact: "VARCHAR",
    scope: "VARCHAR",
    unit: "VARCHAR",
    dataset: "VARCHAR",
    comparison: "VARCHAR",
    measure: "VARCHAR",
    is_first_time: "BOOLEAN",
    ...span,
    threshold: "DECIMAL(28,8)",
  },
  /** conditions that the event on file attests by itself; `figure` is shown beside it, one a row, '' for none; key '' whatever the level */
  policy_attested: { clause_id: "VARCHAR", item_no: "INTEGER", alternative_no: "INTEGER", says: "VARCHAR", amount_key: "VARCHAR", figure: "VARCHAR" },
  /** standards: the types that a clause is limited to */
  policy_type: { clause_id: "VARCHAR", standard_type: "VARCHAR" },
  policy_gate: { gate: "VARCHAR", mode: "VARCHAR", summary: "VARCHAR", place: "VARCHAR", reading: "VARCHAR" },
  /** one row: what stands over all clauses */
  policy_setting: { events_from: "DATE", rating_max_age_years: "INTEGER", is_renewal_column_used: "BOOLEAN", retention_share: "DECIMAL(9,8)", retention_sharing: "VARCHAR" },
  policy_group: { group_id: "VARCHAR", kind: "VARCHAR", summary: "VARCHAR", place: "VARCHAR", reading: "VARCHAR", scope: "VARCHAR", decides_by: "VARCHAR", per: "VARCHAR" },
  /** words of once-rules and caps: `kind` is once or cap */
  policy_rule: { kind: "VARCHAR", rule: "VARCHAR", summary: "VARCHAR", place: "VARCHAR", reading: "VARCHAR" },
  /** the bodies of a clause's article, in the article's order: the first leads */
  policy_body: { clause_id: "VARCHAR", article: "INTEGER", body: "VARCHAR", is_lead: "BOOLEAN", body_order: "INTEGER" },
  /** everything that decides a clause, in words, for people */
  policy_clause_rule: { clause_id: "VARCHAR", rule_no: "INTEGER", rule: "VARCHAR", words: "VARCHAR", reading: "VARCHAR" },
  policy_fact: { fact: "VARCHAR", scope: "VARCHAR", unit: "VARCHAR", dataset: "VARCHAR", zh: "VARCHAR", en: "VARCHAR" },
  /** `level_order`: the higher level has the larger number */
  policy_level: { level_zh: "VARCHAR", level: "VARCHAR", level_order: "INTEGER" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type PolicyTable = keyof typeof columns;

/**
 * The policy as tables that the models read: one row a clause, and its dated numbers each in its own table.
 *
 * @param policy  a loaded policy, or the version to load
 * @throws D521Error as `loadPolicy` does
 */
export function policySeeds(policy: Policy | string, directory?: string): Seed[] {
  const loaded = typeof policy === "string" ? loadPolicy(policy, directory) : policy;
  const rows: Record<PolicyTable, Row[]> = {
    policy_clause: loaded.clauses.map(clauseRow),
    policy_amount: loaded.clauses.flatMap(amountRows),
    policy_parameter: loaded.clauses.flatMap(parameterRows),
    policy_rung: loaded.clauses.flatMap(rungRows),
    policy_condition: loaded.clauses.flatMap(conditionRows),
    policy_attested: loaded.clauses.flatMap(attestedRows),
    policy_type: loaded.clauses.flatMap(({ id, clause }) => (clause.kind === "ladder" ? [] : (clause.types ?? []).map((type) => ({ clause_id: id, standard_type: type })))),
    policy_gate: [...Object.entries(loaded.gates), ["retention_cap", loaded.retention_cap] as const, ["turnover_tax_cap", loaded.turnover_tax_cap] as const].map(([gate, { mode, summary, place, reading }]) => ({ gate, mode, summary, place, reading })),
    policy_setting: [{ events_from: loaded.events_from.value, rating_max_age_years: loaded.gates.rating_d.max_age_years, is_renewal_column_used: loaded.first_or_renewal_column, retention_share: loaded.retention.share.toFixed(8), retention_sharing: loaded.retention.sharing }],
    policy_rule: [
      ...Object.entries(loaded.once_rules).map(([rule, words]) => ({ kind: "once", rule, ...words })),
      ...Object.entries(loaded.cap_rules).map(([rule, words]) => ({ kind: "cap", rule, ...words })),
    ],
    policy_body: loaded.clauses.flatMap(({ id, article, lead, with: others }) => [lead, ...others].map((body, index) => ({ clause_id: id, article, body, is_lead: index === 0, body_order: index + 1 }))),
    policy_clause_rule: loaded.clauses.flatMap((one) => clauseRules(loaded, one).map((rule, index) => ({ clause_id: one.id, rule_no: index + 1, ...rule }))),
    policy_group: [
      ...Object.entries(loaded.groups).map(([group_id, group]) => ({ group_id, kind: "group", ...group })),
      ...Object.entries(loaded.choices).map(([group_id, group]) => ({ group_id, kind: "choice", ...group })),
    ],
    policy_fact: Object.entries(facts).map(([fact, { scope, unit, dataset, zh, en }]) => ({ fact, scope, unit, dataset, zh, en })),
    policy_level: Object.entries(levels).map(([level_zh, level], index, all) => ({ level_zh, level, level_order: all.length - index })),
  };
  return (Object.keys(columns) as PolicyTable[]).map((table) => seedFromRows(table, columns[table], rows[table]));
}

function clauseRow({ id, order, article, clause, lead }: PolicyClause): Row {
  const common = {
    clause_id: id,
    clause_order: order,
    article,
    kind: clause.kind,
    summary: clause.summary,
    place: clause.place,
    reading: clause.reading ?? null,
    key_phrase: clause.key_phrase,
    lead_body: lead,
    once: clause.once,
    is_once_per_person: clause.once_per_person,
    group_id: clause.group ?? null,
    choice_id: clause.choice ?? null,
    choice_name: clause.choice_name ?? null,
    has_turnover_tax_cap: clause.turnover_tax_cap,
    has_retention_cap: clause.retention_cap,
    is_exempt_from_events_from: clause.before_events_from,
    funding: clause.funding,
    gates: Array.isArray(clause.gates) ? clause.gates.join(",") : clause.gates,
    has_tax_growth_gate: gatesOf(clause).includes("tax_growth"),
    has_rating_d_gate: gatesOf(clause).includes("rating_d"),
    has_dishonest_gate: gatesOf(clause).includes("dishonest"),
    is_amount_minimum: clause.kind === "event" && clause.amount_is_minimum,
    redemption: clause.redemption ?? (clause.kind === "upto" ? "discretionary" : "direct"),
    uses_monthly_figures: usedFacts(clause).some((fact) => facts[fact]?.reporting === "everyone"),
    amounts_of: id,
    amount_by: "",
    is_split: false,
    years_later: 0,
    is_first_time: false,
    cap_per: "line",
  };
  if (clause.kind === "ladder") {
    return { ...common, source: "annual_figures", figure: clause.figure, is_list_figure: facts[clause.figure]?.reporting === "list", compare: clause.compare, is_first_time: clause.first_time };
  }
  const word = eventSources[clause.source]?.selector?.word;
  const figure = "figure" in clause ? clause.figure : undefined;
  return {
    ...common,
    source: clause.source,
    category: (word && clause[word]) ?? null,
    level: clause.level ?? null,
    figure: figure ?? null,
    is_list_figure: figure === undefined ? null : facts[figure]?.reporting === "list",
    ...(clause.kind === "event" && { amount_by: amountBy(clause), is_split: clause.split !== undefined, amounts_of: clause.share_of ?? id, years_later: clause.years_later, is_first_time: asksFirstTime(clause) }),
    ...(clause.kind === "upto" && { amount_by: clause.by_level_cap ? "level" : "" }),
    ...(clause.kind === "percent" && { base: clause.base ?? figure, cap_per: clause.cap_per }),
    ...(clause.kind === "interest" && { rate_basis: clause.rate_of_lpr ? "lpr" : "points", cap_per: clause.cap_per }),
  };
}

function asksFirstTime(clause: Clause): boolean {
  return clause.conditions.some((entry) => ("any" in entry ? entry.any : [entry]).some((one) => one.first_time));
}

function amountBy(clause: Extract<Clause, { kind: "event" }>): string {
  if (clause.share_of !== undefined) return "type";
  return (["level", "grade", "recipient", "type", "category"] as const).find((by) => clause[`by_${by}`] !== undefined) ?? "";
}

/** The annual figures and other facts that decide a clause. */
function usedFacts(clause: Clause): string[] {
  const asked = clause.conditions.flatMap((entry) => ("any" in entry ? entry.any : [entry]).map((one) => one.fact));
  const figure = "figure" in clause && clause.figure !== undefined ? [clause.figure] : [];
  return [...asked, ...figure];
}

function amountRows({ id, clause }: PolicyClause): Row[] {
  if (clause.kind === "event") {
    const one = spans(clause.amount).map(({ value, ...dates }) => ({ clause_id: id, amount_key: "", ...dates, amount_wan: String(value) }));
    const keyed = [clause.by_level, clause.by_grade, clause.by_recipient, clause.by_type, clause.by_category].flatMap((amounts) => keyedAmounts(id, amounts));
    return [...one, ...keyed];
  }
  if (clause.kind !== "upto") return [];
  return [...spans(clause.cap).map(({ value, ...dates }) => ({ clause_id: id, amount_key: "", ...dates, amount_wan: String(value) })), ...keyedAmounts(id, clause.by_level_cap)];
}

function keyedAmounts(id: string, amounts: Dated<Readonly<Record<string, number>>> | undefined): Row[] {
  return spans(amounts).flatMap(({ value, ...dates }) => Object.entries(value).map(([key, amount]) => ({ clause_id: id, amount_key: key, ...dates, amount_wan: String(amount) })));
}

function parameterRows({ id, clause }: PolicyClause): Row[] {
  const rows = (parameter: string, values: Dated<number> | undefined, scale = (value: number) => String(value)) =>
    spans(values).map(({ value, ...dates }) => ({ clause_id: id, parameter, item: "", ...dates, value: scale(value) }));
  if (clause.kind === "event") {
    const parts = spans(clause.split).flatMap(({ value, ...dates }) => Object.entries(value).map(([item, part]) => ({ clause_id: id, parameter: "split", item, ...dates, value: String(part) })));
    return [...rows("share", clause.share), ...parts];
  }
  if (clause.kind === "percent") {
    return [...rows("rate", clause.rate), ...rows("rate", clause.rate_cny_per_unit, (value) => shift(value, 4)), ...rows("base_over", clause.base_over), ...rows("cap", clause.cap)];
  }
  if (clause.kind === "interest") {
    return [
      ...rows("rate", clause.rate_points, (value) => shift(value, 2)),
      ...rows("rate", clause.rate_of_lpr),
      ...rows("cap_principal", clause.cap_principal),
      ...rows("max_months", clause.max_months),
      ...rows("cap", clause.cap),
    ];
  }
  return [];
}

/** A decimal with its point moved left: 500 CNY is 0.05 万元, 2 points are 0.02. */
function shift(value: number, places: number): string {
  const [whole = "0", fraction = ""] = String(value).split(".");
  const digits = whole.padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}${fraction}`;
}

function rungRows({ id, clause }: PolicyClause): Row[] {
  if (clause.kind !== "ladder") return [];
  return spans(clause.rungs).flatMap(({ value, ...dates }) =>
    value.map((rung, index) => ({
      clause_id: id,
      rung: index + 1,
      ...dates,
      threshold: String(rung.threshold),
      below: rung.below === undefined ? null : String(rung.below),
      growth_over: rung.growth_over === undefined ? null : String(rung.growth_over),
      amount_wan: String(rung.amount),
    })),
  );
}

function conditionRows({ id, clause }: PolicyClause): Row[] {
  return clause.conditions.flatMap((entry, index) => ("any" in entry ? entry.any : [entry]).flatMap((one, alternative) => conditionRow(id, index + 1, alternative + 1, one)));
}

function attestedRows({ id, clause }: PolicyClause): Row[] {
  return clause.attested.flatMap((one, index) => {
    const { says, level = "", figures } = typeof one === "string" ? { says: one, figures: [""] } : one;
    return figures.map((figure, place) => ({ clause_id: id, item_no: index + 1, alternative_no: place + 1, says, amount_key: level, figure }));
  });
}

function conditionRow(id: string, condition_no: number, alternative_no: number, condition: Condition): Row[] {
  const fact = facts[condition.fact];
  const comparison = operators.find((operator) => condition[operator] !== undefined) ?? "is";
  const values: Dated<number | string> = condition[operators.find((operator) => condition[operator] !== undefined) ?? "is"] ?? { "0001-01-01": 1 };
  return spans(values).map(({ value, ...dates }) => ({
    clause_id: id,
    condition_no,
    alternative_no,
    fact: condition.fact,
    scope: fact?.scope ?? "",
    unit: fact?.unit ?? "",
    dataset: fact?.dataset ?? "",
    comparison: comparison === "not_before" ? "from" : comparison,
    measure: condition.measure ?? "relative",
    is_first_time: condition.first_time ?? false,
    ...dates,
    // a day is compared as the number 20131001
    threshold: String(value).replaceAll(/^(\d{4})-(\d{2})-(\d{2})$/g, "$1$2$3"),
  }));
}

/**
 * Values with the days between which they apply. The first reaches back without limit: the history before the
 * document decides only whether an award was already earned, and no line is made for a year before the first award year.
 */
function spans<T>(values: Dated<T> | undefined): { valid_from: string; valid_until: string | null; value: T }[] {
  const days = Object.keys(values ?? {});
  return days.flatMap((day, index) => {
    const value = values?.[day];
    return value === null || value === undefined ? [] : [{ valid_from: index === 0 ? "0001-01-01" : day, valid_until: days[index + 1] ?? null, value }];
  });
}
