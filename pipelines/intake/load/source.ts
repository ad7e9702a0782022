import { type Sql, literal } from "../cells/sql.ts";
import type { TextTable } from "../read/text-table.ts";
import { returnHeaders } from "../returns/furniture.ts";

/** The SQL name of the n-th cell of a record, from 0. */
export function cellColumn(index: number): string {
  return `c${index}`;
}

/** All cells of a record, the overflow last where there is one. */
export function cellColumns(table: TextTable): string[] {
  const columns = Array.from({ length: table.width }, (_, index) => cellColumn(index));
  return table.overflow ? [...columns, "overflow"] : columns;
}

/** All cells of a record in their places, with nothing for what a returned workbook added to the sender's columns. */
export function ownCells(table: TextTable): Sql[] {
  return cellColumns(table).map((cell, index) => (returnHeaders.includes(table.table.headers[index] ?? "") ? "null::varchar" : cell));
}

/** A subquery over the data rows of a table: `source_row` (as a spreadsheet counts) and its cells as text. */
export function sourceSql(table: TextTable): string {
  const columns = cellColumns(table).map((column) => `'${column}': 'VARCHAR'`);
  const read = `read_csv(${literal(table.path)}, auto_detect = false, header = false, strict_mode = true, compression = 'none', skip = ${table.skip},
    delim = ${literal(table.delimiter)}, quote = '"', escape = '"', new_line = ${literal(table.newline)}, columns = {${columns.join(", ")}})`;
  const outside = table.table.columns.flatMap(({ index, stated, joined }) => {
    if (stated) return [`, ${literal(stated.text)} as ${cellColumn(index)}`];
    return joined ? [`, ${cellColumn(joined[0])} || '至' || ${cellColumn(joined[1])} as ${cellColumn(index)}`] : [];
  });
  return `(select *${outside.join("")} from (select (row_number() over () + ${table.skip})::integer as source_row, * from ${read}) where source_row > ${table.table.dataFirst}${table.lastRow === undefined ? "" : ` and source_row <= ${table.lastRow}`})`;
}
