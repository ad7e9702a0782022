import { normal } from "../cells/cell-reader.ts";
import { type Sql, literal } from "../cells/sql.ts";
import type { Column } from "../contracts.ts";
import { isFigure } from "../read/month-headers.ts";
import type { FoundColumn } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { returnHeaders } from "../returns/furniture.ts";

/** The SQL name of the n-th cell of a record, from 0. */
export function cellColumn(index: number): string {
  return `c${index}`;
}

/** The SQL name of where the n-th cell stands, for people, of a record made of several files. */
export function cellPlace(index: number): string {
  return `p${index}`;
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

/**
 * A subquery over the data rows of a table: `source_row` (as a spreadsheet counts) and its cells as text.
 *
 * @param withBlankMonths  of one month of several, also the rows that {@link noFigureOfMonth} leaves out
 */
export function sourceSql(table: TextTable, withBlankMonths = false): string {
  if (table.relation !== undefined) return `(select * from ${table.relation})`;
  const { slice } = table;
  const columns = cellColumns(slice ? { ...table, ...slice } : table).map((column) => `'${column}': 'VARCHAR'`);
  const own = slice ? ["source_row", ...slice.pick.map((place, index) => `${cellColumn(place)} as ${cellColumn(index)}`), ...(table.overflow ? ["overflow"] : [])].join(", ") : "*";
  // DuckDB 1.5 loses rows, or finds one too many, where it is told that lines end in CR LF; it finds that by itself
  const newline = table.newline === "\\n" ? `new_line = ${literal(table.newline)}, ` : "";
  const read = `read_csv(${literal(table.path)}, auto_detect = false, header = false, strict_mode = true, compression = 'none', skip = ${table.skip},
    delim = ${literal(table.delimiter)}, quote = '"', escape = '"', ${newline}columns = {${columns.join(", ")}})`;
  const outside = table.table.columns.flatMap(({ index, stated, joined, upTo }) => {
    if (stated) return [`, ${literal(stated.text)} as ${cellColumn(index)}`];
    if (!joined) return [];
    const text = joined[0] === joined[1] ? cellColumn(joined[0]) : `${cellColumn(joined[0])} || '至' || ${cellColumn(joined[1])}`;
    return [`, ${upTo ? `case ${text} ${[...upTo].map(([span, month]) => `when ${literal(span)} then ${literal(month)}`).join(" ")} else ${text} end` : text} as ${cellColumn(index)}`];
  });
  return `(select *${outside.join("")} from (select ${own} from (select (row_number() over () + ${table.skip})::integer as source_row, * from ${read})) where source_row > ${table.table.dataFirst}${table.lastRow === undefined ? "" : ` and source_row <= ${table.lastRow}`}${table.table.month && !withBlankMonths ? ` and not (${noFigureOfMonth(table)})` : ""})`;
}

/** The condition that a row of one month of several says nothing of it: an enterprise's, its month left blank. A note or total stays. */
export function noFigureOfMonth({ table, contract }: TextTable): Sql {
  const figures = table.columns.filter(({ column }) => isFigure(contract, column)).map(({ index }) => `${normal(cellColumn(index))} is null`);
  const id = table.columns.find(({ column }) => column.type === "id");
  return [...figures, ...(id ? [`regexp_matches(${cellColumn(id.index)}, '[0-9A-Za-z]{8}')`] : [])].join(" and ");
}

/** The columns of the contract that a table has, with where. */
export function placesOf(source: TextTable): Map<Column, FoundColumn> {
  return new Map(source.table.columns.map((one) => [one.column, one]));
}
