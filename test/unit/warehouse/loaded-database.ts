import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbTypes, loadContracts } from "../../../pipelines/intake/contracts.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { quoteName } from "../../../pipelines/warehouse/quote.ts";

/** An in-memory database as the first load leaves it: all tables of raw, empty, and one file in the ledger. */
export async function loadedDatabase(): Promise<{ database: Database; connection: DuckDBConnection }> {
  const database = await openDatabase(":memory:");
  const connection = await database.connect();
  await connection.run("create schema raw");
  await connection.run("create schema ops");
  for (const contract of loadContracts().values()) {
    const columns = contract.columns.map((column) => `${quoteName(column.name)} ${duckdbTypes[column.type]}`);
    await connection.run(`create table raw.${quoteName(contract.id)} (${columns.join(", ")}, file_id INTEGER, source_sheet VARCHAR, source_row INTEGER, known_at TIMESTAMPTZ)`);
  }
  await connection.run(`create table ops.import_file (
    file_id INTEGER, file VARCHAR, sheet VARCHAR, sha256 VARCHAR, dataset VARCHAR, rows_read BIGINT, rows_loaded BIGINT, rows_superseded BIGINT,
    rows_quarantined BIGINT, loaded_at TIMESTAMPTZ, load_id INTEGER, encoding VARCHAR, is_synthetic BOOLEAN
  )`);
  await connection.run("insert into ops.import_file values (1, '税收月报.xlsx', null, 'ab', 'taxes', 1, 1, 0, 0, '2021-07-05 09:00:00+08', 1, null, true)");
  return { database, connection };
}

export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}
