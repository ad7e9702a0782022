import type { DuckDBConnection } from "@duckdb/node-api";
import { type DrawPlan, commonShocksSql, drawnValueSql, factorSql, jointShockSql, marginShockSql, ownShockSql, shockMonths, valueParts } from "../draw-sql.ts";
import { type LinesPlan, claimsSql, linesSql, numberedSql } from "./lines-sql.ts";
import { conditionName, valueName } from "./own-sql.ts";
import { type Refusal, Refused } from "./refused.ts";
import { type Slot, readSlots } from "./slots.ts";
import { waterfallSteps } from "./waterfall-sql.ts";
import { readWords } from "./words.ts";

/**
 * The policy as one wide row an enterprise and draw. What no draw changes stands in `wide_enterprise`, one row an enterprise; what the
 * draws have in common in a table of draws; the row is their cross product with one column after another worked out of those before it,
 * so that DuckDB takes some two thousand draws of an enterprise through an expression at a time and keeps none of them.
 *
 *   figures of the draw → claim → cap → choice → turnover tax → once → group → gates → retention
 *
 * The expressions are generated from the policy's tables, their numbers are columns. A what-if compiles again with other tables
 * (`policy`): rungs, rates, caps, conditions on annual figures, groups, gates and modes of the moving clauses count as they stand
 * there, while lines that no draw moves stay those of the build.
 */
export interface CompilePlan extends LinesPlan, DrawPlan {
  /** SQL of the model that says how the gates of the year stand */
  readonly gateModel: string;
}

export interface Compiled {
  /** clauses that the row pays for, in order: of the n-th the columns `entitled<n>` and `fundable<n>`, fen */
  readonly clauses: readonly string[];
  /** by number of an enterprise, a row of `wide_enterprise`: the places of its lines */
  readonly slotsOf: readonly (readonly number[])[];
  /** SQL of a table of draws, from the SQL of their numbers (column `draw`) */
  drawsSql(numbers: string): string;
  /**
   * SQL of the rows: `draw`, `enterprise_no`, `retention` (new this year, null where it is not on file), and `entitled<n>`, `fundable<n>`
   *
   * @param enterprises  a table of rows of `wide_enterprise`; all of them where absent
   * @param places       of enterprises that have no line in any other place; all places where absent
   */
  rowsSql(draws: string, enterprises?: string, places?: readonly number[]): string;
}

const datasets = ["production", "profit", "taxes"] as const;
/** So that a figure a hundred times its projection, and sums of such, fit 64 bits with room to spare. */
const largest = "30000000000000000";

/**
 * Compiles a policy for the enterprises of a build. After `fixedPartsSql`; makes tables `wide_…` in the simulation's own database.
 *
 * @returns the compiled policy, or why it cannot be: a {@link Refusal}
 */
export async function compile(connection: DuckDBConnection, plan: CompilePlan): Promise<Compiled | Refusal> {
  try {
    return await compiled(connection, plan);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

async function compiled(connection: DuckDBConnection, plan: CompilePlan): Promise<Compiled> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const refuse = async (reason: Refusal["reason"], sql: string) => {
    const found = (await rows(`select cast(what as varchar) from (${sql}) as found limit 1`))[0];
    if (found) throw new Refused({ reason, what: String(found[0]) });
  };
  const policy = await readWords(connection, plan.policy);
  await refuse("too_large", `select '' as what from base_value where abs(on_file) + 100 * abs(expected - on_file) > ${largest}`);
  for (const { fact, measure } of policy.conditions) if (measure === "points" && fact !== "profit_margin") throw new Refused({ reason: "points_of_amount", what: fact });
  for (const statement of claimsSql(plan)) await connection.run(statement);
  await refuse("several_claims", "select clause_id as what from wide_claim group by clause_id, enterprise_id, subject having count(*) > 1");
  await refuse("shared_cap", `select clause_id as what from wide_claim where clause_id in (select clause_id from ${plan.policy}.policy_clause where cap_per = 'enterprise_year') group by clause_id, enterprise_id having count(*) > 1`);
  await refuse("too_large", "select claim_no as what from wide_amount where is_formed and rate_e8 > 100000000");
  for (const statement of linesSql(plan)) await connection.run(statement);
  const gates = plan.gateModel.replaceAll(/\bpolicy_(gate|setting)\b/g, `${plan.policy}.policy_$1`);
  for (const statement of numberedSql(plan, gates)) await connection.run(statement);
  for (const view of ["int_gate_district", "int_award_grouped"]) await connection.run(`drop view ${view}`);
  const slots = await readSlots(connection, policy);
  await connection.run(enterpriseSql(plan, slots));
  const slotsOf = await readLines(connection, slots);
  const clauses = [...new Set(slots.map(({ clause }) => clause.clause_id))];
  const stepsOf = (some: readonly Slot[]) => [...figureSteps(plan), ...waterfallSteps(some, policy), totals(some, clauses)];
  return {
    clauses,
    slotsOf,
    drawsSql: (numbers) => districtSql(plan, commonShocksSql(plan, numbers)),
    rowsSql(draws, table = "wide_enterprise", places) {
      const steps = stepsOf(places === undefined ? slots : places.map((place) => slots[place]!));
      const joined = `select * from ${draws} cross join ${table}`;
      const all = steps.reduce((inner, columns) => `select *, ${columns.join(", ")} from (${inner})`, joined);
      return `select draw, enterprise_no, v_retention - last_retention as retention${clauses.map((_, index) => `, entitled${index}, fundable${index}`).join("")} from (${all})`;
    },
  };
}

/** In which places each enterprise has a line. */
async function readLines(connection: DuckDBConnection, slots: readonly Slot[]): Promise<number[][]> {
  const places = new Map(slots.map((slot, place) => [`${slot.clause.clause_id} ${slot.number}`, place]));
  const found = (await connection.runAndReadAll(`select enterprises.enterprise_no::integer, lines.clause_id || ' ' || lines.number
    from wide_enterprise as enterprises left join (select distinct enterprise_id, clause_id, number from wide_numbered) as lines using (enterprise_id) order by all`)).getRows();
  const all: number[][] = [];
  for (const [enterprise, line] of found) {
    const own = (all[Number(enterprise)] ??= []);
    if (line !== null) own.push(places.get(String(line))!);
  }
  return all;
}

/** The draw's own numbers of an enterprise: shocks, factors, figures. */
function figureSteps(plan: CompilePlan): string[][] {
  const months = shockMonths(plan);
  const factor = (dataset: string) => factorSql(plan, (column) => `${dataset}_${column}`, (month) => `shock${month}`, dataset === "profit" ? "margin" : undefined);
  return [
    [`${marginShockSql(plan)} as margin`],
    months.map((month) => `${ownShockSql(plan, month)} as own${month}`),
    months.map((month) => `${jointShockSql(plan, `f${month}`, `own${month}`)} as shock${month}`),
    datasets.map((dataset) => `${factor(dataset)} as ${dataset}_factor`),
    Object.entries(drawnFigures).map(([figure, dataset]) => `${drawnValueSql((part) => `${figure}_${part}`, `${dataset}_factor`)} as ${valueName(figure)}`),
  ];
}

/** The figures that are drawn, with the data set whose spread they have. */
const drawnFigures: Readonly<Record<string, (typeof datasets)[number]>> = {
  output: "production",
  revenue: "production",
  profit: "profit",
  online_retail: "production",
  total_tax: "taxes",
  local_tax: "taxes",
  turnover_tax: "taxes",
  retention: "taxes",
};

/** By clause, what its lines come to. */
function totals(slots: readonly Slot[], clauses: readonly string[]): string[] {
  return clauses.flatMap((clause_id, index) => {
    const own = slots.filter(({ clause }) => clause.clause_id === clause_id);
    if (own.length === 0) return [`cast(0 as bigint) as entitled${index}`, `cast(0 as bigint) as fundable${index}`];
    return [`${own.map(({ name }) => `${name}_entitled`).join(" + ")} as entitled${index}`, `${own.map(({ name }) => `${name}_fundable`).join(" + ")} as fundable${index}`];
  });
}

/** Beside a draw's shocks the district's own tax in it, which has the common part alone. */
function districtSql(plan: CompilePlan, shocks: string): string {
  const factor = factorSql(plan, (column) => `unit.${column}`, (month) => `draws.f${month}`);
  return `select draws.*, cast(${drawnValueSql((part) => `district.${part}`, factor)} as hugeint) as district_tax
    from (${shocks}) as draws
    left join unit on unit.enterprise_id = '' and unit.dataset = 'district_taxes'
    left join (select ${Object.entries(valueParts).map(([name, sql]) => `${sql} as ${name}`).join(", ")} from base_value where enterprise_id = '' and figure = 'district_tax') as district on true
    order by draws.draw`;
}

/** One row an enterprise with all that no draw changes: its spreads, the parts of its figures, and its lines' numbers, each line in its place. */
function enterpriseSql(plan: CompilePlan, slots: readonly Slot[]): string {
  const when = (slot: Slot, column: string) => `case when clause_id = '${slot.clause.clause_id}' and number = ${slot.number} then ${column} end`;
  const longest = (columns: readonly string[]) => (columns.length === 0 ? "" : `, ${columns.join(", ")}`);
  const of = (slot: Slot, column: string, name: string, aggregate = "max") => `${aggregate}(${when(slot, column)}) as ${slot.name}_${name}`;
  const flag = (slot: Slot, column: string, name: string) => `coalesce(bool_or(${when(slot, column)}), false) as ${slot.name}_${name}`;
  const moving = slots.filter(({ clause }) => clause.is_moving);
  const units = datasets.flatMap((dataset) => ["spread", ...(dataset === "profit" ? ["margin_spread"] : []), "concentration", ...shockMonths(plan).slice(1).map((month) => `w${month}`)].map((column) => `max(case when dataset = '${dataset}' then ${column} end) as ${dataset}_${column}`));
  const parts = Object.keys(drawnFigures).flatMap((figure) => Object.entries(valueParts).map(([part, sql]) => `max(case when figure = '${figure}' then ${sql} end) as ${figure}_${part}`));
  const lines = slots.flatMap((slot) => [
    `coalesce(max(${when(slot, "place")}), 255) as ${slot.name}_place`,
    of(slot, "stops_over", "stops"),
    flag(slot, "is_stopped", "stopped"),
    ...(slot.clause.is_open
      ? [
          flag(slot, "true", "on"),
          of(slot, "own_fen", "own"),
          of(slot, "cap_fen", "cap"),
          of(slot, "rate_e8", "rate"),
          of(slot, "base_over", "over"),
          flag(slot, "is_other_chosen", "other"),
          flag(slot, "kept_policy is null", "free"),
          flag(slot, "is_used_up", "used"),
          of(slot, "largest_paid_fen", "paid"),
          of(slot, "place_in_year", "nth"),
          flag(slot, "is_group_used_up", "lost"),
          of(slot, "group_level", "level"),
          of(slot, "group_recipient", "recipient"),
        ]
      : [of(slot, "settled_fen", "settled")]),
  ]);
  const conditions = moving.flatMap((slot) => [
    ...[...new Set(slot.conditions.map(({ condition_no }) => condition_no))].map((no) => `coalesce(bool_or(${when(slot, `case when condition_no = ${no} then is_met end`)}), true) as ${slot.name}_c${no}`),
    ...slot.conditions.flatMap((one) => (one.fact === "profit_margin" ? ["times", "against"] : ["low", "high"]).map((what) => `max(${when(slot, `case when condition_no = ${one.condition_no} and alternative_no = ${one.alternative_no} then "${what}" end`)}) as ${conditionName(slot, one)}_${what}`)),
  ]);
  const rungs = moving.flatMap((slot) => slot.rungs.flatMap((rung) => [
    ...["low", "high"].map((what) => `max(${when(slot, `case when rung = ${rung} then "${what}" end`)}) as ${slot.name}_r${rung}_${what}`),
    `coalesce(max(${when(slot, `case when rung = ${rung} and not is_unknown then fen end`)}), 0) as ${slot.name}_r${rung}_met`,
    `coalesce(max(${when(slot, `case when rung = ${rung} and is_unknown then fen end`)}), 0) as ${slot.name}_r${rung}_unknown`,
  ]));
  const numbers = "inner join wide_numbered as lines on lines.claim_no = numbers.claim_no";
  return `create or replace table wide_enterprise as
    with everyone as (select enterprise_id from wide_numbered union select enterprise_id from base_value where figure = 'retention' and enterprise_id <> ''),
    units as (select enterprise_id${longest(units)} from unit group by enterprise_id),
    parts as (select enterprise_id${longest(parts)} from base_value group by enterprise_id),
    lines as (select enterprise_id${longest(lines)} from wide_numbered group by enterprise_id),
    conditions as (select lines.enterprise_id${longest(conditions)} from wide_condition as numbers ${numbers} group by lines.enterprise_id),
    rungs as (select lines.enterprise_id${longest(rungs)} from (select claim_no, rung, low, high, is_unknown, fen from wide_rung) as numbers ${numbers} group by lines.enterprise_id)
    select row_number() over (order by everyone.enterprise_id) - 1 as enterprise_no, everyone.enterprise_id, hash(everyone.enterprise_id) as unit_key,
      * exclude (enterprise_id),
      (select case when last_district_tax > 0 then last_district_tax end from wide_before where enterprise_id = '') as last_district_tax
    from everyone
    left join units using (enterprise_id) left join parts using (enterprise_id) left join lines using (enterprise_id) left join conditions using (enterprise_id) left join rungs using (enterprise_id)
    left join (select enterprise_id, last_total_tax, last_retention from wide_before) as before using (enterprise_id)
    order by enterprise_no`;
}
