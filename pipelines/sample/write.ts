import { closeSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import iconv from "iconv-lite";
import XLSX, { type CellObject, type WorkBook } from "@e965/xlsx";
import type { Column, Contract } from "../intake/contracts.ts";
import { makeFolder } from "../make-folder.ts";
import { type BookForm, bookForm } from "./book-forms.ts";
import type { SampleFile, SampleSheet } from "./files.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Planted } from "./mess.ts";
import { chanceOf } from "./random.ts";
import type { Cell } from "./row.ts";
import { widePage } from "./wide.ts";

/** Above this a workbook is too large for an ordinary office program, and a bureau sends text. */
const mostWorkbookRows = 50_000;

/** How a sample's files end, messy ones included. */
export const sampleEndings = ["xlsx", "xls", "et", "xlsb", "ods", "xml", "csv", "txt"] as const;

/** What is the same for all files of a sample. */
export interface WriteOptions {
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly seed: number;
  readonly mess: number;
}

/** One table of a written file, by its sheet, as `load` must report it when nothing is on file yet. */
export interface WrittenSheet {
  readonly file: string;
  readonly sheet: string;
  readonly dataset: string;
  /** lines of data: loaded, superseded and quarantined together */
  readonly rows: number;
  /** the disorder of the page, in words */
  readonly oddities: readonly string[];
  readonly planted: readonly Planted[];
}

/**
 * Writes one file of a bureau. The same options give the same bytes.
 *
 * @param name  the file below `out`, without its ending
 */
export function writeFile(file: SampleFile, out: string, options: WriteOptions): WrittenSheet[] {
  const large = file.format === "xlsx" && file.sheets.length === 1 && hasMoreThan(file.sheets[0]!, mostWorkbookRows);
  const format = large ? "utf8" : file.format;
  const form = bookForm(chanceOf(options.seed, file.name, "form"), options.mess, file.sheets.length);
  const isTxt = format !== "xlsx" && chanceOf(options.seed, file.name, "txt").chance(options.mess / 2);
  const ending = format === "xlsx" ? form.ending : isTxt ? "txt" : "csv";
  const name = `${file.name}.${ending}`;
  const target = path.join(out, name);
  makeFolder(path.dirname(target));
  // of an earlier, smaller or larger sample
  for (const other of sampleEndings) if (other !== ending) rmSync(path.join(out, `${file.name}.${other}`), { force: true });
  if (format === "xlsx") return writeWorkbook(file, target, name, form, options);
  const sheet = new SheetWriter(file.sheets[0]!, name, "", format, options);
  writeText(sheet, format, target);
  return sheet.written().map((written) => (isTxt ? { ...written, oddities: [...written.oddities, "以txt存放"] } : written));
}

function hasMoreThan(sheet: SampleSheet, most: number): boolean {
  let count = 0;
  for (const _ of sheet.rows()) if (++count > most) return true;
  return false;
}

/** Counts lines as they are written, and notes where what was planted came to stand. */
class SheetWriter {
  readonly layout: Layout;
  readonly contract: Contract;
  /** of each table of the sheet: mostly one */
  private tables: { sheet: string; rows: number; planted: Planted[] }[];

  constructor(
    private readonly sheet: SampleSheet,
    private readonly file: string,
    readonly name: string,
    format: SampleFile["format"],
    private readonly options: WriteOptions,
  ) {
    this.contract = options.contracts.get(sheet.dataset)!;
    this.layout = layoutOf(sheet, this.contract, format, options.mess, this.key);
    this.tables = [{ sheet: name, rows: 0, planted: [] }];
  }

  private get key(): (string | number)[] {
    return [this.options.seed, this.file, this.name];
  }

  *lines(): Generator<Line> {
    if (this.layout.wide) {
      const { lines, tables } = widePage(this.sheet, this.contract, this.layout.wide);
      this.tables = tables.map(({ place, rows }) => ({ sheet: `${this.name}${place}`, rows, planted: [] }));
      for (const cells of lines) yield { cells, isData: false, planted: null };
      return;
    }
    let row = 0;
    for (const line of linesOf(this.sheet, this.contract, this.layout, this.options.mess, this.key)) {
      row += 1;
      if (line.isNextHeader) this.tables.push({ sheet: `${this.name}（第 ${row} 行起）`, rows: 0, planted: [] });
      const table = this.tables.at(-1)!;
      if (line.isData) table.rows += 1;
      if (line.planted) table.planted.push({ file: this.file, sheet: table.sheet, row, ...line.planted });
      yield line;
    }
  }

  written(): WrittenSheet[] {
    return this.tables.map((table) => ({ file: this.file, dataset: this.contract.id, oddities: this.layout.oddities, ...table }));
  }
}

function writeText(sheet: SheetWriter, encoding: "utf8" | "gb18030", target: string): void {
  const { delimiter, hasByteOrderMark, isUtf16, isBigEndian } = sheet.layout;
  const handle = openSync(target, "w");
  let buffer = hasByteOrderMark || isUtf16 ? "\ufeff" : "";
  const flush = () => {
    writeSync(handle, iconv.encode(buffer, isUtf16 ? (isBigEndian ? "utf-16be" : "utf-16le") : encoding, { addBOM: false }));
    buffer = "";
  };
  try {
    for (const { cells } of sheet.lines()) {
      buffer += `${cells.map((cell) => textCell(cell, delimiter)).join(delimiter)}\r\n`;
      if (buffer.length > 1_000_000) flush();
    }
    flush();
  } finally {
    closeSync(handle);
  }
}

function textCell(cell: Cell, delimiter: string): string {
  const text = cell === null ? "" : String(cell);
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeWorkbook(file: SampleFile, target: string, name: string, form: BookForm, options: WriteOptions): WrittenSheet[] {
  // formats of its own: the library's table remembers those of workbooks handled before
  const book: WorkBook & { SSF: Record<number, string> } = { ...XLSX.utils.book_new(), SSF: { 0: "General", 164: dayFormat, 165: monthFormat } };
  // the time of making would change the bytes
  book.Props = { CreatedDate: new Date("2022-01-05T00:00:00Z"), ModifiedDate: new Date("2022-01-05T00:00:00Z"), Author: "示例数据" };
  const hidden: { Hidden: 0 | 1 }[] = [];
  // Excel for the Mac once counted days from 1904
  const date1904 = chanceOf(options.seed, file.name, "1904").chance(options.mess / 2) && ["xlsx", "biff8"].includes(form.type);
  const written = file.sheets.flatMap((one) => {
    const contract = options.contracts.get(one.dataset)!;
    const sheet = new SheetWriter(one, name, file.sheets.length > 1 ? contract.name : "Sheet1", "xlsx", options);
    XLSX.utils.book_append_sheet(book, worksheet(sheet, form, date1904), sheet.name);
    hidden.push({ Hidden: 0 });
    if (sheet.layout.hasHiddenSheet && hidden.length === 1) {
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["示例草稿，不要读取"], [contract.columns[0]!.zh]]), "草稿");
      hidden.push({ Hidden: 1 });
    }
    return sheet.written();
  });
  book.Workbook = { Sheets: hidden, WBProps: { date1904 } };
  writeFileSync(target, XLSX.write(book, { type: "buffer", bookType: form.type, compression: true }) as Buffer);
  const oddities = [...(form.oddity ? [form.oddity] : []), ...(date1904 ? ["日期从1904年起算"] : [])];
  return written.map((one) => ({ ...one, oddities: [...one.oddities, ...oddities] }));
}

function worksheet(sheet: SheetWriter, form: BookForm, date1904: boolean) {
  const { layout } = sheet;
  const columns: (Column | undefined)[] = layout.isNumbered ? [undefined, ...layout.columns] : [...layout.columns];
  const hiddenRows: number[] = [];
  let dataRows = 0;
  const rows = Array.from(sheet.lines(), ({ cells, isData }, row) => {
    if (!isData) return cells;
    dataRows += 1;
    if (layout.hiddenEvery > 0 && dataRows % layout.hiddenEvery === 0) hiddenRows.push(row);
    return cells.map((cell, index) => storedCell(cell, columns[index], layout, form, date1904));
  });
  const made = XLSX.utils.aoa_to_sheet(rows as unknown[][]);
  const top = layout.titles.length;
  made["!merges"] = [
    ...layout.titles.map((_, row) => ({ s: { r: row, c: 0 }, e: { r: row, c: columns.length - 1 } })),
    ...layout.merges.map(({ row, toRow, column, toColumn }) => ({ s: { r: top + row, c: column }, e: { r: top + toRow, c: toColumn } })),
  ];
  if (hiddenRows.length > 0) made["!rows"] = Array.from({ length: rows.length }, (_, row) => ({ hidden: hiddenRows.includes(row) }));
  made["!cols"] = columns.map((column) => ({ wch: column?.type === "id" ? 22 : column ? Math.max(10, column.zh.length * 2) : 6 }));
  return made;
}

// the dashes in quotes: written as .ods, plain ones are not known
const dayFormat = 'yyyy"-"mm"-"dd';
const monthFormat = 'yyyy"年"m"月"';

/** What a failed formula leaves in its cell, by the text that it shows. */
const errors: Readonly<Record<string, number>> = { "#REF!": 23, "#DIV/0!": 7, "#N/A": 42 };

/** A cell as the spreadsheet program keeps it: a day as a number, an amount as a formula and its result, a failure as an error. */
function storedCell(cell: Cell, column: Column | undefined, layout: Layout, form: BookForm, date1904: boolean): Cell | CellObject {
  if (typeof cell === "string" && errors[cell] !== undefined && !form.hasTextErrors) return { t: "e", v: errors[cell] };
  if (layout.hasFormulas && column?.type === "money" && typeof cell === "number") return { t: "n", v: cell, f: `${cell}+0` };
  // a day that was planted as a bare number counts from the workbook's own first day
  if (date1904 && column?.type === "date" && typeof cell === "number") return cell - 1_462;
  return layout.hasSerialDates ? serialCell(cell, column, date1904) : cell;
}

/** A day or month in its plain form as the number that a spreadsheet shows as a date; anything else as it is. */
function serialCell(cell: Cell, column: Column | undefined, date1904: boolean): Cell | CellObject {
  const isMonth = column?.type === "month" && /^\d{4}-\d{2}$/.test(String(cell));
  if (!isMonth && !(column?.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(cell)))) return cell;
  const text = `${String(cell)}${isMonth ? "-01" : ""}`;
  const day = Date.parse(`${text}T00:00:00Z`);
  // 30 February was planted and is to stay, though JavaScript takes it for a day of March
  const isReal = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text);
  return !isReal ? cell : { t: "n", v: Math.round(day / 86_400_000) + 25_569 - (date1904 ? 1_462 : 0), z: isMonth ? monthFormat : dayFormat };
}
