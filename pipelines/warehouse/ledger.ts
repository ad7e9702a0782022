import type { DuckDBConnection } from "@duckdb/node-api";
import type { CheckResult } from "./checks.ts";
import { loadContracts } from "../intake/contracts.ts";
import { laterColumnsSql } from "../intake/load/raw-tables.ts";
import { restatementTable } from "../intake/load/restated.ts";
import { comparisonDefinitions } from "../policy/compare-tables.ts";
import { exposureDefinitions } from "../simulate/results.ts";
import { dispatchHistoryTable, keepLiabilities } from "./dispatch-history.ts";
import { quoteName } from "./quote.ts";

/** A relation of a build: where it shows, and the tables in `store` that hold its rows. */
export interface BuiltRelation {
  readonly schema: string;
  readonly name: string;
  readonly tables: readonly string[];
}

/** A query of the rows of some tables in `store`, all together. */
export function rowsOf(tables: readonly string[]): string {
  return tables.map((table) => `select * from store.${quoteName(table)}`).join(" union all ");
}

/** What `ops.build` says of a build. */
export interface BuildRecord {
  readonly buildId: number;
  readonly asOfMonth: string;
  readonly knownAt: string;
  readonly builtAt: string;
  readonly policyVersion: string;
  readonly models: number;
  readonly skipped: number;
}

/** Schemas that a build shows its relations in. */
export const visibleSchemas = ["staging", "intermediate", "mart", "policy"] as const;

const definitions = [
  "create schema if not exists store",
  "create schema if not exists ops",
  ...visibleSchemas.map((schema) => `create schema if not exists ${schema}`),
  `create table if not exists ops.build (
    build_id INTEGER, as_of_month DATE, known_at TIMESTAMPTZ, built_at TIMESTAMPTZ, policy_version VARCHAR,
    models INTEGER, skipped INTEGER, is_visible BOOLEAN
  )`,
  `create table if not exists ops.check_result (
    model VARCHAR, "check" VARCHAR, failed_rows BIGINT, severity VARCHAR, build_id INTEGER, message VARCHAR, check_hash VARCHAR
  )`,
  "create table if not exists ops.built_relation (schema_name VARCHAR, relation VARCHAR, store_table VARCHAR)",
  // the loader's, for a database that was loaded before corrections were kept
  restatementTable,
  dispatchHistoryTable,
  ...exposureDefinitions(),
  ...comparisonDefinitions(),
];

/** Makes the runner's schemas and tables where they are missing, and the columns that the models read of what an earlier version loaded. */
export async function prepareLedger(connection: DuckDBConnection): Promise<void> {
  for (const definition of [...definitions, ...laterColumnsSql(loadContracts())]) await connection.run(definition);
}

/** Drops the private schemas that a crashed build left; its finished tables in `store` stay, the next build may use them. */
export async function dropLeftovers(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll("select schema_name from duckdb_schemas() where database_name = current_database() and starts_with(schema_name, 'build_')");
  for (const [schema] of reader.getRows()) await connection.run(`drop schema ${quoteName(String(schema))} cascade`);
}

export async function nextBuildId(connection: DuckDBConnection): Promise<number> {
  return Number((await connection.runAndReadAll("select coalesce(max(build_id), 0) + 1 from ops.build")).getRows()[0]?.[0]);
}

export async function storeTables(connection: DuckDBConnection): Promise<Set<string>> {
  const reader = await connection.runAndReadAll("select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'store'");
  return new Set(reader.getRows().map((row) => String(row[0])));
}

/** Answers of earlier checks by their hash: unchanged questions about unchanged tables are not asked again. */
export async function knownAnswers(connection: DuckDBConnection): Promise<Map<string, number>> {
  const reader = await connection.runAndReadAll("select check_hash, failed_rows from ops.check_result");
  return new Map(reader.getRows().map((row) => [String(row[0]), Number(row[1])]));
}

/** Records a build whose checks failed: its answers are on file, what shows stays as it was. */
export async function recordFailure(connection: DuckDBConnection, record: BuildRecord, checks: readonly CheckResult[], messageOf: (check: CheckResult) => string): Promise<void> {
  await inTransaction(connection, async () => {
    await writeRecord(connection, record, false);
    await writeChecks(connection, record.buildId, checks, messageOf);
  });
}

/**
 * Shows a build: every view is replaced, those of vanished models are dropped, and the record is written, in one transaction.
 * A reader sees all of the old build or all of the new one.
 */
export async function show(connection: DuckDBConnection, record: BuildRecord, relations: readonly BuiltRelation[], checks: readonly CheckResult[], messageOf: (check: CheckResult) => string): Promise<void> {
  await inTransaction(connection, async () => {
    const kept = new Set(relations.map((relation) => `${relation.schema}.${relation.name}`));
    const before = (await connection.runAndReadAll("select distinct schema_name, relation from ops.built_relation")).getRows();
    for (const [schema, name] of before) {
      if (!kept.has(`${schema}.${name}`)) await connection.run(`drop view if exists ${quoteName(String(schema))}.${quoteName(String(name))}`);
    }
    for (const { schema, name, tables } of relations) {
      await connection.run(`create or replace view ${quoteName(schema)}.${quoteName(name)} as ${rowsOf(tables)}`);
    }
    await connection.run("delete from ops.built_relation");
    await insertRows(connection, "ops.built_relation", 3, relations.flatMap(({ schema, name, tables }) => tables.map((table) => [schema, name, table])));
    await writeRecord(connection, record, true);
    if (kept.has("mart.liability_by_clause")) await keepLiabilities(connection, record);
    await writeChecks(connection, record.buildId, checks, messageOf);
  });
}

/** Drops the tables of `store` that neither the visible build nor `keep` needs. */
export async function collectGarbage(connection: DuckDBConnection, keep: ReadonlySet<string> = new Set()): Promise<void> {
  const visible = new Set((await connection.runAndReadAll("select store_table from ops.built_relation")).getRows().map((row) => String(row[0])));
  for (const table of await storeTables(connection)) {
    if (!visible.has(table) && !keep.has(table)) await connection.run(`drop table store.${quoteName(table)}`);
  }
}

async function writeRecord(connection: DuckDBConnection, record: BuildRecord, isVisible: boolean): Promise<void> {
  await connection.run("insert into ops.build values ($1, cast($2 as date), cast($3 as timestamptz), cast($4 as timestamptz), $5, $6, $7, $8)", [
    record.buildId,
    `${record.asOfMonth}-01`,
    record.knownAt,
    record.builtAt,
    record.policyVersion,
    record.models,
    record.skipped,
    isVisible,
  ]);
}

/** `ops.check_result` holds the answers of the newest build, shown or not. */
async function writeChecks(connection: DuckDBConnection, buildId: number, checks: readonly CheckResult[], messageOf: (check: CheckResult) => string): Promise<void> {
  await connection.run("delete from ops.check_result");
  const rows = checks.map((check) => [check.model, check.check, String(check.failedRows), check.severity, String(buildId), messageOf(check), check.hash]);
  await insertRows(connection, "ops.check_result", 7, rows);
}

async function insertRows(connection: DuckDBConnection, table: string, width: number, rows: readonly (readonly string[])[]): Promise<void> {
  if (rows.length === 0) return;
  const cells = Array.from({ length: width }, (_, index) => `entry.value->>${index}`).join(", ");
  await connection.run(`insert into ${table} select ${cells} from json_each(cast($1 as json)) as entry`, [JSON.stringify(rows)]);
}

async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run("begin transaction");
  try {
    await work();
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw error;
  }
}
