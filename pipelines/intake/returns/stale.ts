import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, literal } from "../cells/sql.ts";
import { asideTables } from "../load/aside-tables.ts";
import { sourceSql } from "../load/source.ts";
import { cellNames, rowValues } from "../load/row-values.ts";
import { isPeriod } from "../read/stated-period.ts";
import type { TextTable } from "../read/text-table.ts";
import { carriedOrigin } from "./came-along.ts";
import { returnHeaders } from "./furniture.ts";

interface Returned {
  readonly number: number;
  readonly rows: string;
  readonly source: TextTable;
}

/**
 * Takes out the bad rows of a returned workbook in which nothing was written since they were sent back, and of which the
 * records are all answered: they were corrected otherwise in the meantime, and an old copy of the workbook must not open
 * them again. A row with any other cell, or with a fault in another column, is bad anew.
 *
 * @returns how many there were
 */
export async function dropStale(connection: DuckDBConnection, { number, source }: Returned): Promise<number> {
  if (carriedOrigin(source) === undefined) return 0;
  const faulty = (list: Sql) => `list_transform(${list}, lambda fault: fault."column")`;
  const recorded = `from_json(record.faults, '[{"column":"VARCHAR"}]')`;
  const stale = `select bad.source_row from ${asideTables.bad} as bad where bad.table_no = ${number} and ${isAnswered("bad.origin")}
    and exists (select 1 from ops.quarantined_row as record where record.origin = bad.origin and list_has_all(${faulty(recorded)}, ${faulty("bad.faults")})
      and list_has_all(${cellsOf("record.row_values", "''")}, ${cellsOf("bad.row_values", ours(source))}))`;
  return (await connection.run(`delete from ${asideTables.bad} where table_no = ${number} and source_row in (${stale})`)).rowsChanged;
}

/**
 * Takes out the rows of a returned workbook that can be read now though every cell is as it was sent back, where their records
 * are all answered: the directory came to know a name, or this program a form. What nobody wrote is no correction of what was
 * corrected since.
 *
 * @returns how many there were
 */
export async function dropUnedited(connection: DuckDBConnection, { rows, source }: Returned): Promise<number> {
  const origin = carriedOrigin(source);
  if (origin === undefined) return 0;
  const [sent, back, whole] = [cellsOf("record.row_values", "''"), cellsOf("returned.row_values", ours(source)), cellsOf("returned.row_values", "''")];
  const unedited = `select returned.source_row from (select source_row, ${origin} as origin, ${rowValues(source)} as row_values from ${sourceSql(source)}) as returned where ${isAnswered("returned.origin")}
    and exists (select 1 from ops.quarantined_row as record where record.origin = returned.origin and list_has_all(${sent}, ${back}) and list_has_all(${whole}, ${sent}))`;
  return (await connection.run(`delete from ${rows} where source_row in (${unedited})`)).rowsChanged;
}

function isAnswered(origin: Sql): Sql {
  return `not exists (select 1 from ops.quarantined_row as record where record.origin = ${origin} and record.answered_at is null)`;
}

/** What is in a row's cells, but for those under these headers. */
function cellsOf(row: Sql, without: Sql): Sql {
  return `list_transform(list_filter(map_entries(from_json(${row}, '"MAP(VARCHAR, VARCHAR)"')), lambda cell: cell.key not in (${without}) and coalesce(trim(cell.value), '') <> ''), lambda cell: trim(cell.value))`;
}

/** Headers that the sender's row did not have: those of the returned workbook, and a period that was said for the whole table and stands in a cell of its own now. */
function ours(source: TextTable): Sql {
  const names = cellNames(source);
  const periods = source.table.columns.flatMap(({ column, index }) => (isPeriod(column.type) ? [names[index]] : []));
  return [...returnHeaders, ...periods].flatMap((name) => (name === undefined ? [] : [literal(name)])).join(", ");
}
