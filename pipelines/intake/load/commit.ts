import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../cells/sql.ts";
import { sentence } from "../../messages.ts";
import { fileMessages, warningMessages } from "../messages.ts";
import type { FileFault } from "../read/file-fault.ts";
import { carriedOrigins, originText } from "./answer.ts";
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

/**
 * Moves one staged table into the raw table and the ledger, inside the caller's transaction.
 *
 * @throws Error when rows read = loaded + superseded + quarantined does not hold: then nothing of the load may stay
 */
export async function commitTable(connection: DuckDBConnection, tables: StagedTables, superseded: number, read: number, origin: Origin, fileId: number, clock: LoadClock): Promise<Loaded> {
  const { contract, encoding } = tables.source;
  const names = contract.columns.map((column) => identifier(column.name)).join(", ");
  const at = `${literal(clock.at)}::timestamptz`;
  const [file, sheet, dataset] = [literal(origin.file), literal(origin.sheet), literal(contract.id)];
  const own = originText(file, sheet, "source_row", literal(origin.sha256));
  const carried = carriedOrigins(tables);
  const inserted = await connection.run(`insert into raw.${identifier(contract.id)} (${names}, file_id, source_sheet, source_row, known_at)
    select ${names}, ${fileId}, ${sheet}, source_row, ${at} from ${tables.rows}`);
  const quarantined = await connection.run(`insert into ops.quarantined_row
    select ${file}, ${sheet}, source_row, faults[1]."column", faults[1].value, faults[1].code, faults[1].message, to_json(faults), row_values, ${dataset}, ${fileId}, ${at},
      row_key, ${carried ? `coalesce(nullif(origin, ''), ${own})` : own}, null, null
    from ${tables.bad} ${carried ? `left join ${carried} using (source_row)` : ""} order by source_row`);
  await connection.run(`insert into ops.warning
    select ${file}, ${sheet}, source_row, "column", value, code, ${sentenceSql(warningMessages, "code", "value", "expected")}, ${dataset}, ${fileId}, expected
    from ${tables.warnings} where source_row in (select source_row from ${tables.rows}) order by source_row`);
  await connection.run(`insert into ops.name_match
    select ${file}, ${sheet}, source_row, ${dataset}, name, enterprise_id, enterprise_name, ${fileId}
    from ${tables.matches} where source_row in (select source_row from ${tables.rows}) order by source_row`);
  const loaded: Loaded = { file_id: fileId, rows_read: read, rows_loaded: inserted.rowsChanged, rows_superseded: superseded, rows_quarantined: quarantined.rowsChanged };
  if (loaded.rows_read !== loaded.rows_loaded + loaded.rows_superseded + loaded.rows_quarantined) {
    throw new Error(`ledger of ${origin.file} ${origin.sheet}: ${JSON.stringify(loaded)} does not add up`);
  }
  await connection.run(`insert into ops.import_file values (${fileId}, ${file}, ${sheet}, ${literal(origin.sha256)}, ${dataset},
    ${loaded.rows_read}, ${loaded.rows_loaded}, ${loaded.rows_superseded}, ${loaded.rows_quarantined}, ${at}, ${clock.load_id}, ${literal(encoding)}, ${origin.is_synthetic})`);
  return loaded;
}

/** Records a file or sheet that could not be read, once for the same content under the same name. */
export async function recordRejected(connection: DuckDBConnection, file: string, sheet: string, sha256: string | null, fault: FileFault, clock: LoadClock): Promise<void> {
  const hash = sha256 === null ? "null" : literal(sha256);
  await connection.run(`insert into ops.rejected_file
    select ${literal(file)}, ${literal(sheet)}, ${hash}, ${literal(fault.code)}, ${literal(sentence(fileMessages[fault.code], "zh", fault.params))}, ${literal(clock.at)}::timestamptz
    where not exists (select 1 from ops.rejected_file where file = ${literal(file)} and sheet = ${literal(sheet)} and code = ${literal(fault.code)} and sha256 is not distinct from ${hash})`);
}
