import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { Decimal } from "decimal.js";

/** What a cell of a result is in TypeScript. */
export type PlainValue = null | string | number | boolean | Decimal | PlainValue[] | { [column: string]: PlainValue };

export type PlainRow = Record<string, PlainValue>;

/**
 * A DuckDB value as the project uses it: DECIMAL as `Decimal` (never a float), DATE as `2021-06-30`, a time with zone as
 * ISO 8601 in the office's zone, BIGINT as a number, LIST as an array, STRUCT as an object, NULL as null.
 *
 * @throws RangeError for a whole number that a JavaScript number cannot hold
 */
export function plainValue(value: DuckDBValue): PlainValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large for a count`);
    return number;
  }
  if (value instanceof DuckDBDecimalValue) return new Decimal(value.toString());
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampTZValue) return new Date(Number(value.micros / 1000n) + 8 * 3_600_000).toISOString().replace("Z", "+08:00");
  if (value instanceof DuckDBTimestampValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, plainValue(item)]));
  return String(value);
}

/** Runs a query and returns its rows with plain values. */
export async function queryRows(connection: DuckDBConnection, sql: string, parameters: readonly DuckDBValue[] = []): Promise<PlainRow[]> {
  const reader = await connection.runAndReadAll(sql, [...parameters]);
  return reader.getRowObjects().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])));
}
