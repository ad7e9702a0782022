import { randomUUID } from "node:crypto";
import { existsSync, linkSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import ExcelJS from "exceljs";
import { makeFolder } from "../../make-folder.ts";
import { conversionOf } from "../cells/units.ts";
import type { Column, Contract } from "../contracts.ts";
import { originHeader, reasonHeader } from "../read/table.ts";
import type { LoadReport } from "./report.ts";
import type { ReturnsJournal } from "./returns-journal.ts";
import { type StagedTables, cellNames } from "./stage.ts";

/** A loaded table with quarantined rows. */
export interface Rejected {
  readonly tables: StagedTables;
  readonly fileId: number;
  readonly isSynthetic: boolean;
}

type Returns = LoadReport["returns"];

const rowsPerSheet = 100_000;
const longestCell = 32_000;
/** A title and what to do stand above the header. */
const headerRow = 3;
const headerFill: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FF1F4E79" } };
const badCell: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFD966" } };

/**
 * Writes one workbook per bureau with the rows that this load quarantined, as they came, ready to be corrected and loaded:
 * one sheet per data set (a further one per unit, and for synthetic rows), bad cells coloured, the reasons at the end.
 * Never writes over a workbook that is there already: somebody may have corrected it.
 *
 * @param at  ISO time of the load; its day in the office's time zone is in the files' names
 * @returns what was written; on an error nothing stays
 */
export async function writeReturns(connection: DuckDBConnection, rejected: readonly Rejected[], folder: string, at: string, journal: ReturnsJournal): Promise<Returns> {
  const bureaus = groupBy(rejected, ({ tables }) => bureauName(tables.source.contract.from));
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(at));
  const written: Returns = [];
  try {
    for (const [bureau, ones] of bureaus) {
      makeFolder(folder);
      const aside = path.join(folder, `.${randomUUID()}.part`);
      journal.begin(aside);
      try {
        const rows = await writeWorkbook(connection, ones, aside, `${bureau} ${day}`, new Date(at));
        written.push({ bureau, file: publish(aside, folder, returnName(bureau, day), journal), rows });
      } finally {
        rmSync(aside, { force: true });
      }
    }
  } catch (error) {
    removeReturns(written);
    throw error;
  }
  return written.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** Takes back what {@link writeReturns} wrote, when its load did not come about. */
export function removeReturns(returns: Returns): void {
  for (const { file } of returns) rmSync(file, { force: true });
}

/** True when a folder, which need not exist yet, is the exports folder or below it. */
export function isInside(folder: string, exports: string): boolean {
  let known = path.resolve(folder);
  const below: string[] = [];
  for (;;) {
    try {
      known = path.join(realpathSync(known), ...below);
      break;
    } catch {
      below.unshift(path.basename(known));
      known = path.dirname(known);
    }
  }
  const relative = path.relative(realpathSync(exports), known);
  return relative === "" || (relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** The bureau of a contract's `from`, in Chinese and without its remarks. */
export function bureauName(from: string): string {
  const plain = from.replace(/\s*\([^)]*\)\s*$/, "");
  return plain === "any bureau" ? "各有关部门" : plain.replaceAll(" and ", "、");
}

/** `退回_<bureau>_<YYYYMMDD>`; nothing in the bureau's name can be a path, a command or a formula. */
export function returnName(bureau: string, day: string): string {
  const safe = Array.from(bureau.normalize("NFC").replace(/[^\p{L}\p{N}、（）]+/gu, "_")).slice(0, 40).join("");
  return `退回_${safe === "" ? "_" : safe}_${day.replaceAll("-", "")}`;
}

/** Gives the whole file its name, or the next free one; a link fails where a file is, which a rename would replace. */
function publish(aside: string, folder: string, name: string, journal: ReturnsJournal): string {
  for (let number = 1; ; number++) {
    const file = path.join(folder, `${name}${number === 1 ? "" : `_${number}`}.xlsx`);
    if (existsSync(file)) continue;
    journal.publish(aside, file);
    try {
      linkSync(aside, file);
      return file;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") continue;
      // a disk that knows no links
      if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
      renameSync(aside, file);
      return file;
    }
  }
}

async function writeWorkbook(connection: DuckDBConnection, rejected: readonly Rejected[], file: string, title: string, created: Date): Promise<number> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false });
  book.created = created;
  book.modified = created;
  const groups = groupBy(rejected, (one) => JSON.stringify([one.tables.source.contract.id, headersOf(one.tables), one.isSynthetic, one.tables.source.table.cumulative && one.fileId]));
  const used = new Map<string, number>();
  let total = 0;
  for (const group of groups.values()) {
    const { tables, isSynthetic } = group[0]!;
    let sheet: ExcelJS.Worksheet | undefined;
    let rows = 0;
    for (const one of group) {
      const names = cellNames(one.tables.source);
      const result = await connection.stream(`select row_values::varchar, faults::varchar, origin from ops.quarantined_row where file_id = ${one.fileId} order by "row"`);
      for await (const chunk of result.yieldRowsJson()) {
        for (const [values, faults, origin] of chunk) {
          if (sheet === undefined || rows % rowsPerSheet === 0) {
            sheet?.commit();
            sheet = openSheet(book, tables, title + (isSynthetic ? "（示例数据）" : "") + (tables.source.table.cumulative ? "（本年累计）" : ""), used);
          }
          addRow(sheet, one.tables, names, JSON.parse(String(values)) as Record<string, string | null>, JSON.parse(String(faults)) as Fault[], String(origin));
          rows++;
        }
      }
    }
    sheet?.commit();
    total += rows;
  }
  await book.commit();
  return total;
}

interface Fault {
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly message: string;
}

/** The contract's headers, each with the unit that the values came in. */
function headersOf(tables: StagedTables): string[] {
  const { contract, table } = tables.source;
  return contract.columns.map((column) => {
    const place = table.columns.find((one) => one.column === column);
    const unit = place?.unit ?? (column.unit !== undefined && isUnit(column, column.unit) ? column.unit : undefined);
    return unit === undefined ? column.zh : `${column.zh}（${unit}）`;
  });
}

function isUnit(column: Column, unit: string): boolean {
  const conversion = conversionOf(column, unit);
  return conversion !== null && conversion !== "unknown";
}

function openSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, tables: StagedTables, title: string, used: Map<string, number>): ExcelJS.Worksheet {
  const { contract } = tables.source;
  const number = (used.get(contract.name) ?? 0) + 1;
  used.set(contract.name, number);
  const sheet = book.addWorksheet(number === 1 ? contract.name : `${contract.name} (${number})`, {
    views: [{ state: "frozen", ySplit: headerRow }],
    pageSetup: { paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `${headerRow}:${headerRow}` },
  });
  const headers = [...headersOf(tables), originHeader, reasonHeader];
  // text cells everywhere: a value that is edited stays text and is never worked out as a formula
  sheet.columns = headers.map((header, index) => ({ width: widthOf(contract.columns[index], header), style: { numFmt: "@", alignment: { vertical: "top", wrapText: header === originHeader || header === reasonHeader } } }));
  const heading = sheet.addRow([`退回的行：${title}`]);
  // a long line here would otherwise be wrapped into its narrow column
  heading.font = { bold: true, size: 14 };
  heading.commit();
  sheet.addRow(["请改正标黄的单元格，改好后把本文件交回，原样入库；不要改动「原文件位置」一列。"]).commit();
  const head = sheet.addRow(headers);
  for (let column = 1; column <= headers.length; column++) {
    const cell = head.getCell(column);
    cell.font = { bold: true, color: { argb: "FFFFFFFF" } };
    cell.fill = headerFill;
  }
  head.commit();
  return sheet;
}

/** In characters of the workbook; a Chinese one takes two. The two long columns are wrapped, so that a sheet fits a page and can be read. */
const wrapped: Readonly<Record<string, number>> = { [originHeader]: 34, [reasonHeader]: 56 };

function widthOf(column: Column | undefined, header: string): number {
  if (column === undefined) return wrapped[header]!;
  return Math.max(column.type === "id" ? 22 : 12, header.length * 2 + 2);
}

function addRow(sheet: ExcelJS.Worksheet, tables: StagedTables, names: readonly string[], values: Readonly<Record<string, string | null>>, faults: readonly Fault[], origin: string): void {
  const { contract, table } = tables.source;
  const bad = new Set(faults.map((fault) => fault.column));
  const cells = contract.columns.map((column) => {
    const place = table.columns.find((one) => one.column === column);
    if (place?.joined) return place.joined.map((index) => values[names[index]!] ?? "").join("至");
    return place ? (place.stated?.text ?? sameDay(values[names[place.index]!] ?? "", column, tables.source.date1904)) : "";
  });
  const surplus = faults.find((fault) => fault.code === "too_many_cells");
  if (surplus) {
    // what stood beyond the header goes to a cell that cannot be read with it: unseen, the row could load shifted
    const last = lastStrict(contract);
    cells[last] = `${cells[last]!} ｜ ${surplus.value}`;
    bad.add(contract.columns[last]!.zh);
  }
  const reason = faults.map((fault) => (fault.column === "" ? fault.message : `「${fault.column}」：${fault.message}`)).join("；");
  const row = sheet.addRow([...cells, origin, reason].map(cellText));
  for (const [index, column] of contract.columns.entries()) {
    if (bad.has(column.zh)) row.getCell(index + 1).fill = badCell;
  }
  // LibreOffice keeps one line's height for rows that name none, and hides the rest
  row.height = 15 * Math.max(linesOf(origin, wrapped[originHeader]!), linesOf(reason, wrapped[reasonHeader]!));
  row.commit();
}

/** How many lines a text takes in a column, at most what a row can be high. */
function linesOf(text: string, width: number): number {
  const characters = Array.from(text, (one) => (one.charCodeAt(0) > 0xff ? 2 : 1)).reduce<number>((sum, one) => sum + one, 0);
  return Math.min(25, Math.ceil(characters / (width - 2)) || 1);
}

function lastStrict(contract: Contract): number {
  return contract.columns.findLastIndex((column) => column.type !== "text");
}

/** A day's number of a workbook that counts from 1904, as it counts in this one, which starts in 1900. */
function sameDay(cell: string, column: Column, date1904: boolean): string {
  return date1904 && (column.type === "date" || column.type === "month") && /^\d{5}$/.test(cell) ? String(Number(cell) + 1462) : cell;
}

/** A string and nothing else; `_x0041_` is a text here, though workbooks mean a character by it. */
function cellText(text: string): string {
  return text.slice(0, longestCell).replace(/_x([0-9A-Fa-f]{4})_/g, "_x005F_x$1_");
}
