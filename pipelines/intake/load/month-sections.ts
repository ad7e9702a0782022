import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../cells/sql.ts";
import { FileFault } from "../read/file-fault.ts";
import { isMonthHeader, monthMark } from "../read/month-headers.ts";
import { figuresNamed, monthsAcross, yearsIn } from "../read/months-across.ts";
import { type TextTable, slicesOf } from "../read/text-table.ts";
import { isFurniture, wholeSheet } from "./months.ts";
import { cellColumn, cellColumns, sourceSql } from "./source.ts";

/** A header of months has up to so many rows. */
const headerHeight = 3;

/**
 * The tables of months side by side that stand below each other on a sheet, a year or a figure each: where a further header
 * of months has a title of another year or figure above it, or other years in it, it is of a table by itself.
 *
 * @param months  the tables of the first header, over all rows of the sheet
 * @returns them with the rows that are theirs, then those of each further header; all as it was where what is below cannot be
 *   read by itself, which is refused when it is staged
 */
export async function monthSections(connection: DuckDBConnection, months: readonly TextTable[]): Promise<TextTable[][]> {
  const sections: TextTable[][] = [];
  for (let rest = [...months]; ; ) {
    const found = rest[0]?.table.month ? await sectionBelow(connection, rest) : undefined;
    if (!found) return [...sections, rest];
    sections.push(rest.map((month) => ({ ...month, lastRow: found.lastAbove })));
    rest = found.below;
  }
}

interface Section {
  /** the last row of the table above */
  readonly lastAbove: number;
  readonly below: TextTable[];
}

async function sectionBelow(connection: DuckDBConnection, months: readonly TextTable[]): Promise<Section | undefined> {
  const part = months[0]!;
  const id = part.table.columns.find(({ column }) => column.type === "id");
  if (!id) return undefined;
  const sheet = wholeSheet(part);
  const isKey = `coalesce(regexp_matches(${cellColumn(part.slice!.pick[id.index]!)}, '[0-9A-Za-z]{8}'), false)`;
  const { monthColumns } = part.table.month!;
  const isMonth = monthColumns.map((at) => `regexp_matches(${cellColumn(at)}, ${literal(monthMark)})`).join(" or ");
  const headers = await connection.runAndReadAll(`with source as (select * from ${sourceSql(sheet)})
    select source_row, [${monthColumns.map(cellColumn).join(", ")}], (select coalesce(max(above.source_row), 0) from source as above where ${isKey} and above.source_row < source.source_row)::integer
    from source where not ${isKey} and (${isMonth}) order by source_row limit 100`);
  for (const [row, list, lastKey] of headers.getRows()) {
    if (Number(lastKey) === 0 || !textsOf(list).some(isMonthHeader)) continue;
    const found = await sectionAt(connection, months, { header: Number(row), lastKey: Number(lastKey) });
    if (found) return found;
  }
  return undefined;
}

async function sectionAt(connection: DuckDBConnection, months: readonly TextTable[], { header, lastKey }: { readonly header: number; readonly lastKey: number }): Promise<Section | undefined> {
  const part = months[0]!;
  const sheet = wholeSheet(part);
  const first = lastKey + 1;
  const rows: string[][] = Array.from({ length: header + headerHeight - first }, () => []);
  const read = await connection.runAndReadAll(`select source_row, [${cellColumns(sheet).join(", ")}] from ${sourceSql(sheet)} where source_row between ${first} and ${header + headerHeight - 1}`);
  for (const [row, list] of read.getRows()) {
    const texts = textsOf(list);
    // a header wider than the first: what is beyond was not kept apart
    if (sheet.overflow && texts.pop() !== "" && Number(row) === header) return undefined;
    rows[Number(row) - first] = texts;
  }
  const above = rows.slice(0, header - first);
  const own = above.findLastIndex((row) => isFurniture.test(row.find((cell) => cell.trim() !== "")?.trim() ?? "") && !row.some((cell) => yearsIn(cell).length > 0 && !/[:：]/.test(cell))) + 1;
  const known = new Set(months.map(({ table }) => periodOf(table.columns)));
  const figures = new Set(months.flatMap(({ table }) => (table.month!.figure ? [table.month!.figure] : table.columns.map(({ column }) => column))));
  const titles = above.slice(own).flat().filter((text) => text.trim() !== "");
  const isOther =
    [...titles, ...rows.slice(header - first).flat()].some((text) => yearsIn(text).some((year) => ![...known].some((period) => period.startsWith(year)))) ||
    titles.some((text) => figuresNamed(part.contract, { titles: [text], sheet: "", file: "" }).some((figure) => !figures.has(figure)));
  // printed again on the next page it is the same table's
  if (!isOther) return undefined;
  try {
    const placed = monthsAcross(rows.slice(own), [], part.contract, part.table.called, first - 1 + own);
    if (!placed || placed.some(({ table }) => table.month!.figure === part.table.month!.figure && known.has(periodOf(table.columns)))) return undefined;
    return { lastAbove: first - 1 + own, below: slicesOf({ ...sheet, sheet: sheet.sheet.replace(/（[^（）]*）$/, ""), lastRow: part.lastRow }, placed) };
  } catch (fault) {
    if (fault instanceof FileFault) return undefined;
    throw fault;
  }
}

function textsOf(list: unknown): string[] {
  return (list as { items: readonly (string | null)[] }).items.map((cell) => cell ?? "");
}

function periodOf(columns: TextTable["table"]["columns"]): string {
  return columns.find(({ stated }) => stated !== undefined)!.stated!.text;
}
