import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import XLSX, { type CellObject, type WorkBook } from "@e965/xlsx";
import type { Column, Contract, Contracts } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { type Ignored, contractNamed } from "./files.ts";
import { type Merge, type Table, findTable, headRows, headerScore } from "./table.ts";
import { TableWriter, type TextTable } from "./text-table.ts";
import { cellText } from "./workbook-cells.ts";
import { guardZip } from "./zip-guard.ts";

const biggestFile = 200 << 20;

interface Sheet {
  readonly name: string;
  readonly rows: (CellObject | undefined)[][];
  readonly merges: readonly Merge[];
}

/** A sheet that holds a data set: read, or refused with the reason. */
export type SheetResult = { readonly table: TextTable } | { readonly sheet: string; readonly contract: Contract; readonly fault: FileFault };

export interface WorkbookResult {
  readonly sha256: string;
  readonly sheets: readonly SheetResult[];
  readonly ignored: readonly Omit<Ignored, "file">[];
}

/**
 * Reads a workbook's sheets that hold data sets: those named after one; where none is, the one visible sheet by the
 * file's name, or, of several, those that have its header. Hidden sheets are never read.
 *
 * @param aside  path to write the sheets' rows to, without an ending
 * @throws FileFault for a file that is not a workbook, or not a whole or safe one
 */
export async function readWorkbook(path: string, byFileName: Contract | undefined, contracts: Contracts, aside: string): Promise<WorkbookResult> {
  const { size } = await stat(path);
  if (size === 0) throw new FileFault("empty_file");
  if (size > biggestFile) throw new FileFault("too_big", { detail: `${Math.round(size / (1 << 20))} MB` });
  const file = await readFile(path);
  await guardContainer(file);
  const outline = parse(file, []);
  const date1904 = outline.Workbook?.WBProps?.date1904 === true;
  const ignored: Omit<Ignored, "file">[] = [];
  const visible = outline.SheetNames.filter((name, index) => {
    if (!outline.Workbook?.Sheets?.[index]?.Hidden) return true;
    ignored.push({ sheet: name, code: "hidden_sheet" });
    return false;
  });
  const named = visible.flatMap((name) => {
    const contract = contractNamed(name, contracts);
    return contract ? [{ name, contract }] : [];
  });
  const wanted = named.length > 0 ? named : byFileName ? visible.map((name) => ({ name, contract: byFileName })) : [];
  const sheets = wanted.length > 0 ? readSheets(file, wanted.map(({ name }) => name)) : new Map<string, Sheet>();
  let chosen = wanted;
  if (named.length === 0 && wanted.length > 1) {
    const fitting = wanted.filter(({ name, contract }) => looksLike(sheets.get(name)!, contract, date1904));
    // none fits: the first sheet with anything on it is refused with its reason
    chosen = fitting.length > 0 ? fitting : wanted.filter(({ name }) => sheets.get(name)!.rows.length > 0).slice(0, 1);
  }
  for (const name of visible) if (!chosen.some((one) => one.name === name)) ignored.push({ sheet: name, code: wanted.length > 0 ? "sheet_unrelated" : "no_sheet_known" });
  const results: SheetResult[] = [];
  for (const [index, { name, contract }] of chosen.entries()) {
    try {
      results.push({ table: await writeSheet(sheets.get(name)!, contract, date1904, `${aside}-${index}.csv`) });
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      results.push({ sheet: name, contract, fault });
    }
    sheets.delete(name);
  }
  return { sha256: createHash("sha256").update(file).digest("hex"), sheets: results, ignored };
}

async function guardContainer(file: Buffer): Promise<void> {
  if (file.subarray(0, 2).toString("latin1") === "PK") {
    const names = await guardZip(file);
    if (![...names].some((name) => /^xl\/workbook\.(xml|bin)$/i.test(name.replace(/^\//, "")))) throw new FileFault("not_a_workbook", { detail: "zip" });
  } else if (file.readUInt32BE(0) === 0xd0cf11e0) {
    let names: string[];
    try {
      names = XLSX.CFB.read(file, { type: "buffer" }).FullPaths;
    } catch {
      throw new FileFault("truncated");
    }
    if (names.some((name) => /Encrypt(edPackage|ionInfo)$/i.test(name))) throw new FileFault("password");
    if (!names.some((name) => /\/(Workbook|Book)$/i.test(name))) throw new FileFault("not_a_workbook", { detail: "OLE" });
  } else {
    const start = file.subarray(0, 512).toString("utf8").trimStart();
    throw new FileFault(/^</.test(start) ? "not_a_workbook" : "truncated", { detail: "HTML/XML" });
  }
}

function parse(file: Buffer, sheets: string[]): WorkBook {
  try {
    return XLSX.read(file, { type: "buffer", dense: true, sheets, cellNF: true, cellFormula: true, cellText: false, cellHTML: false });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    if (/password|encrypt/i.test(detail)) throw new FileFault("password");
    throw new FileFault("truncated");
  }
}

function readSheets(file: Buffer, names: string[]): Map<string, Sheet> {
  const workbook = parse(file, names);
  return new Map(
    names.map((name) => {
      const sheet = workbook.Sheets[name];
      return [name, { name, rows: (sheet?.["!data"] as Sheet["rows"] | undefined) ?? [], merges: sheet?.["!merges"] ?? [] }];
    }),
  );
}

function textsOf(row: (CellObject | undefined)[] | undefined, date1904: boolean): string[] {
  return row ? Array.from(row, (cell) => cellText(cell, date1904)) : [];
}

function headOf(sheet: Sheet, date1904: boolean): string[][] {
  return Array.from(sheet.rows.slice(0, headRows), (row) => textsOf(row, date1904));
}

function looksLike(sheet: Sheet, contract: Contract, date1904: boolean): boolean {
  const required = contract.columns.filter((column) => column.required).length;
  return headerScore(headOf(sheet, date1904), sheet.merges, contract) >= required;
}

async function writeSheet(sheet: Sheet, contract: Contract, date1904: boolean, path: string): Promise<TextTable> {
  const head = headOf(sheet, date1904);
  if (head.every((row) => row.every((cell) => cell.trim() === "")) && sheet.rows.length <= headRows) throw new FileFault("empty_file");
  const table = findTable(head, sheet.merges, contract);
  // rows are often formatted far to the right of the table
  const width = table.headers.findLastIndex((header) => header !== "") + 1;
  const merged = mergedBelow(sheet, table, date1904);
  const writer = new TableWriter(path, width);
  for (let at = 0; at < sheet.rows.length; at++) {
    // notes beside a table are not its cells: nothing right of the header is read
    const cells = textsOf(sheet.rows[at]?.slice(0, width), date1904);
    for (const [column, text] of merged.get(at) ?? []) cells[column] ||= text;
    await writer.write(Array.from(cells, (cell) => cell ?? ""));
  }
  await writer.end();
  return { contract, sheet: sheet.name, path, delimiter: ",", newline: "\\n", skip: 0, width, overflow: true, table, date1904, underscores: true, foundDelimiter: "", encoding: "workbook" };
}

const sharedBelow: readonly Column["type"][] = ["id", "text", "town", "enum", "date", "month", "quarter", "year"];

/** A cell merged downwards says the same of each of its rows; never for an amount, which would be counted several times. */
function mergedBelow(sheet: Sheet, table: Table, date1904: boolean): Map<number, [number, string][]> {
  const shared = new Set(table.columns.filter(({ column }) => sharedBelow.includes(column.type)).map(({ index }) => index));
  const merged = new Map<number, [number, string][]>();
  for (const { s, e } of sheet.merges) {
    if (s.c !== e.c || s.r < table.dataFirst || !shared.has(s.c)) continue;
    const text = cellText(sheet.rows[s.r]?.[s.c], date1904);
    for (let row = s.r + 1; row <= Math.min(e.r, sheet.rows.length - 1); row++) merged.set(row, [...(merged.get(row) ?? []), [s.c, text]]);
  }
  return merged;
}
