import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, literal } from "../cells/sql.ts";
import { asideTables } from "../load/aside-tables.ts";
import { cellNames } from "../load/stage.ts";
import { isPeriod } from "../read/stated-period.ts";
import type { TextTable } from "../read/text-table.ts";
import { carriedOrigin } from "./came-along.ts";
import { returnHeaders } from "./furniture.ts";

/**
 * Takes out the bad rows of a returned workbook in which nothing was written since they were sent back, and of which the
 * records are all answered: they were corrected otherwise in the meantime, and an old copy of the workbook must not open
 * them again. A row with any other cell, or with a fault in another column, is bad anew.
 *
 * @returns how many there were
 */
export async function dropStale(connection: DuckDBConnection, { number, source }: { readonly number: number; readonly source: TextTable }): Promise<number> {
  if (carriedOrigin(source) === undefined) return 0;
  const names = cellNames(source);
  // a period that was said for the whole table stands in a cell of its own now
  const periods = source.table.columns.flatMap(({ column, index }) => (isPeriod(column.type) ? [names[index]] : []));
  const ours = [...returnHeaders, ...periods].flatMap((name) => (name === undefined ? [] : [literal(name)])).join(", ");
  const faulty = (list: Sql) => `list_transform(${list}, lambda fault: fault."column")`;
  const cells = (row: Sql, without: Sql) => `list_transform(list_filter(map_entries(from_json(${row}, '"MAP(VARCHAR, VARCHAR)"')), lambda cell: cell.key not in (${without}) and coalesce(trim(cell.value), '') <> ''), lambda cell: trim(cell.value))`;
  const recorded = `from_json(record.faults, '[{"column":"VARCHAR"}]')`;
  const stale = `select bad.source_row from ${asideTables.bad} as bad where bad.table_no = ${number}
    and not exists (select 1 from ops.quarantined_row as record where record.origin = bad.origin and record.answered_at is null)
    and exists (select 1 from ops.quarantined_row as record where record.origin = bad.origin and list_has_all(${faulty(recorded)}, ${faulty("bad.faults")})
      and list_has_all(${cells("record.row_values", "''")}, ${cells("bad.row_values", ours)}))`;
  return (await connection.run(`delete from ${asideTables.bad} where table_no = ${number} and source_row in (${stale})`)).rowsChanged;
}
