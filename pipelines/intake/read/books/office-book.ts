import { readFile } from "node:fs/promises";
import XLSX, { type CellObject, type WorkBook } from "@e965/xlsx";
import type { Book } from "../book.ts";
import { FileFault } from "../file-fault.ts";
import { longestCell, mostSheets, sheetColumns, sheetRows } from "../limits.ts";
import { formulaWithoutResult, numberText, unknownError } from "../workbook-cells.ts";
import type { XlsxPackage } from "../xlsx/package.ts";
import type { SheetRow } from "../xlsx/sheet.ts";
import { binarySheets, notingPages, printedOfXls } from "./printed-pages.ts";
import { RecordLimits } from "./record-limits.ts";
import { XlsbParts } from "./xlsb-parts.ts";

type Cells = readonly (CellObject | undefined)[];

/**
 * An old .xls workbook, or an .et, which is one by another name; read whole: a sheet of that format has at most 65,536 rows.
 *
 * @throws FileFault `truncated`, `password`, `not_a_workbook`, `too_many_sheets`, those of `RecordLimits`
 */
export async function openXls(path: string): Promise<Book> {
  const file = await readFile(path);
  let container: { readonly FullPaths: readonly string[]; readonly FileIndex: readonly { readonly content: Uint8Array }[] };
  try {
    container = XLSX.CFB.read(file, { type: "buffer" });
  } catch {
    throw new FileFault("truncated");
  }
  const parts: readonly string[] = container.FullPaths;
  if (parts.some((name) => /Encrypt(edPackage|ionInfo)$/i.test(name))) throw new FileFault("password");
  if (!parts.some((name) => /\/(Workbook|Book)$/i.test(name))) throw new FileFault("not_a_workbook", { detail: "OLE" });
  const limits = new RecordLimits();
  let printed: readonly string[][] = [];
  for (const [index, name] of parts.entries()) {
    if (!/\/(Workbook|Book)$/i.test(name)) continue;
    const records = Buffer.from(container.FileIndex[index]!.content);
    limits.xls(records);
    // where there are two, for old and new programs, they say the same
    if (printed.length === 0) printed = printedOfXls(records);
  }
  return bookOf(parsed(() => XLSX.read(file, { type: "buffer", ...asWanted })), (_, index) => printed[index] ?? []);
}

/** True for the container of a binary workbook (.xlsb). */
export function isXlsb(container: XlsxPackage): boolean {
  return container.has("xl/workbook.bin");
}

/**
 * A binary workbook (.xlsb), unpacked and read whole.
 * Its parts are gone through for their checksums, which the library does not look at.
 *
 * @throws FileFault `truncated`, `zip_bomb`, `too_many_sheets`, those of `RecordLimits`
 */
export async function openXlsb(container: XlsxPackage): Promise<Book> {
  const limits = new RecordLimits();
  const sheets = await binarySheets(container);
  const parts = new XlsbParts(new Map(sheets.map(({ id, part }) => [id, part])));
  const printed = new Map<string, string[]>();
  await container.check(async (name, chunks) => {
    const kept = parts.keeping(name, chunks);
    // a printer's settings or macros are no records
    if (parts.isCounted(name)) {
      const texts: string[] = [];
      printed.set(name, texts);
      await limits.xlsb(notingPages(kept, texts));
    } else for await (const _ of kept);
  });
  container.close();
  return bookOf(parsed(() => parts.parse(asWanted)), (sheet) => printed.get(sheets.find(({ name }) => name === sheet)?.part ?? "") ?? []);
}

const asWanted = { dense: true, cellNF: true, cellFormula: true, cellText: false, cellHTML: false };

function parsed(parse: () => WorkBook): WorkBook {
  try {
    return parse();
  } catch (cause) {
    if (/password|encrypt/i.test(cause instanceof Error ? cause.message : String(cause))) throw new FileFault("password");
    throw new FileFault("truncated");
  }
}

/** @param printed  of a sheet, by its name and its place among them: what its pages say at head and foot */
function bookOf(book: WorkBook, printed: (sheet: string, index: number) => readonly string[]): Book {
  if (book.SheetNames.length > mostSheets) throw new FileFault("too_many_sheets", { sheets: book.SheetNames.length, most: mostSheets });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  return {
    sheets: book.SheetNames.map((name, index) => ({ name, hidden: Boolean(book.Workbook?.Sheets?.[index]?.Hidden) })),
    date1904,
    savedAt: book.Props?.ModifiedDate instanceof Date && !Number.isNaN(book.Props.ModifiedDate.getTime()) ? book.Props.ModifiedDate : undefined,
    merges: async (sheet) => book.Sheets[sheet]?.["!merges"] ?? [],
    printed: async (sheet) => printed(sheet, book.SheetNames.indexOf(sheet)),
    async *rows(sheet) {
      const rows = (book.Sheets[sheet]?.["!data"] as Cells[] | undefined) ?? [];
      if (rows.length > sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
      // some at a time: the texts of a whole sheet beside its cells would double them
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        const some = Array.from(rows.slice(from, from + rowsAtOnce), (row, index): SheetRow => ({ at: from + index, cells: rowTexts(row ?? [], from + index + 1, date1904) }));
        yield some.filter(({ cells }) => cells.length > 0);
      }
    },
    close: () => undefined,
  };
}

const rowsAtOnce = 1_000;

/** @param row  from 1 */
function rowTexts(cells: Cells, row: number, date1904: boolean): string[] {
  if (cells.length > sheetColumns) throw new FileFault("too_many_columns", { row, columns: cells.length, most: sheetColumns });
  return Array.from(cells, (cell, index) => {
    const text = cellText(cell, date1904);
    if (text.length > longestCell) throw new FileFault("cell_too_long", { row, column: index + 1, most: longestCell });
    return text;
  });
}

const errorTexts: Readonly<Record<number, string>> = { 0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA" };

function cellText(cell: CellObject | undefined, date1904: boolean): string {
  if (cell === undefined || cell.t === "z") return "";
  if (cell.t === "e") return typeof cell.v === "number" ? (errorTexts[cell.v] ?? unknownError) : formulaWithoutResult;
  if (cell.v === undefined || cell.v === null) return cell.f === undefined ? "" : formulaWithoutResult;
  if (cell.t === "b") return cell.v ? "TRUE" : "FALSE";
  if (cell.t === "n" && typeof cell.v === "number") return numberText(cell.v, typeof cell.z === "string" ? cell.z : "General", date1904);
  return String(cell.v);
}
