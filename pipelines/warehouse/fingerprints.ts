import { exposureTables } from "../simulate/results.ts";
import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quoteText } from "./quote.ts";

/** sha256 of several texts, none of which can run into the next. */
export function hashOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("hex");
}

/** The runner's own tables in `ops`, and those of simulations, which are made from builds: no model may read them, for every build would change what it reads. */
const ownTables = new Set(["ops.build", "ops.check_result", "ops.built_relation", ...Object.keys(exposureTables).map((name) => `ops.${name}`)]);

/** `raw.taxes`, `ops.import_file`: the tables that intake has made in this database. */
export async function sourceTables(connection: DuckDBConnection): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(
    "select schema_name || '.' || table_name from duckdb_tables() where database_name = current_database() and schema_name in ('raw', 'ops')",
  );
  return new Set(reader.getRows().map((row) => String(row[0])).filter((table) => !ownTables.has(table)));
}

/**
 * A hash of each table's content. A table of `raw` only ever grows, by whole files, so its size and newest file tell its content;
 * a table of `ops` is small and may be rewritten, so all of it is hashed (whatever the order of its rows).
 */
export async function tableFingerprints(connection: DuckDBConnection, tables: Iterable<string>): Promise<Map<string, string>> {
  const queries = [...tables].map((table) => {
    const [schema = "", name = ""] = table.split(".", 2);
    const from = `${quoteName(schema)}.${quoteName(name)}`;
    return schema === "raw"
      ? `select ${quoteText(table)}, concat_ws(' ', count(*), max(file_id), epoch_us(max(known_at))) from ${from}`
      : `select ${quoteText(table)}, concat_ws(' ', count(*), bit_xor(hash(source)), sum(hash(source) >> 32)) from ${from} as source`;
  });
  if (queries.length === 0) return new Map();
  const reader = await connection.runAndReadAll(queries.join(" union all "));
  return new Map(reader.getRows().map((row) => [String(row[0]), hashOf(String(row[0]), String(row[1]))]));
}
