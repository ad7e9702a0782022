import type { DuckDBConnection } from "@duckdb/node-api";
import { trimmed } from "../cells/cell-reader.ts";
import type { Sql } from "../cells/sql.ts";
import { asideTables } from "../load/aside-tables.ts";
import { cellColumn, sourceSql } from "../load/source.ts";
import type { TextTable } from "../read/text-table.ts";
import { rowFingerprint } from "./fingerprint.ts";
import { isUntouchedMark, originHeader, untouchedMarkSql } from "./furniture.ts";

function originCell(source: TextTable): Sql | undefined {
  const at = source.table.headers.indexOf(originHeader);
  return at < 0 ? undefined : trimmed(cellColumn(at));
}

/** SQL of the 原文件位置 that a row carries, null for one that came along; undefined for a table without that column. */
export function carriedOrigin(source: TextTable): Sql | undefined {
  const cell = originCell(source);
  return cell && `(case when ${isUntouchedMark(cell)} then null else ${cell} end)`;
}

interface Tables {
  readonly number: number;
  readonly rows: string;
  readonly source: TextTable;
}

/**
 * Takes the rows out of a returned workbook's table that came along with those that were sent back and are as they were:
 * they are on file, or were superseded, and a correction may have come since.
 *
 * @returns how many there were; 0 for a table of any other file
 */
export async function dropUntouched(connection: DuckDBConnection, { number, rows, source }: Tables): Promise<number> {
  const cell = originCell(source);
  if (!cell) return 0;
  const untouched = `select source_row from ${sourceSql(source)} where ${cell} = ${untouchedMarkSql(rowFingerprint(source))}`;
  let dropped = 0;
  for (const from of [`${rows} where`, `${asideTables.bad} where table_no = ${number} and`]) {
    dropped += (await connection.run(`delete from ${from} source_row in (${untouched})`)).rowsChanged;
  }
  return dropped;
}

/** Notes which rows of tables are data, before any of them is superseded: of those that may go back with their clean rows. */
export async function noteDataRows(connection: DuckDBConnection, tables: readonly Tables[]): Promise<void> {
  for (const { number, rows } of tables) await connection.run(`insert into ${asideTables.dataRows} select ${number}, source_row from ${rows}`);
}
