import type { DuckDBConnection } from "@duckdb/node-api";
import { FileFault } from "../read/file-fault.ts";
import type { TextTable } from "../read/text-table.ts";
import { asideTables, gatheredTable } from "./aside-tables.ts";
import { cellColumns, sourceSql } from "./source.ts";

/** With a few rows that cannot be read, and more than this share of all, a table is none of its data set; with `most` nobody could correct them by hand. */
export const badRows = { few: 1_000, share: 0.5, most: 20_000 };
/** Of a table with so many rows that are not plain, some are tried before all are read. */
export const triedFrom = 20_000;
export const tried = 2_000;
/** So many reasons are listed of a table that is refused for its rows. */
const listed = 100;

/** A reason for which a row could not be read. */
export interface BadRow {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly expected: string;
}

/** A table refused because most of its rows cannot be read: it is not of the data set that it is called after. */
export class MostlyBad extends FileFault {
  constructor(
    params: { readonly bad: number; readonly rows: number; readonly name: string },
    readonly reasons: readonly BadRow[],
  ) {
    super("mostly_bad", { ...params, share: `${badRows.share * 100}%`, most: badRows.most });
  }
}

/**
 * Refuses a table of which most rows were bad.
 *
 * @param read  its data rows, or those that were tried
 * @throws MostlyBad with the first reasons
 */
export async function refuseMostlyBad(connection: DuckDBConnection, source: TextTable, number: number, read: number): Promise<void> {
  const counted = await connection.runAndReadAll(`select count(*)::integer from ${asideTables.bad} where table_no = ${number}`);
  const bad = Number(counted.getRows()[0]![0]);
  if (bad < badRows.few || (bad <= badRows.share * read && bad <= badRows.most)) return;
  const first = await connection.runAndReadAll(`select source_row, fault."column", fault.value, fault.code, fault.expected from (
      select source_row, unnest(faults) as fault from (select * from ${asideTables.bad} where table_no = ${number} order by source_row limit ${listed})) limit ${listed}`);
  const reasons = first.getRows().map(([row, column, value, code, expected]): BadRow => ({ row: Number(row), column: String(column ?? ""), value: String(value ?? ""), code: String(code), expected: String(expected ?? "") }));
  throw new MostlyBad({ bad, rows: read, name: source.contract.name }, reasons);
}

/** Drops the rows of a table that have nothing in any cell, which are by the million in some files. @returns how many there were */
export async function dropBlankRows(connection: DuckDBConnection, source: TextTable, rows: string): Promise<number> {
  const blank = `select source_row from ${sourceSql(source)} where concat(${cellColumns(source).join(", ")}) = ''`;
  const counted = await connection.runAndReadAll(`select count(*)::integer from (${blank})`);
  const count = Number(counted.getRows()[0]![0]);
  if (count > 0) await connection.run(`delete from ${rows} where source_row in (${blank})`);
  return count;
}

/** Drops all that was set aside of tables that were refused or read again. */
export async function forgetTables(connection: DuckDBConnection, source: TextTable, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  for (const table of [asideTables.bad, asideTables.warnings, asideTables.matches, asideTables.joined, gatheredTable(source.contract)]) {
    await connection.run(`delete from ${table} where table_no in (${numbers.join(", ")})`);
  }
  for (const number of numbers) for (const kind of ["rows", "odd", "norm", "read", "judged", "codes", "joined"]) await connection.run(`drop table if exists aside.main.${kind}_${number}`);
}
