import type { DuckDBConnection } from "@duckdb/node-api";
import ExcelJS from "exceljs";
import { asideTables } from "../load/aside-tables.ts";
import { sourceSql } from "../load/source.ts";
import { outsideIndex } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { type BadRow, badRowsOf, mendText, reasonText } from "./bad-row.ts";
import { rowFingerprint } from "./fingerprint.ts";
import { isOurs, originHeader, returnHeaders, untouchedMark } from "./furniture.ts";
import { badFill, furnitureWidths, heightOf, viewAt, writeFurniture, writeFurnitureHeaders } from "./look.ts";
import type { Rejected } from "./rejected.ts";
import { cellText, looksActive, plainValue, textFormat } from "./safe-cell.ts";
import { type SenderSheet, ownLookLimits } from "./sender-look.ts";

/** A sheet as its sender made it, with what is wrong in it. */
export interface OwnSheet {
  readonly look: SenderSheet;
  /** its tables with rows that go back, from the top; none of a sheet that comes along */
  readonly tables: readonly OwnTable[];
  /** the first column of ours, from 1 */
  readonly furniture: number;
}

interface OwnTable {
  readonly rejected: Rejected;
  readonly bad: ReadonlyMap<number, BadRow>;
}

/** Sheets are named after where they stand on: «税收月报（第 9 行起）» is the second table of «税收月报». */
const sectionName = /（第 \d+ 行起）$/;

/**
 * A sender's workbook with its bad rows found in it.
 *
 * @param rejected  the file's tables with rows that go back
 * @returns undefined where a table is not where its cells say, has something beside it, or a row with surplus cells: such a
 *   one is written as a list
 */
export async function ownSheets(connection: DuckDBConnection, looks: readonly SenderSheet[], rejected: readonly Rejected[]): Promise<OwnSheet[] | undefined> {
  const tables = new Map<SenderSheet, OwnTable[]>();
  for (const one of rejected) {
    const { sheet } = one.tables.source;
    const look = looks.find(({ name }) => name === sheet) ?? looks.find(({ name }) => name === sheet.replace(sectionName, ""));
    // what was answered about a file is known again by its header, which is another one with ours
    if (!look || one.tables.source.table.called.answers || !isAt(one.tables.source, look)) return undefined;
    const bad = new Map<number, BadRow>();
    for await (const row of badRowsOf(connection, one.fileId)) {
      if (row.faults.some(({ code }) => code === "too_many_cells")) return undefined;
      bad.set(row.row, row);
    }
    tables.set(look, [...(tables.get(look) ?? []), { rejected: one, bad }]);
  }
  return looks.filter((look) => !isOurs(look.name)).map((look): OwnSheet => {
    const own = tables.get(look) ?? [];
    return { look, tables: own, furniture: own.length === 0 ? 0 : firstFree(own[0]!.rejected.tables.source) };
  });
}

/** Where the columns of ours begin: where they are already, or behind the header. */
function firstFree({ table, width }: TextTable): number {
  const at = table.headers.indexOf(originHeader);
  return (at < 0 ? width : at) + 1;
}

/** True where the table's header stands in the sheet as it was read, with nothing right of it. */
function isAt(source: TextTable, { rows }: SenderSheet): boolean {
  const { table } = source;
  const first = firstFree(source);
  if (first + returnHeaders.length > ownLookLimits.columns || (table.headers.includes(originHeader) && table.headers.slice(first - 1).join() !== returnHeaders.join())) return false;
  const shown = (row: number, column: number) => String(plainValue(rows.getCell(row + 1, column + 1)) ?? "").trim();
  const isHere = table.headerRows.every((cells, at) => table.columns.every(({ index }) => index >= outsideIndex || (cells[index] ?? "").trim() === shown(table.headerFirst + at, index)));
  if (!isHere) return false;
  let beside = false;
  rows.eachRow((row, number) => {
    if (number <= table.headerFirst) return;
    for (let column = first; column <= row.cellCount && column <= first + ownLookLimits.columns; column++) {
      const isHeaders = returnHeaders.length > column - first && table.headers.includes(originHeader);
      if (!isHeaders && plainValue(row.getCell(column)) !== null) beside = true;
    }
  });
  return !beside;
}

/** The first cell to be corrected, counted from 1. */
export function firstBadCell({ tables }: OwnSheet): { row: number; column: number } | undefined {
  const rows = tables.flatMap(({ rejected, bad }) => [...bad.values()].map((one) => ({ one, source: rejected.tables.source })));
  const first = rows.sort((one, other) => one.one.row - other.one.row)[0];
  return first && { row: first.one.row, column: Math.min(...badColumns(first.source, first.one)) };
}

/** The cells of a row that are to be corrected, counted from 1; the first one where the fault has no cell. */
function badColumns({ table }: TextTable, { faults }: BadRow): number[] {
  const columns = faults.flatMap(({ column }) => {
    const place = table.columns.find((one) => one.column.zh === column);
    if (!place || place.stated) return [];
    return [...(place.joined ?? [place.index])];
  });
  return (columns.length === 0 ? [0] : columns).map((index) => index + 1);
}

/** What stands in cells (from 1) whose formula has no result to be trusted: as nothing, or as the number that it had, they would load unseen. */
function lostFormulas({ table }: TextTable, { faults }: BadRow): [number, string][] {
  return faults.flatMap(({ column, code, value }) => {
    const place = table.columns.find((one) => one.column.zh === column);
    return (code === "formula_unsaved" || code === "formula_stale") && place && !place.stated && place.index < outsideIndex ? [[place.index + 1, value] as [number, string]] : [];
  });
}

/** The rows of a table that came along and are on file, or were superseded by others that are, each with its mark. */
async function marksOf(connection: DuckDBConnection, { rejected: { tables, isGathered }, bad }: OwnTable): Promise<Map<number, string>> {
  const data = isGathered ? "" : `where source_row in (select source_row from ${asideTables.dataRows} where table_no = ${tables.number})`;
  const found = await connection.runAndReadAll(`select source_row, ${rowFingerprint(tables.source)} from ${sourceSql(tables.source)} as source ${data}`);
  return new Map(found.getRows().flatMap(([row, fingerprint]) => (bad.has(Number(row)) ? [] : [[Number(row), untouchedMark(String(fingerprint))] as const])));
}

/** Writes a sheet as its sender made it: widths, heights, merged cells and formats stay, formulas are what they show. */
export async function writeOwnSheet(connection: DuckDBConnection, book: ExcelJS.stream.xlsx.WorkbookWriter, name: string, own: OwnSheet, isActive: boolean): Promise<void> {
  const { look, tables, furniture } = own;
  const header = tables[0]?.rejected.tables.source.table;
  const cell = firstBadCell(own);
  const frozen = look.frozen.rows > 0 || look.frozen.columns > 0 ? look.frozen : { rows: header && header.dataFirst <= 20 ? header.dataFirst : 1, columns: 0 };
  const sheet = book.addWorksheet(name, {
    state: look.state,
    views: cell ? [viewAt(cell, frozen, isActive)] : look.frozen.rows > 0 ? [{ state: "frozen", ySplit: look.frozen.rows, xSplit: look.frozen.columns }] : [],
    pageSetup: { paperSize: 9, orientation: cell || look.isLandscape ? "landscape" : "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  for (const [column, { width, hidden }] of look.widths) {
    const target = sheet.getColumn(column);
    if (width !== undefined) target.width = width;
    // a column that is to be corrected must be seen
    if (hidden && !tables.some(({ rejected, bad }) => [...bad.values()].some((row) => badColumns(rejected.tables.source, row).includes(column)))) target.hidden = true;
  }
  if (furniture > 0) for (const [index, width] of furnitureWidths.entries()) sheet.getColumn(furniture + index).width = width;
  const covered = new Set<string>();
  for (const { s, e } of look.merges) {
    if (furniture > 0 && e.c + 1 >= furniture && s.r >= (header?.headerFirst ?? 0)) continue;
    sheet.mergeCells(s.r + 1, s.c + 1, e.r + 1, e.c + 1);
    for (let row = s.r; row <= e.r; row++) for (let column = s.c; column <= e.c; column++) if (row !== s.r || column !== s.c) covered.add(`${row + 1},${column + 1}`);
  }
  const bad = new Map(tables.flatMap(({ rejected, bad: rows }) => [...rows].map(([number, row]) => [number, { row, source: rejected.tables.source }] as const)));
  const marks = new Map<number, string>();
  for (const table of tables) for (const [row, mark] of await marksOf(connection, table)) marks.set(row, mark);
  const headers = new Set(tables.map(({ rejected }) => rejected.tables.source.table.headerFirst + 1));
  const wasOurs = header?.headers.includes(originHeader) ?? false;
  for (let number = 1; number <= look.rows.rowCount; number++) {
    const source = look.rows.findRow(number);
    if (!source && !bad.has(number)) continue;
    const row = sheet.getRow(number);
    if (source?.height) row.height = source.height;
    if (source?.hidden && !bad.has(number)) row.hidden = true;
    const last = Math.min(source?.cellCount ?? 0, furniture > 0 && number > (header?.headerFirst ?? 0) ? furniture - 1 : ownLookLimits.columns);
    for (let column = 1; column <= last; column++) copyCell(source!.getCell(column), row.getCell(column), covered.has(`${number},${column}`), wasOurs);
    const wrong = bad.get(number);
    if (headers.has(number)) writeFurnitureHeaders(row, furniture);
    else if (wrong) {
      for (const column of badColumns(wrong.source, wrong.row)) markBad(row.getCell(column));
      for (const [column, text] of lostFormulas(wrong.source, wrong.row)) {
        const cell = row.getCell(column);
        cell.value = cellText(text);
        cell.style = { ...cell.style, numFmt: textFormat };
      }
      const texts = [wrong.row.origin, reasonText(wrong.row), mendText(wrong.row)];
      writeFurniture(row, furniture, texts);
      row.height = Math.max(source?.height ?? 15, heightOf(texts));
    } else if (furniture > 0 && number > header!.dataFirst) {
      const mark = marks.get(number) ?? (wasOurs ? keptMark(source) : "");
      if (mark !== "") writeFurniture(row, furniture, [mark, "", ""]);
    }
    row.commit();
  }
  sheet.commit();

  function keptMark(source: ExcelJS.Row | undefined): string {
    const text = String((source && plainValue(source.getCell(furniture))) ?? "");
    return text.startsWith(untouchedMark("").slice(0, -1)) ? text : "";
  }
}

function copyCell(from: ExcelJS.Cell, to: ExcelJS.Cell, isCovered: boolean, wasOurs: boolean): void {
  const value = isCovered ? null : plainValue(from);
  const style = { ...from.style };
  // what was to be corrected last time may be right now
  if (wasOurs && isBadFill(style.fill)) delete style.fill;
  if (typeof value === "string" && looksActive(value)) style.numFmt = textFormat;
  to.style = style;
  if (value !== null) to.value = value;
}

function isBadFill(fill: ExcelJS.Fill | undefined): boolean {
  return fill?.type === "pattern" && fill.fgColor?.argb === "FFFFD966";
}

/** Colours a cell; a text or a number that lost its figures can be written again as text. */
function markBad(cell: ExcelJS.Cell): void {
  const isText = typeof cell.value === "string" || (typeof cell.value === "number" && Math.abs(cell.value) >= 1e15);
  cell.style = { ...cell.style, fill: badFill, ...(isText && { numFmt: textFormat }) };
}
