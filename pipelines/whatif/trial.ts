import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { D521Error, exitCodes } from "../errors.ts";
import { literal } from "../intake/cells/sql.ts";
import { policySeeds } from "../policy/seeds.ts";
import { baseValueSql, growthSql, nobody } from "../simulate/base-sql.ts";
import { simulatedModels } from "../simulate/batch.ts";
import type { Scenario } from "../simulate/scenario.ts";
import { type SimulateReport, scenarioPolicy, simulate } from "../simulate/simulate.ts";
import { type AsideBuild, type Groundwork, buildAside, buildMemoryLimit, layGroundwork } from "../warehouse/build.ts";
import { type Database, openDatabase } from "../warehouse/database.ts";
import { prepareLedger } from "../warehouse/ledger.ts";
import { quoteName } from "../warehouse/quote.ts";
import type { Seed } from "../warehouse/seed.ts";
import { type Certain, certainAnswer } from "./certain.ts";
import { whatifMessages } from "./messages.ts";
import { type Outlook, outlookOf, type Totals, totalsOf } from "./outlook.ts";
import { type Snapshot, stampOf, takeSnapshot } from "./snapshot.ts";

/** So many draws, of this seed, as `d521 simulate` takes unless told otherwise. */
export const trialDraws = 1000;
export const trialSeed = 521;

/** Which data a trial was run on: what decides whether it is still current. */
export interface DataVersion {
  readonly build_id: number;
  /** the visible build's month, and what it knew */
  readonly as_of_month: string;
  readonly known_at: string;
  /** newest month of 生产经营月报 or 税收月报 */
  readonly data_to: string | null;
  readonly is_synthetic: boolean;
  /** of the visible build: the present policy */
  readonly policy_version: string;
}

export interface TrialRequest {
  readonly scenario: Scenario;
  /** `2021-09`: whose data the projection starts from; its year is the award year */
  readonly month: string;
}

/** Stops a trial between two pieces of work. */
export interface Stop {
  readonly signal?: AbortSignal;
}

interface Warm {
  readonly ground: Groundwork;
  readonly present: AsideBuild;
  outlook?: { readonly report: SimulateReport; readonly totals: Totals };
}

/** So many months stay warm. */
const warmMonths = 3;

/**
 * A private copy of the database with all that a trial needs kept warm: the models read, and by month the present policy's lines and
 * draws. A change of one number then builds the few relations that hang on it. One trial runs at a time.
 */
export class Trials {
  readonly #snapshot: Snapshot;
  readonly #database: Database;
  readonly #connection: DuckDBConnection;
  readonly #now: () => Date;
  readonly version: DataVersion;
  /** months that a trial can start from, ascending */
  readonly months: readonly string[];
  readonly #warm = new Map<string, Warm>();

  private constructor(parts: { snapshot: Snapshot; database: Database; connection: DuckDBConnection; now: () => Date; version: DataVersion; months: readonly string[] }) {
    this.#snapshot = parts.snapshot;
    this.#database = parts.database;
    this.#connection = parts.connection;
    this.#now = parts.now;
    this.version = parts.version;
    this.months = parts.months;
  }

  /**
   * @param file  the district's database; it is copied, not opened
   * @throws D521Error those of {@link takeSnapshot}, `trial_no_database` (3) where nothing was built yet
   */
  static async open(file: string, now: () => Date, tries?: number): Promise<Trials> {
    const snapshot = await takeSnapshot(file, tries);
    let database: Database | undefined;
    try {
      database = await openDatabase(snapshot.file, { memoryLimit: buildMemoryLimit });
      const connection = await database.connect();
      await prepareLedger(connection);
      const version = await readVersion(connection);
      const reader = await connection.runAndReadAll(`select distinct strftime(month, '%Y-%m') from (select month from raw.production union all select month from raw.taxes)
        where month >= (select make_date(first_award_year, 1, 1) from policy.build_parameters) order by 1`);
      return new Trials({ snapshot, database, connection, now, version, months: reader.getRows().map(([month]) => String(month)) });
    } catch (error) {
      database?.close();
      snapshot.remove();
      throw error;
    }
  }

  /** The database has changed since it was copied. */
  isOld(file: string): boolean {
    return stampOf(file) !== this.#snapshot.stamp;
  }

  /** Rows of a query of the copy, for what the page chooses from. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  }

  /** What a policy changed on the present projection comes to, to the cent, beside the present policy. */
  async certain(request: TrialRequest, stop: Stop = {}): Promise<Certain> {
    const warm = await this.#warmed(request.month);
    const aside = await this.#build(request, warm);
    try {
      return await this.#certain(request, aside, warm, stop);
    } finally {
      await aside.release();
    }
  }

  /** The draws of a scenario's year beside those of the present policy; with the same seed and number as `d521 simulate`. */
  async outlook(request: TrialRequest, stop: Stop & { readonly onDrawn?: (drawn: number, draws: number) => void } = {}): Promise<Outlook> {
    const warm = await this.#warmed(request.month);
    warm.outlook ??= await this.#draw({ month: request.month, scenario: presentScenario }, warm, stop);
    return outlookOf(await this.#draw(request, warm, stop), warm.outlook);
  }

  /** Both answers, the first of them as soon as it is there. */
  async run(request: TrialRequest, options: Stop & { readonly onCertain: (answer: Certain) => void; readonly onDrawn?: (drawn: number, draws: number) => void }): Promise<Outlook> {
    const warm = await this.#warmed(request.month);
    // the draws build on the same relations, which stay until they are done
    const aside = await this.#build(request, warm);
    try {
      options.onCertain(await this.#certain(request, aside, warm, options));
      return await this.outlook(request, options);
    } finally {
      await aside.release();
    }
  }

  /** Makes a month warm, before anyone asks. */
  async warm(month: string): Promise<void> {
    await this.#warmed(month);
  }

  close(): void {
    this.#database.close();
    this.#snapshot.remove();
  }

  /** Takes the copy away and leaves the rest to the end of the process, whatever still runs. */
  abandon(): void {
    this.#snapshot.remove();
  }

  async #warmed(month: string): Promise<Warm> {
    if (!this.months.includes(month)) throw new D521Error(exitCodes.usage, "trial_month_unknown", whatifMessages.trial_month_unknown, { month, first: this.months[0] ?? "-", last: this.months.at(-1) ?? "-" });
    const known = this.#warm.get(month);
    if (known) {
      this.#warm.delete(month);
      this.#warm.set(month, known);
      return known;
    }
    const { known_at: knownAt, policy_version: policyVersion } = this.version;
    const ground = await layGroundwork(this.#connection, { asOf: month, knownAt, policyVersion });
    const present = await buildAside({ database: this.#database, groundwork: ground, only: simulatedModels, now: this.#now });
    for (const [old, { present }] of [...this.#warm].slice(0, Math.max(0, this.#warm.size - warmMonths + 1))) {
      this.#warm.delete(old);
      await present.release();
    }
    const warm = { ground, present };
    this.#warm.set(month, warm);
    return warm;
  }

  /** The relations of a scenario's policy on the present projection. */
  async #build({ scenario }: TrialRequest, { ground }: Warm, more: readonly Seed[] = []): Promise<AsideBuild> {
    const policy = scenarioPolicy(scenario.policy.version ?? this.version.policy_version, scenario.policy);
    return buildAside({ database: this.#database, groundwork: ground, extraSeeds: [...policySeeds(policy), ...more], only: simulatedModels, now: this.#now });
  }

  async #certain(request: TrialRequest, aside: AsideBuild, { ground, present }: Warm, { signal }: Stop): Promise<Certain> {
    stopIf(signal);
    const [year, month] = request.month.split("-").map(Number) as [number, number];
    const { growth } = request.scenario;
    if (growth.length === 0 || month === 12) return certainAnswer(this.#connection, { year, trial: aside.schema, present: present.schema });
    const grown = await this.#build(request, { ground, present }, [growthSeed(present.schema, year, growth)]);
    try {
      stopIf(signal);
      return await certainAnswer(this.#connection, { year, trial: grown.schema, present: present.schema });
    } finally {
      await grown.release();
    }
  }

  async #draw({ scenario, month }: TrialRequest, { ground }: Warm, { signal, onDrawn }: Stop & { readonly onDrawn?: (drawn: number, draws: number) => void }) {
    stopIf(signal);
    let totals: Totals = [];
    const report = await simulate({
      database: this.#database, groundwork: ground, scenario, asOf: month, draws: trialDraws, seed: trialSeed, now: this.#now, keep: false,
      onProgress(drawn, draws) {
        stopIf(signal);
        onDrawn?.(drawn, draws);
      },
      onSummed: async (connection) => void (totals = await totalsOf(connection)),
    });
    return { report, totals };
  }
}

/** The present policy on the present projection. */
export const presentScenario: Scenario = { name: "现行政策", assumption: "现行政策，按目前的增速推算", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: { times: 1 } };

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new D521Error(exitCodes.usage, "trial_stopped", whatifMessages.trial_stopped);
}

async function readVersion(connection: DuckDBConnection): Promise<DataVersion> {
  const [row] = (await connection.runAndReadAll(`select build_id, strftime(as_of_month, '%Y-%m') as as_of_month, cast(known_at as varchar) as known_at, policy_version from ops.build where is_visible order by build_id desc limit 1`)).getRowObjectsJson();
  if (!row) throw new D521Error(exitCodes.environment, "trial_no_database", whatifMessages.trial_no_database);
  const [more] = (await connection.runAndReadAll(`select (select strftime(max(month), '%Y-%m') from (select month from staging.stg_production union all select month from staging.stg_taxes)) as data_to, (select is_synthetic from policy.build_parameters) as is_synthetic`)).getRowObjectsJson();
  return { ...(row as unknown as DataVersion), ...(more as Pick<DataVersion, "data_to" | "is_synthetic">) };
}

/** The year's figures with growth assumptions laid over the projection, in the model's place: what the draws start from as well. */
function growthSeed(present: string, year: number, growth: Scenario["growth"]): Seed {
  return {
    name: "int_year_value",
    columns: {},
    // of one projection: the copy's data do not change, and months are apart by their schema
    contentHash: createHash("sha256").update(JSON.stringify([present, growth])).digest("hex"),
    async create(connection, table) {
      const catalog = String((await connection.runAndReadAll("select current_database()")).getRows()[0]![0]);
      const base = `${quoteName(catalog)}.${quoteName(present)}`;
      const temporary = (sql: string) => sql.replace("create or replace table base_value", "create or replace temp table base_value");
      await connection.run(temporary(baseValueSql(base, year)));
      for (const one of growth) {
        const { update, count } = growthSql(base, one);
        if (Number((await connection.runAndReadAll(count)).getRows()[0]![0]) === 0) throw nobody(one);
        await connection.run(update);
      }
      await connection.run(`create table ${table} as
        select years.* replace (coalesce(grown.expected, years.value) as value) from ${base}.int_year_value as years
        left join base_value as grown on years.year = ${literal(String(year))}::integer and grown.enterprise_id = years.enterprise_id and grown.figure = years.figure`);
      await connection.run("drop table temp.base_value");
    },
  };
}
