import type { DuckDBConnection } from "@duckdb/node-api";
import ExcelJS from "exceljs";
import { conversionOf } from "../cells/units.ts";
import type { Column, Contract } from "../contracts.ts";
import { cellNames } from "../load/row-values.ts";
import { FileFault } from "../read/file-fault.ts";
import { type Table, findTable, outsideIndex } from "../read/table.ts";
import type { TextTable } from "../read/text-table.ts";
import { type BadRow, badRowsOf, mendText, reasonText } from "./bad-row.ts";
import { returnHeaders } from "./furniture.ts";
import { badFill, furnitureWidths, headerCell, heightOf, thinBorder, viewAt, writeFurniture, writeFurnitureHeaders } from "./look.ts";
import type { Rejected } from "./rejected.ts";
import { cellText, textFormat } from "./safe-cell.ts";

export const rowsPerSheet = 100_000;
const mostTitles = 10;
/** What a title must say of the rows below it. */
const marks = { synthetic: "示例数据", sums: "本年累计" };

/** A column of a list: one of the data set, or one that only the sender has. */
interface ListColumn {
  readonly header: string;
  readonly column: Column | undefined;
  /** place in the sender's row, from 0; undefined for what no cell of it holds */
  readonly index: number | undefined;
}

/** Bad rows alone, for a sender's file that cannot be written back: under his titles, in his columns' order. */
export interface List {
  readonly contract: Contract;
  readonly titles: readonly string[];
  readonly columns: readonly ListColumn[];
  readonly rejected: readonly Rejected[];
}

/**
 * The lists of what goes back to a bureau: tables with the same titles and columns are one.
 *
 * @param isPlain  without the senders' titles and in the data set's order: of many files few lists come
 */
export function listsOf(rejected: readonly Rejected[], isPlain: boolean): List[] {
  const lists = new Map<string, List & { rejected: Rejected[] }>();
  for (const one of rejected) {
    const { contract } = one.tables.source;
    const { titles, columns } = isPlain ? plainForm(one) : (senderForm(one) ?? plainForm(one));
    const key = JSON.stringify([contract.id, titles, columns.map(({ header }) => header), one.isSynthetic, one.tables.source.table.cumulative && one.fileId]);
    const list = lists.get(key);
    if (list) list.rejected.push(one);
    else lists.set(key, { contract, titles, columns, rejected: [one] });
  }
  return [...lists.values()];
}

type Form = Pick<List, "titles" | "columns">;

function plainForm({ tables: { source }, isSynthetic }: Rejected): Form {
  const said = (isSynthetic ? `（${marks.synthetic}）` : "") + (source.table.cumulative ? `（${marks.sums}）` : "");
  // a column headed 本年累计 would say of the others that they are the month's own
  const listed = source.contract.columns.filter(({ year_to_date_of }) => !source.table.cumulative || year_to_date_of === undefined);
  return { titles: said === "" ? [] : [`${source.contract.name}${said}`], columns: listed.map((column) => ({ header: plainHeader(column, source.table), column, index: placeOf(column, source.table)?.index })) };
}

/** The sender's titles and headers in his order; undefined where they would be read as something else by themselves. */
function senderForm({ tables: { source }, isSynthetic }: Rejected): Form | undefined {
  const { contract, table } = source;
  // that figures are sums may have been said anywhere
  if (table.cumulative) return undefined;
  const known = new Map(table.columns.flatMap((place) => (place.index < outsideIndex ? [[place.index, place] as const] : [])));
  const joined = new Set(table.columns.flatMap((place) => place.joined ?? []));
  const columns: ListColumn[] = table.columns.filter(({ index }) => index >= outsideIndex).map(({ column }) => ({ header: plainHeader(column, table), column, index: undefined }));
  for (const [index, header] of table.headers.entries()) {
    if (header === "" || joined.has(index) || returnHeaders.includes(header)) continue;
    const place = known.get(index);
    columns.push({ header: place ? (saysItsUnit(place) && table.headerRows.length === 1 ? place.header : plainHeader(place.column, table)) : header, column: place?.column, index });
  }
  const titles = table.titles.slice(0, mostTitles);
  if (isSynthetic && !titles.some((text) => text.includes(marks.synthetic))) titles.unshift(`${contract.name}（${marks.synthetic}）`);
  return readsSame([...titles.map((text) => [text]), columns.map(({ header }) => header)], columns, contract, table) ? { titles, columns } : undefined;
}

function placeOf(column: Column, table: Table) {
  return table.columns.find((place) => place.column === column);
}

function isMeasured({ type, unit }: Column): boolean {
  return type === "money" || type === "mu" || type === "percent" || (type === "number" && unit !== undefined);
}

function saysItsUnit({ column, remarks }: Table["columns"][number]): boolean {
  return !isMeasured(column) || remarks.some((remark) => isUnit(column, remark));
}

/** The contract's header with the unit that the values came in. */
function plainHeader(column: Column, table: Table): string {
  const unit = placeOf(column, table)?.unit ?? (column.unit !== undefined && isUnit(column, column.unit) ? column.unit : undefined);
  return unit === undefined ? column.zh : `${column.zh}（${unit}）`;
}

function isUnit(column: Column, unit: string): boolean {
  const conversion = conversionOf(column, unit);
  return conversion !== null && conversion !== "unknown";
}

/** True where titles and headers by themselves tell each column and unit as they were told in the sender's file. */
function readsSame(rows: readonly (readonly string[])[], columns: readonly ListColumn[], contract: Contract, table: Table): boolean {
  try {
    const read = findTable(rows, [], contract);
    const times = (conversion: unknown) => JSON.stringify(conversion ?? { times: "1" });
    return (
      read.headerFirst === rows.length - 1 &&
      read.cumulative === undefined &&
      columns.every(({ column }, index) => column === read.columns.find((one) => one.index === index)?.column) &&
      read.columns.every((one) => times(one.conversion) === times(placeOf(one.column, table)?.conversion ?? conversionOf(one.column, one.unit ?? "")))
    );
  } catch (fault) {
    if (fault instanceof FileFault) return false;
    throw fault;
  }
}

/** Writes a list, in several sheets where it is long. @param names  of the sheets, one for every {@link rowsPerSheet} rows */
export async function writeList(connection: DuckDBConnection, book: ExcelJS.stream.xlsx.WorkbookWriter, names: readonly string[], list: List, isActive: boolean): Promise<void> {
  let sheet: ExcelJS.Worksheet | undefined;
  let rows = 0;
  for (const { tables, fileId } of list.rejected) {
    const cellKeys = cellNames(tables.source);
    for await (const bad of badRowsOf(connection, fileId)) {
      const cells = list.columns.map((column) => cellOf(column, bad, tables.source, cellKeys));
      const wrong = new Set(bad.faults.flatMap(({ column }) => list.columns.findIndex((one) => one.column?.zh === column)).filter((index) => index >= 0));
      const surplus = bad.faults.find(({ code }) => code === "too_many_cells");
      if (surplus) {
        // what stood beyond the header goes to a cell that cannot be read with it: unseen, the row could load shifted
        const last = list.columns.findLastIndex(({ column }) => column !== undefined && column.type !== "text");
        cells[last] = `${cells[last]!} ｜ ${surplus.value}`;
        wrong.add(last);
      }
      if (sheet === undefined || rows % rowsPerSheet === 0) {
        sheet?.commit();
        sheet = openSheet(book, names[Math.floor(rows / rowsPerSheet)]!, list, Math.min(list.columns.length - 1, ...wrong), isActive && rows === 0);
      }
      addRow(sheet, cells, wrong, bad);
      rows++;
    }
  }
  sheet?.commit();
}

function openSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, name: string, { titles, columns }: List, firstWrong: number, isActive: boolean): ExcelJS.Worksheet {
  const headerRow = titles.length + 1;
  const sheet = book.addWorksheet(name, {
    views: [viewAt({ row: headerRow + 1, column: firstWrong + 1 }, { rows: headerRow, columns: 0 }, isActive)],
    pageSetup: { paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `${headerRow}:${headerRow}` },
  });
  // text cells everywhere: a value that is edited stays text and is never worked out as a formula
  sheet.columns = [...columns.map(({ column, header }) => ({ width: widthOf(column, header), style: { numFmt: textFormat, alignment: { vertical: "top" as const } } })), ...furnitureWidths.map((width) => ({ width, style: { numFmt: textFormat, alignment: { vertical: "top" as const, wrapText: true } } }))];
  for (const [index, text] of titles.entries()) {
    const row = sheet.addRow([cellText(text)]);
    // a long line here would otherwise be wrapped into its narrow column
    row.getCell(1).style = { numFmt: textFormat, font: index === 0 ? { bold: true, size: 14 } : {} };
    row.commit();
  }
  const head = sheet.addRow([]);
  for (const [index, { header }] of columns.entries()) headerCell(head.getCell(index + 1), header);
  writeFurnitureHeaders(head, columns.length + 1);
  head.commit();
  return sheet;
}

function widthOf(column: Column | undefined, header: string): number {
  return Math.min(40, Math.max(column?.type === "id" ? 22 : 12, header.length * 2 + 2));
}

function cellOf({ column, index }: ListColumn, { values }: BadRow, source: TextTable, names: readonly string[]): string {
  const place = column && placeOf(column, source.table);
  if (place?.joined) return place.joined.map((at) => values[names[at]!] ?? "").join("至");
  if (place?.stated) return place.stated.text;
  // files of one list may have their columns in another order
  const at = place?.index ?? index;
  const cell = at === undefined ? "" : (values[names[at]!] ?? "");
  return column ? sameDay(cell, column, source.date1904) : cell;
}

function addRow(sheet: ExcelJS.Worksheet, cells: readonly string[], wrong: ReadonlySet<number>, bad: BadRow): void {
  const row = sheet.addRow(cells.map((text) => (text === "" ? null : cellText(text))));
  for (let index = 0; index < cells.length; index++) {
    const cell = row.getCell(index + 1);
    cell.style = { ...cell.style, border: thinBorder, ...(wrong.has(index) && { fill: badFill }) };
  }
  const texts = [bad.origin, reasonText(bad), mendText(bad)];
  writeFurniture(row, cells.length + 1, texts);
  row.height = heightOf(texts);
  row.commit();
}

/** A day's number of a workbook that counts from 1904, as it counts in this one, which starts in 1900. */
function sameDay(cell: string, column: Column, date1904: boolean): string {
  return date1904 && (column.type === "date" || column.type === "month") && /^\d{5}$/.test(cell) ? String(Number(cell) + 1462) : cell;
}
