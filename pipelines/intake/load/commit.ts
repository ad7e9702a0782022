import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../cells/sql.ts";
import { sentence } from "../../messages.ts";
import type { Contract } from "../contracts.ts";
import { fileMessages } from "../file-messages.ts";
import { warningMessages } from "../messages.ts";
import type { FileFault } from "../read/file-fault.ts";
import { originText } from "./answer.ts";
import { asideTables, gatheredTable, insertRows } from "./aside-tables.ts";
import { sentenceSql } from "./sentence-sql.ts";
import type { StagedTables } from "./stage.ts";

/** What the ledger says of one loaded table. */
export interface Loaded {
  readonly file_id: number;
  readonly rows_read: number;
  readonly rows_loaded: number;
  readonly rows_superseded: number;
  readonly rows_quarantined: number;
}

export interface LoadClock {
  readonly load_id: number;
  /** ISO time that the load's rows become known at */
  readonly at: string;
}

export interface Origin {
  readonly file: string;
  readonly sheet: string;
  readonly sha256: string;
  readonly is_synthetic: boolean;
}

/** A staged table on its way into the raw tables and the ledger. */
export interface Coming extends Origin {
  readonly tables: StagedTables;
  readonly isGathered: boolean;
  readonly fileId: number;
  readonly superseded: number;
  readonly read: number;
}

/**
 * Moves the staged tables into the raw tables and the ledger, inside the caller's transaction.
 *
 * @returns what the ledger says of each, in their order
 * @throws Error when rows read = loaded + superseded + quarantined does not hold: then nothing of the load may stay
 */
export async function commitTables(connection: DuckDBConnection, coming: readonly Coming[], clock: LoadClock): Promise<Loaded[]> {
  const at = `${literal(clock.at)}::timestamptz`;
  const files = coming.map(({ tables, fileId, file, sheet, sha256 }) => ({ table_no: tables.number, file_id: fileId, file, sheet, sha256, dataset: tables.source.contract.id }));
  // a temporary one: a transaction writes to one database, and to that
  await connection.run("create or replace temp table coming (table_no integer, file_id integer, file varchar, sheet varchar, sha256 varchar, dataset varchar)");
  for (const statement of insertRows("coming", files)) await connection.run(statement);
  const bad = await connection.runAndReadAll(`select table_no, count(*) from ${asideTables.bad} group by table_no`);
  const quarantined = new Map(bad.getRows().map(([number, rows]) => [Number(number), Number(rows)]));
  const insertSql = (contract: Contract, fileId: string, sheet: string, from: string) => {
    const names = contract.columns.map((column) => identifier(column.name)).join(", ");
    return `insert into raw.${identifier(contract.id)} (${names}, file_id, source_sheet, source_row, known_at) select ${names}, ${fileId}, ${sheet}, source_row, ${at} from ${from}`;
  };
  const gathered = new Map<number, number>();
  for (const contract of new Set(coming.flatMap((one) => (one.isGathered ? one.tables.source.contract : [])))) {
    const from = `${gatheredTable(contract)} inner join coming using (table_no)`;
    const counts = (await connection.runAndReadAll(`select table_no, count(*) from ${from} group by table_no`)).getRows().map((row) => row.map(Number) as [number, number]);
    for (const [number, rows] of counts) gathered.set(number, rows);
    const { rowsChanged } = await connection.run(insertSql(contract, "file_id", "sheet", `${from} order by file_id, source_row`));
    if (rowsChanged !== counts.reduce((sum, [, rows]) => sum + rows, 0)) throw new Error(`${contract.id}: ${rowsChanged} rows do not add up`);
  }
  const ledger: Loaded[] = [];
  for (const { tables, isGathered, fileId, file, sheet, superseded, read } of coming) {
    const inserted = isGathered ? (gathered.get(tables.number) ?? 0) : (await connection.run(insertSql(tables.source.contract, String(fileId), literal(sheet), tables.rows))).rowsChanged;
    const loaded: Loaded = { file_id: fileId, rows_read: read, rows_loaded: inserted, rows_superseded: superseded, rows_quarantined: quarantined.get(tables.number) ?? 0 };
    if (loaded.rows_read !== loaded.rows_loaded + loaded.rows_superseded + loaded.rows_quarantined) {
      throw new Error(`ledger of ${file} ${sheet}: ${JSON.stringify(loaded)} does not add up`);
    }
    ledger.push(loaded);
  }
  await connection.run(`insert into ops.quarantined_row
    select file, sheet, source_row, faults[1]."column", faults[1].value, faults[1].code, faults[1].message, to_json(faults), row_values, dataset, file_id, ${at},
      row_key, coalesce(nullif(origin, ''), ${originText("file", "sheet", "source_row", "sha256")}), null, null
    from ${asideTables.bad} inner join coming using (table_no) order by file_id, source_row`);
  await connection.run(`insert into ops.warning
    select file, sheet, source_row, "column", value, code, ${sentenceSql(warningMessages, "code", "value", "expected")}, dataset, file_id, expected
    from ${asideTables.warnings} inner join coming using (table_no) order by file_id, source_row`);
  await connection.run(`insert into ops.name_match
    select file, sheet, source_row, dataset, name, enterprise_id, enterprise_name, file_id
    from ${asideTables.matches} inner join coming using (table_no) order by file_id, source_row`);
  await connection.run(`insert into ops.joined_figure
    select file, sheet, source_row, "column", place, dataset, file_id from ${asideTables.joined} inner join coming using (table_no) order by file_id, source_row`);
  const entries = coming.map(({ tables, file, sheet, sha256, is_synthetic }, index) => ({
    ...ledger[index]!, file, sheet, sha256, dataset: tables.source.contract.id, loaded_at: clock.at, load_id: clock.load_id, encoding: tables.source.encoding, is_synthetic,
  }));
  for (const statement of insertRows("ops.import_file", entries)) await connection.run(statement);
  return ledger;
}

/** Records a file or sheet that could not be read, once for the same content under the same name. */
export async function recordRejected(connection: DuckDBConnection, file: string, sheet: string, sha256: string | null, fault: FileFault, clock: LoadClock): Promise<void> {
  const hash = sha256 === null ? "null" : literal(sha256);
  await connection.run(`insert into ops.rejected_file
    select ${literal(file)}, ${literal(sheet)}, ${hash}, ${literal(fault.code)}, ${literal(sentence(fileMessages[fault.code], "zh", fault.params))}, ${literal(clock.at)}::timestamptz
    where not exists (select 1 from ops.rejected_file where file = ${literal(file)} and sheet = ${literal(sheet)} and code = ${literal(fault.code)} and sha256 is not distinct from ${hash})`);
}
