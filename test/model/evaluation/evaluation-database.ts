import type { DuckDBConnection } from "@duckdb/node-api";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { duckdbTypes, loadContracts } from "../../../pipelines/intake/contracts.ts";
import { openDatabase, type Database } from "../../../pipelines/warehouse/database.ts";
import { buildParameters } from "../../../pipelines/warehouse/parameters.ts";
import { quoteName } from "../../../pipelines/warehouse/quote.ts";
import { type Seed, seedFromRows, type SeedValue } from "../../../pipelines/warehouse/seed.ts";
import { modelsInOrder } from "../models-in-order.ts";

export type Cells = Readonly<Record<string, SeedValue>>;

/** What a test's database is made of. */
export interface EvaluationGiven {
  /** `2021-12` */
  readonly asOf: string;
  /** rows by data set, with the columns of its contract; `known_at` may be given too */
  readonly rows: Readonly<Record<string, readonly Cells[]>>;
  /** relations that the test asks; they and what they read are built */
  readonly wanted: readonly string[];
  /** in place of `evaluationSeeds()` */
  readonly seeds?: readonly Seed[];
  /** when the first file came */
  readonly firstLoad?: string;
}

const ledgerColumns = { file_id: "INTEGER", sha256: "VARCHAR", file: "VARCHAR", dataset: "VARCHAR", loaded_at: "TIMESTAMPTZ" };

/** An in-memory database in which the real models have run on the given rows. */
export async function evaluationDatabase(given: EvaluationGiven): Promise<{ database: Database; connection: DuckDBConnection }> {
  const database = await openDatabase(":memory:");
  const connection = await database.connect();
  for (const schema of ["raw", "ops"]) await connection.run(`create schema ${schema}`);
  await seedFromRows("import_file", ledgerColumns, [{ file_id: 1, file: "示例.csv", dataset: "production", loaded_at: given.firstLoad ?? "2015-01-01 00:00:00+08" }]).create(connection, "ops.import_file");
  for (const contract of loadContracts().values()) {
    const columns = {
      ...Object.fromEntries(contract.columns.map((column) => [column.name, duckdbTypes[column.type]])),
      file_id: "INTEGER",
      source_sheet: "VARCHAR",
      source_row: "INTEGER",
      known_at: "TIMESTAMPTZ",
    };
    const rows = (given.rows[contract.id] ?? []).map((row, index) => ({ file_id: 1, source_sheet: "", source_row: index + 2, known_at: "2016-01-01 00:00:00+08", ...row }));
    await seedFromRows(contract.id, columns, rows).create(connection, `raw.${quoteName(contract.id)}`);
  }
  const parameters = buildParameters({ asOfMonth: given.asOf, knownAt: "2030-01-01 00:00:00+08", isSynthetic: true }, { version: "示例", label: "示例", firstAwardYear: 2021 });
  const seeds = [parameters, ...(given.seeds ?? evaluationSeeds())];
  for (const seed of seeds) await seed.create(connection, quoteName(seed.name));
  for (const model of await modelsInOrder(connection, { wanted: given.wanted, given: new Set(seeds.map((seed) => seed.name)), asOf: given.asOf, firstAwardYear: 2021 })) {
    await connection.run(`create table ${quoteName(model.name)} as ${model.sql}`).catch((cause: unknown) => {
      throw new Error(`${model.name}: ${String(cause)}`);
    });
  }
  return { database, connection };
}

/** Runs one query; decimals and dates come as text. */
export async function ask(given: EvaluationGiven, sql: string): Promise<Record<string, unknown>[]> {
  const { database, connection } = await evaluationDatabase(given);
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}
