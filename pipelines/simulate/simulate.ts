import type { DuckDBConnection } from "@duckdb/node-api";
import { Decimal } from "decimal.js";
import { D521Error, exitCodes } from "../errors.ts";
import { literal } from "../intake/cells/sql.ts";
import { type Policy, loadPolicy } from "../policy/load.ts";
import { policySeeds } from "../policy/seeds.ts";
import { type Groundwork, buildAside } from "../warehouse/build.ts";
import type { Database } from "../warehouse/database.ts";
import { prepareLedger } from "../warehouse/ledger.ts";
import { quoteName } from "../warehouse/quote.ts";
import { type Arrivals, addArrivals, partsSql, readArrivals } from "./arrivals.ts";
import { readBatchModels, simulatedModels } from "./batch.ts";
import { baseValueSql, fixedPartsSql, growthSql, nobody } from "./base-sql.ts";
import { drawClaims } from "./claims.ts";
import { simulateMessages } from "./messages.ts";
import { exposureTables, outcomeTables, pathSql, replacedRows, summarise, totalsSql } from "./results.ts";
import type { Scenario } from "./scenario.ts";
import { type ScenarioWarning, scenarioWarnings } from "./scenario-warnings.ts";
import { commonShareSql, profitShareSql, spreadSql, unitSql } from "./spread-sql.ts";
import type { Compiled } from "./wide/compile.ts";
import { drawWide } from "./wide/draw.ts";
import type { Refusal } from "./wide/refused.ts";

export interface SimulateOptions {
  /** open for writing, with a build in it */
  readonly database: Database;
  readonly scenario: Scenario;
  readonly draws: number;
  readonly seed: number;
  /** `2021-09`: whose data the projection starts from; the scenario's, else the visible build's where absent */
  readonly asOf?: string;
  readonly now: () => Date;
  /** takes every draw through the models claim by claim, even where the policy compiles: what the compiled way is held against */
  readonly byClaims?: boolean;
  /** by claims: enterprises times draws that are worked on at once; memory, not the answer, depends on it */
  readonly batchPairs?: number;
  /** of the same database, month, policy version and known time as the visible build's: see `layGroundwork` */
  readonly groundwork?: Groundwork;
  /** false: the answer is given and not kept */
  readonly keep?: boolean;
  /** hears of every piece of work; what it throws stops the simulation, and nothing is kept */
  readonly onProgress?: (drawn: number, draws: number) => void;
  /**
   * Reads the draws one by one before they go: of the compiled policy its rows (of the draws in `wide_draw_0` and on); by claims
   * `enterprise_outcome`, and of the last batch the models' tables and `drawn_value`.
   */
  readonly onDrawn?: (connection: DuckDBConnection, compiled?: Compiled) => Promise<void>;
  /** reads the draws' sums, in the table `total`, before they go */
  readonly onSummed?: (connection: DuckDBConnection) => Promise<void>;
}

export interface Distribution {
  /** `expected`, `P5` … `P95` */
  readonly percentile: string;
  readonly entitled_cny: string;
  readonly fundable_cny: string;
  /** null where nobody's is on file */
  readonly retention_cny: string | null;
}

export interface Driver {
  readonly kind: "clause" | "enterprise";
  readonly id: string;
  readonly name: string;
  readonly mean_cny: string;
  readonly tail_mean_cny: string;
  readonly tail_excess_cny: string;
}

export interface SimulateReport extends Arrivals {
  readonly scenario: string;
  readonly assumption: string;
  readonly as_of_month: string;
  /** newest month of 生产经营月报 or 税收月报; a later `as_of_month` lacks reports */
  readonly data_to: string | null;
  readonly known_at: string;
  readonly policy_version: string;
  readonly award_year: number;
  readonly draws: number;
  readonly seed: number;
  /** the year is over: nothing is uncertain */
  readonly is_closed: boolean;
  readonly budget_cny: string | null;
  /** how often the fundable amount exceeds the budget; null without one */
  readonly probability_over_budget_rate: number | null;
  readonly spread_rate: number;
  readonly common_share_rate: number;
  readonly distribution: readonly Distribution[];
  readonly by_clause: readonly Omit<Distribution & { clause_id: string }, "retention_cny">[];
  readonly drivers: readonly Driver[];
  /** what was answered as asked, though it looks like a slip of the pen */
  readonly warnings: readonly ScenarioWarning[];
  /** only where the policy does not compile: why every claim of every draw was worked out by itself, which takes longer */
  readonly not_compiled?: Refusal;
}

/**
 * Runs a scenario and keeps its answer, replacing that of an earlier run of the same name in one transaction.
 *
 * @throws D521Error those of `buildAside` and `loadPolicy`; `no_build` (3), `unknown_clause`, `scenario_policy_wrong`, `nothing_on_file`, `nobody` (2)
 */
export async function simulate(options: SimulateOptions): Promise<SimulateReport> {
  const { database, scenario, seed } = options;
  const connection = await database.connect();
  if (!options.groundwork) await prepareLedger(connection);
  const visible = (await connection.runAndReadAll("select strftime(as_of_month, '%Y-%m'), policy_version, cast(known_at as varchar) from ops.build where is_visible order by build_id desc limit 1")).getRows()[0];
  if (!visible) throw new D521Error(exitCodes.environment, "no_build", simulateMessages.no_build);
  const asOf = options.asOf ?? scenario.as_of ?? String(visible[0]);
  const version = scenario.policy.version ?? String(visible[1]);
  const policy = scenarioPolicy(version, scenario.policy);
  const aside = await buildAside({ database, ...(options.groundwork && { groundwork: options.groundwork }), asOf, knownAt: String(visible[2]), policyVersion: version, extraSeeds: policySeeds(policy), only: simulatedModels, now: options.now });
  try {
    const catalog = String((await connection.runAndReadAll("select current_database()")).getRows()[0]![0]);
    const base = `${quoteName(catalog)}.${quoteName(aside.schema)}`;
    // in memory, beside the database; what does not fit goes where its other work goes
    await connection.run("attach ':memory:' as simulation");
    const searchPath = `set search_path = 'simulation.main,${catalog}.${aside.schema}'`;
    await connection.run(searchPath);
    const [year, month] = asOf.split("-").map(Number) as [number, number];
    const isClosed = month === 12;
    const isCertain = isClosed || scenario.uncertainty === "none";
    // without uncertainty one draw says it all
    const draws = isCertain ? 1 : options.draws;
    const firstValue = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()[0]?.[0];

    for (const statement of spreadSql(base)) await connection.run(statement);
    const uncertainty = scenario.uncertainty === "none" ? undefined : scenario.uncertainty;
    await connection.run(unitSql(base, { due: month, year }, isCertain ? "0" : `${uncertainty?.monthly_spread ?? "estimated"} * ${uncertainty?.times ?? 1}`, Number(await firstValue(profitShareSql))));
    const commonShare = isCertain ? 0 : (uncertainty?.common_share ?? Number(await firstValue(commonShareSql)));
    await connection.run(baseValueSql(base, year));
    if (!(await firstValue("select 1 from base_value where enterprise_id <> '' and expected is not null limit 1"))) {
      throw new D521Error(exitCodes.usage, "nothing_on_file", simulateMessages.nothing_on_file, { month: asOf, year, newest: aside.report.dataTo ?? "-" });
    }
    for (const assumption of isClosed ? [] : scenario.growth) {
      const { update, count } = growthSql(base, assumption);
      if (Number(await firstValue(count)) === 0) throw nobody(assumption);
      await connection.run(update);
    }
    for (const statement of [...fixedPartsSql(base, year), ...outcomeTables]) await connection.run(statement);
    const plan = {
      base, year, draws, seed, monthsDue: month, commonShare,
      onProgress: (drawn: number, all: number) => options.onProgress?.(drawn, all),
    };
    const wide = options.byClaims
      ? undefined
      : await drawWide(connection, {
          ...plan,
          gateModel: readBatchModels().get("int_gate")!,
          async connect() {
            const other = await database.connect();
            await other.run(searchPath);
            return other;
          },
        });
    const compiled = wide && "compiled" in wide ? wide : undefined;
    const enterpriseTotals = compiled?.enterpriseTotals ?? (await drawClaims(connection, { ...plan, batchPairs: options.batchPairs }));
    await options.onDrawn?.(connection, compiled?.compiled);
    await addArrivals(connection, { ...plan, isCertain });
    for (const statement of totalsSql(draws)) await connection.run(statement);
    await options.onSummed?.(connection);
    await enterpriseTotals();
    await summarise(connection, scenario.name, year, draws, base);

    const budget = scenario.budget_wan[String(year)];
    const budgetCny = budget === undefined ? null : new Decimal(budget).times(10_000).toFixed(2);
    const over = budgetCny === null ? null : Number(await firstValue(`select count(*) filter (where fundable_fen > ${new Decimal(budgetCny).times(100).toFixed(0)}) / count(*) from total`));
    const spread = Number((await firstValue("select median(spread) from unit where enterprise_id <> '' and dataset <> 'profit'")) ?? 0);
    await connection.run(`create or replace table exposure_scenario as select ${literal(scenario.name)} as scenario, ${literal(scenario.assumption)} as label, ${seed} as seed, ${draws} as draws,
      date '${asOf}-01' as as_of_month, cast(${literal(aside.report.knownAt)} as timestamptz) as known_at, ${literal(version)} as policy_version,
      cast(${literal(options.now().toISOString())} as timestamptz) as simulated_at, ${year} as award_year, cast(${budgetCny ?? "null"} as decimal(18, 2)) as budget_cny,
      cast(${over ?? "null"} as double) as probability_over_budget_rate, ${spread} as spread_rate, ${commonShare} as common_share_rate`);
    for (const statement of [pathSql, ...partsSql(plan, scenario.name)]) await connection.run(statement);
    if (options.keep !== false) await keep(connection, catalog, scenario.name);
    const rows = async <Row>(table: string, columns: string, order: string) =>
      (await connection.runAndReadAll(`select ${columns} from simulation.main.${table} order by ${order}`)).getRowObjects() as Row[];
    const text = (columns: readonly string[]) => columns.map((column) => `cast(${column} as varchar) as ${column}`).join(", ");
    const level = "case percentile when 'expected' then 0 else cast(substr(percentile, 2) as integer) end";
    return {
      scenario: scenario.name,
      assumption: scenario.assumption,
      as_of_month: asOf,
      data_to: aside.report.dataTo ?? null,
      known_at: aside.report.knownAt,
      policy_version: version,
      award_year: year,
      draws,
      seed,
      is_closed: isClosed,
      budget_cny: budgetCny,
      probability_over_budget_rate: over,
      spread_rate: spread,
      common_share_rate: commonShare,
      distribution: await rows("exposure_distribution", text(["percentile", "entitled_cny", "fundable_cny", "retention_cny"]), level),
      by_clause: await rows("exposure_by_clause", text(["clause_id", "percentile", "entitled_cny", "fundable_cny"]), `clause_id, ${level}`),
      ...(await readArrivals(connection)),
      warnings: scenarioWarnings(scenario, spread),
      drivers: await rows("exposure_driver", text(["kind", "id", "name", "mean_cny", "tail_mean_cny", "tail_excess_cny"]), "kind, place"),
      ...(wide && "refusal" in wide && { not_compiled: wide.refusal }),
    };
  } finally {
    await connection.run("reset search_path");
    await connection.run("use " + quoteName(String((await connection.runAndReadAll("select database_name from duckdb_databases() where not internal and database_name <> 'simulation' limit 1")).getRows()[0]![0])));
    await connection.run("detach database if exists simulation");
    await aside.release();
    connection.closeSync();
  }
}

/**
 * The policy under a scenario's changes; what cannot stand is the scenario's fault, not the policy files'.
 *
 * @throws D521Error `unknown_clause`, `scenario_policy_wrong` (2), and those of `loadPolicy`
 */
export function scenarioPolicy(version: string, { clauses, gates, retention }: Scenario["policy"]): Policy {
  const unchanged = loadPolicy(version);
  for (const clause of Object.keys(clauses)) {
    if (!unchanged.clauses.some(({ id }) => id === clause)) throw new D521Error(exitCodes.usage, "unknown_clause", simulateMessages.unknown_clause, { clause, version });
  }
  try {
    return loadPolicy(version, undefined, { clauses, gates, ...(retention && { retention }) });
  } catch (error) {
    if (error instanceof D521Error && error.code === "policy_wrong") throw new D521Error(exitCodes.usage, "scenario_policy_wrong", simulateMessages.scenario_policy_wrong, error.params, { cause: error });
    throw error;
  }
}

async function keep(connection: Awaited<ReturnType<Database["connect"]>>, catalog: string, scenario: string): Promise<void> {
  await connection.run("begin transaction");
  try {
    for (const table of Object.keys(exposureTables) as (keyof typeof exposureTables)[]) {
      await connection.run(`delete from ${quoteName(catalog)}.ops.${table} where ${replacedRows(table, scenario)}`);
      await connection.run(`insert into ${quoteName(catalog)}.ops.${table} by name select * from simulation.main.${table}`);
    }
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw error;
  }
}
