import type { DuckDBConnection } from "@duckdb/node-api";
import { trimmed } from "../cells/cell-reader.ts";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import { carriedOrigin } from "../returns/came-along.ts";
import { sourceSql } from "./source.ts";
import { rowKey } from "./row-values.ts";
import type { StagedTables } from "./stage.ts";

/**
 * SQL of the text that names one row of one file's content for good: «税收月报.xlsx「2021」第4行（校验码 3fa9c1b2d4e5）».
 * The content's hash tells this month's file from the next of the same name.
 */
export function originText(file: Sql, sheet: Sql, row: Sql, sha256: Sql): Sql {
  const plain = (text: Sql): Sql => `regexp_replace(${text}, '[\\x00-\\x1f\\x7f]', '�', 'g')`;
  return trimmed(`concat(${plain(file)}, case when ${sheet} = '' then '' else '「' || ${plain(sheet)} || '」' end, '第', ${row}, '行（校验码 ', left(${sha256}, 12), '）')`);
}

/**
 * Marks the quarantined rows that a file answers, inside the load's transaction. A row answers the one whose 原文件位置 it
 * carries; a loaded row also answers those of its data set that have its key and came in an earlier file. A row that
 * carries a 原文件位置 and is quarantined again takes the earlier record's place, so that one row is open once.
 *
 * @returns how many quarantined rows it answered
 */
export async function answerQuarantine(connection: DuckDBConnection, tables: StagedTables, fileId: number, at: string): Promise<number> {
  const { contract } = tables.source;
  const open = `dataset = ${literal(contract.id)} and answered_at is null and file_id <> ${fileId}`;
  const mark = `update ops.quarantined_row set answered_by_file_id = ${fileId}, answered_at = ${literal(at)}::timestamptz where ${open}`;
  let answered = 0;
  const origin = carriedOrigin(tables.source);
  if (origin) answered += (await connection.run(`${mark} and origin in (select ${origin} from ${sourceSql(tables.source)})`)).rowsChanged;
  const keys = `select ${rowKey(contract.key.map(identifier))} from ${tables.rows}`;
  answered += (await connection.run(`${mark} and file_id < ${fileId} and row_key is not null and row_key in (${keys})`)).rowsChanged;
  return answered;
}
