import type { DuckDBConnection } from "@duckdb/node-api";
import PQueue from "p-queue";
import { type CheckResult, planChecks, runChecks } from "./checks.ts";
import type { Database } from "./database.ts";
import { hashOf } from "./fingerprints.ts";
import { invalid, type Layer, type Model } from "./models.ts";
import type { OrderedModel } from "./order.ts";
import { quoteName } from "./quote.ts";
import { rowsOf } from "./ledger.ts";
import type { Seed } from "./seed.ts";

/** A model's outcome in one build. */
export interface ModelOutcome {
  readonly name: string;
  readonly layer: Layer;
  /** its table in `store`, or the tables whose rows together are its */
  readonly tables: readonly string[];
  /** one year's rows of a walked model: shown within the whole only */
  readonly isPart: boolean;
  readonly outcome: "built" | "unchanged";
  readonly milliseconds: number;
}

export interface ModelRun {
  readonly models: readonly ModelOutcome[];
  /** table in `store` by seed name */
  readonly seeds: ReadonlyMap<string, string>;
  /** content hash by name of everything that was read or built */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Connections whose unqualified names are a build's relations; one runs one statement at a time. */
export class Workers {
  readonly #idle: DuckDBConnection[];
  readonly #queue: PQueue;

  private constructor(connections: DuckDBConnection[]) {
    this.#idle = connections;
    this.#queue = new PQueue({ concurrency: connections.length });
  }

  /** @param schema the build's private schema, where its views stand */
  static async open(database: Database, schema: string, count: number): Promise<Workers> {
    const connections: DuckDBConnection[] = [];
    for (let index = 0; index < count; index += 1) {
      const connection = await database.connect();
      await connection.run(`set search_path = '${schema}'`);
      connections.push(connection);
    }
    return new Workers(connections);
  }

  /** Runs a job on the next free connection; jobs with a higher priority go first. */
  async run<T>(job: (connection: DuckDBConnection) => Promise<T>, priority = 0): Promise<T> {
    return this.#queue.add(
      async () => {
        const connection = this.#idle.pop();
        if (!connection) throw new Error("no idle connection, though the queue let a job through");
        try {
          return await job(connection);
        } finally {
          this.#idle.push(connection);
        }
      },
      { priority },
    );
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync();
  }
}

export interface RunOptions {
  readonly workers: Workers;
  /** the build's private schema */
  readonly schema: string;
  readonly ordered: readonly OrderedModel[];
  readonly seeds: readonly Seed[];
  /** content hash by name of the tables of raw and ops that the models read */
  readonly tables: ReadonlyMap<string, string>;
  /** tables that are in `store` already */
  readonly stored: ReadonlySet<string>;
  /** called when a model is done; what it throws stops the build */
  readonly onModel?: (outcome: ModelOutcome) => void;
}

/**
 * Builds what is not in `store` yet, each model as soon as all that it reads is there, and gives each a view in the build's schema.
 * A table's name carries the hash of its SQL and of all that it read, so an equal table is found, not built.
 *
 * @throws D521Error `model_invalid` naming the file when DuckDB refuses a model; running models end first, no new ones start
 */
export async function buildRelations(options: RunOptions): Promise<ModelRun> {
  const { workers, schema, ordered, stored } = options;
  const hashes = new Map(options.tables);
  const seeds = new Map<string, string>();
  for (const seed of options.seeds) {
    const hash = hashOf("seed", seed.contentHash);
    const table = storeName(seed.name, hash);
    hashes.set(seed.name, hash);
    seeds.set(seed.name, table);
    await workers.run(async (connection) => {
      if (!stored.has(table)) await seed.create(connection, `store.${quoteName(table)}`);
      await connection.run(viewOf(schema, seed.name, [table]));
    });
  }
  for (const { model, inputs } of ordered) {
    hashes.set(model.name, hashOf("model", model.sql, ...inputs.flatMap((name) => [name, hashes.get(name) ?? ""])));
  }

  const priorities = heights(ordered);
  const finished = new Map<string, Promise<ModelOutcome>>();
  const times = new Map<string, number>();
  let stopped = false;
  const build = async (connection: DuckDBConnection, model: Model): Promise<ModelOutcome> => {
    // another model has failed: let the build end
    if (stopped) throw new StoppedError();
    const started = performance.now();
    const tables = (model.parts ?? [model.name]).map((name) => storeName(name, hashes.get(name) ?? ""));
    const unchanged = tables.every((table) => stored.has(table));
    try {
      if (!unchanged && !model.parts) await connection.run(`create table store.${quoteName(tables[0]!)} as ${model.sql}`);
      await connection.run(viewOf(schema, model.name, tables));
    } catch (cause) {
      stopped = true;
      throw invalid(model.file, detailOf(cause));
    }
    const spent = (model.parts ?? []).reduce((sum, name) => sum + (times.get(name) ?? 0), performance.now() - started);
    times.set(model.name, spent);
    const outcome: ModelOutcome = { name: model.name, layer: model.layer, tables, isPart: model.isPart ?? false, outcome: unchanged ? "unchanged" : "built", milliseconds: spent };
    try {
      options.onModel?.(outcome);
    } catch (error) {
      stopped = true;
      throw error;
    }
    return outcome;
  };
  for (const { model, inputs } of ordered) {
    const before = inputs.map((name) => finished.get(name)).filter((promise) => promise !== undefined);
    const own = Promise.all(before).then(() => workers.run((connection) => build(connection, model), priorities.get(model.name) ?? 0));
    // awaited below, all together; without this a second failure would count as unhandled
    own.catch(() => undefined);
    finished.set(model.name, own);
  }
  const settled = await Promise.allSettled(finished.values());
  const failures = settled.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof StoppedError)) ?? failures[0];
  return { models: settled.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])), seeds, hashes };
}

class StoppedError extends Error {}

/** Runs the models' checks, except those whose hash has an answer already. */
export async function checkRelations(workers: Workers, models: readonly Model[], hashes: ReadonlyMap<string, string>, known: ReadonlyMap<string, number>): Promise<CheckResult[]> {
  const results = await Promise.all(
    models.map((model) =>
      workers.run(async (connection) => {
        const planned = await planChecks(connection, model, hashes);
        const unknown = planned.filter((check) => !known.has(check.hash));
        try {
          const asked = new Map((await runChecks(connection, model.name, unknown)).map((result) => [result.hash, result]));
          return planned.map(({ model: name, check, severity, hash }) => asked.get(hash) ?? { model: name, check, severity, hash, failedRows: known.get(hash) ?? 0 });
        } catch (cause) {
          throw invalid(model.file.replace(/\.sql$/, ".yml"), `a check cannot run: ${detailOf(cause)}`);
        }
      }),
    ),
  );
  return results.flat();
}

/** How many models wait in a row behind each: the longest chain starts first. */
function heights(ordered: readonly OrderedModel[]): Map<string, number> {
  const height = new Map<string, number>();
  for (const { model, inputs } of [...ordered].reverse()) {
    const own = height.get(model.name) ?? 0;
    height.set(model.name, own);
    for (const name of inputs) height.set(name, Math.max(height.get(name) ?? 0, own + 1));
  }
  return height;
}

function storeName(name: string, hash: string): string {
  return `${name}__${hash.slice(0, 16)}`;
}

function viewOf(schema: string, name: string, tables: readonly string[]): string {
  return `create view ${quoteName(schema)}.${quoteName(name)} as ${rowsOf(tables)}`;
}

function detailOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n").slice(0, 3).join(" ");
}

