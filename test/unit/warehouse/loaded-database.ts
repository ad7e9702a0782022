import type { DuckDBConnection } from "@duckdb/node-api";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { loaderTablesSql } from "../../../pipelines/intake/load/raw-tables.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

/** An in-memory database as the first load leaves it: the loader's tables, empty but for one file in the ledger. */
export async function loadedDatabase(): Promise<{ database: Database; connection: DuckDBConnection }> {
  const database = await openDatabase(":memory:");
  const connection = await database.connect();
  for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
  await connection.run("insert into ops.import_file values (1, '税收月报.xlsx', '', 'ab', 'taxes', 1, 1, 0, 0, '2021-07-05 09:00:00+08', 1, 'xlsx', true)");
  return { database, connection };
}

export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}
