import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName } from "./quote.ts";

/**
 * A small table that comes from TypeScript, not from SQL: the policy's clauses, the build's parameters.
 * Models read it unqualified by `name`, like one another.
 */
export interface Seed {
  readonly name: string;
  /** sha256 of columns and rows: equal content is the same table, and whatever reads it is unchanged */
  readonly contentHash: string;
  /** DuckDB type by column name, in order */
  readonly columns: Readonly<Record<string, string>>;
  /** Creates and fills the table. `qualifiedTable` is already quoted, such as `"store"."policy_clause__ab12"`. */
  create(connection: DuckDBConnection, qualifiedTable: string): Promise<void>;
}

/**
 * A cell of a seed. Money and rates are decimal text (`"0.0385"`) or a `Decimal`, dates `"2021-04-26"`;
 * an array or object fills a LIST or STRUCT column.
 */
export type SeedValue = string | number | boolean | null | { toJSON(): string } | readonly SeedValue[] | { readonly [key: string]: SeedValue };

/**
 * Makes a seed of rows in memory. A column that a row leaves out is null.
 *
 * @param columns  DuckDB type by column name, such as `{ clause_id: "VARCHAR", amount_wan: "DECIMAL(18,6)", levels: "VARCHAR[]" }`
 * @throws when a row has a column that `columns` does not name
 */
export function seedFromRows(name: string, columns: Readonly<Record<string, string>>, rows: readonly Readonly<Record<string, SeedValue | undefined>>[]): Seed {
  const names = Object.keys(columns);
  for (const row of rows) {
    const extra = Object.keys(row).find((column) => !names.includes(column));
    if (extra !== undefined) throw new Error(`seed ${name}: a row has the column "${extra}", the seed has ${names.join(", ")}`);
  }
  const content = JSON.stringify(rows.map((row) => names.map((column) => row[column] ?? null)));
  return {
    name,
    columns,
    contentHash: createHash("sha256").update(JSON.stringify([columns, content])).digest("hex"),
    async create(connection, qualifiedTable) {
      const cells = Object.entries(columns).map(([column, type], index) => `${cell(index, type)} as ${quoteName(column)}`);
      // one statement, so that a crash leaves no half-filled table behind
      await connection.run(`create table ${qualifiedTable} as select ${cells.join(", ")} from json_each(cast($1 as json)) as entry order by cast(entry.key as integer)`, [content]);
    },
  };
}

/** Scalars are read as text, so that a decimal never passes through a float. */
function cell(index: number, type: string): string {
  const nested = /[[\]()]|^json$|^map/i.test(type) && !/^(decimal|numeric|varchar)\s*\([\d\s,]*\)$/i.test(type);
  return nested ? `cast(entry.value->${index} as ${type})` : `cast(entry.value->>${index} as ${type})`;
}
