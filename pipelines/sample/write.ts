import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import iconv from "iconv-lite";
import * as XLSX from "@e965/xlsx";
import type { Column, Contract } from "../intake/contracts.ts";
import type { SampleFile, SampleSheet } from "./files.ts";
import { mess, type Planted } from "./mess.ts";
import { chanceOf } from "./random.ts";
import type { Cell, Row } from "./row.ts";

/** Above this a workbook is too large for an ordinary office program, and a bureau sends text. */
const mostWorkbookRows = 50_000;

export interface WriteOptions {
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly seed: number;
  readonly mess: number;
}

export interface WrittenFile {
  readonly file: string;
  readonly rows: number;
  readonly planted: readonly Planted[];
}

/** Header of a column as this file writes it, with its own unit where the sheet has one. */
const headerOf = (column: Column, sheet: SampleSheet) => (sheet.unit && column.type === "money" ? `${column.zh}（${sheet.unit}）` : column.zh);

/** 万元 into the sheet's unit, without the noise of binary fractions. */
function inUnit(cell: Cell, column: Column, unit: SampleSheet["unit"]): Cell {
  if (typeof cell !== "number" || column.type !== "money" || !unit) return cell;
  return unit === "元" ? Math.round(cell * 1_000_000) / 100 : Math.round(cell * 100_000_000) / 1_000_000_000_000;
}

/** The sheet's rows in the order of the contract's columns, with what was planted in each. */
function* linesOf(sheet: SampleSheet, contract: Contract, options: WriteOptions, key: string) {
  const chance = chanceOf(options.seed, "mess", key);
  for (const clean of sheet.rows()) {
    const converted: Row = Object.fromEntries(contract.columns.map((column) => [column.zh, inUnit(clean[column.zh] ?? null, column, sheet.unit)]));
    for (const { row, planted } of mess(converted, contract, options.mess, chance)) {
      yield { cells: contract.columns.map((column) => row[column.zh] ?? null), planted };
    }
  }
}

/** Writes one file of a bureau. The same options give the same bytes. */
export function writeFile(file: SampleFile, out: string, options: WriteOptions): WrittenFile {
  const large = file.format === "xlsx" && file.sheets.length === 1 && countUpTo(file.sheets[0]!, mostWorkbookRows + 1) > mostWorkbookRows;
  const format = large ? "utf8" : file.format;
  const name = `${file.name}.${format === "xlsx" ? "xlsx" : "csv"}`;
  const target = path.join(out, name);
  mkdirSync(path.dirname(target), { recursive: true });
  return format === "xlsx" ? writeWorkbook(file, target, name, options) : writeText(file.sheets[0]!, format, target, name, options);
}

function countUpTo(sheet: SampleSheet, most: number): number {
  let count = 0;
  for (const _ of sheet.rows()) {
    count += 1;
    if (count >= most) break;
  }
  return count;
}

function writeText(sheet: SampleSheet, encoding: "utf8" | "gb18030", target: string, name: string, options: WriteOptions): WrittenFile {
  const contract = options.contracts.get(sheet.dataset)!;
  const planted: Planted[] = [];
  const handle = openSync(target, "w");
  let row = 1;
  let buffer = `${contract.columns.map((column) => headerOf(column, sheet)).join(",")}\r\n`;
  const flush = () => {
    writeSync(handle, iconv.encode(buffer, encoding));
    buffer = "";
  };
  try {
    for (const line of linesOf(sheet, contract, options, name)) {
      row += 1;
      buffer += `${line.cells.map(csvCell).join(",")}\r\n`;
      if (line.planted) planted.push({ file: name, sheet: "", row, ...line.planted });
      if (buffer.length > 1_000_000) flush();
    }
    flush();
  } finally {
    closeSync(handle);
  }
  return { file: name, rows: row - 1, planted };
}

function csvCell(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Title above, totals and a note below, as bureaus send them. */
function writeWorkbook(file: SampleFile, target: string, name: string, options: WriteOptions): WrittenFile {
  const book = XLSX.utils.book_new();
  // the time of making would change the bytes
  book.Props = { CreatedDate: new Date("2022-01-05T00:00:00Z"), ModifiedDate: new Date("2022-01-05T00:00:00Z"), Author: "示例数据" };
  const planted: Planted[] = [];
  let rows = 0;
  for (const sheet of file.sheets) {
    const contract = options.contracts.get(sheet.dataset)!;
    const sheetName = file.sheets.length > 1 ? contract.name : "Sheet1";
    const lines: Cell[][] = [[`${contract.name}（示例数据）`], contract.columns.map((column) => headerOf(column, sheet))];
    for (const line of linesOf(sheet, contract, options, `${name}/${sheetName}`)) {
      lines.push(line.cells);
      rows += 1;
      if (line.planted) planted.push({ file: name, sheet: sheetName, row: lines.length, ...line.planted });
    }
    lines.push(["合计", ...contract.columns.slice(1).map((column) => (column.type === "money" ? 0 : null))], ["注：示例数据，与任何真实企业无关。"]);
    const made = XLSX.utils.aoa_to_sheet(lines);
    made["!merges"] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: contract.columns.length - 1 } }];
    XLSX.utils.book_append_sheet(book, made, sheetName);
  }
  writeFileSync(target, XLSX.write(book, { type: "buffer", bookType: "xlsx", compression: true }) as Buffer);
  return { file: name, rows, planted };
}
