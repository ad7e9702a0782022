import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Contract, Contracts } from "../contracts.ts";
import type { Book } from "./book.ts";
import { FileFault } from "./file-fault.ts";
import { type Ignored, contractNamed } from "./files.ts";
import { isEmpty, looksLike, recogniseSheet, writeSheet } from "./sheet-table.ts";
import type { TextTable } from "./text-table.ts";
import { openXls } from "./xls-book.ts";
import { XlsxBook } from "./xlsx/xlsx-book.ts";

/** An .xls is read whole, an .xlsx as a stream. */
const biggestFile = { xls: 200 << 20, xlsx: 1 << 30 };

/** A sheet that holds a data set: read, known already, or refused with the reason. */
export type SheetResult = Choice & ({ readonly table: TextTable } | { readonly unchanged: true } | { readonly fault: FileFault });

export interface WorkbookResult {
  readonly sha256: string;
  readonly sheets: readonly SheetResult[];
  readonly ignored: readonly Omit<Ignored, "file">[];
}

export interface WorkbookOptions {
  /** the data set that the file's own name says */
  readonly byFileName: Contract | undefined;
  /** without its folders and ending */
  readonly fileName: string;
  readonly contracts: Contracts;
  /** path to write the sheets' rows to, without an ending */
  readonly aside: string;
  /** a sheet of this content that need not be read again */
  readonly isLoaded: (sha256: string, contract: Contract, sheet: string) => boolean;
}

/**
 * Reads a workbook's sheets that hold data sets: those named after one; where none is, the one visible sheet by the
 * file's name, or, of several, those that have its header; where the file's name says nothing either, those whose title or
 * header tells a data set. Hidden sheets are never read.
 *
 * @throws FileFault for a file that is not a workbook, or not a whole or safe one
 */
export async function readWorkbook(path: string, { byFileName, fileName, contracts, aside, isLoaded }: WorkbookOptions): Promise<WorkbookResult> {
  const book = await openBook(path);
  try {
    const sha256 = await hashOf(path);
    const { chosen, ignored } = await chooseSheets(book, byFileName, contracts);
    const sheets: SheetResult[] = [];
    for (const [index, one] of chosen.entries()) {
      if (isLoaded(sha256, one.contract, one.sheet)) {
        sheets.push({ ...one, unchanged: true });
        continue;
      }
      try {
        sheets.push({ ...one, table: await writeSheet(book, one.sheet, one.contract, `${aside}-${index}.csv`, fileName) });
      } catch (fault) {
        if (!(fault instanceof FileFault)) throw fault;
        sheets.push({ ...one, fault });
      }
    }
    return { sha256, sheets, ignored };
  } finally {
    book.close();
  }
}

interface Choice {
  readonly sheet: string;
  readonly contract: Contract;
  /** what told the data set, where no name did */
  readonly toldBy?: string;
}

async function chooseSheets(book: Book, byFileName: Contract | undefined, contracts: Contracts): Promise<{ chosen: readonly Choice[]; ignored: WorkbookResult["ignored"] }> {
  const ignored: Omit<Ignored, "file">[] = book.sheets.filter(({ hidden }) => hidden).map(({ name }) => ({ sheet: name, code: "hidden_sheet" }));
  const visible = book.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const named = visible.flatMap((sheet) => {
    const contract = contractNamed(sheet, contracts);
    return contract ? [{ sheet, contract }] : [];
  });
  const wanted = named.length > 0 ? named : byFileName ? visible.map((sheet) => ({ sheet, contract: byFileName })) : [];
  let chosen: Choice[] = wanted;
  if (wanted.length === 0) {
    for (const sheet of visible) {
      const found = await recogniseSheet(book, sheet, contracts);
      if (found) chosen.push({ sheet, contract: found.contract, toldBy: found.by });
    }
  }
  if (named.length === 0 && wanted.length > 1) {
    chosen = [];
    for (const one of wanted) if (await looksLike(book, one.sheet, one.contract)) chosen.push(one);
    // none fits: the first sheet with anything on it is refused with its reason
    for (const one of chosen.length > 0 ? [] : wanted) if (chosen.length === 0 && !(await isEmpty(book, one.sheet))) chosen.push(one);
  }
  for (const sheet of visible) if (!chosen.some((one) => one.sheet === sheet)) ignored.push({ sheet, code: chosen.length > 0 ? "sheet_unrelated" : "no_sheet_known" });
  return { chosen, ignored };
}

/** The format that a file's first bytes say; none for anything but a workbook's container. */
export function workbookFormat(start: Buffer): "xlsx" | "xls" | undefined {
  if (start.subarray(0, 4).toString("hex") === "504b0304") return "xlsx";
  return start.subarray(0, 4).toString("hex") === "d0cf11e0" ? "xls" : undefined;
}

async function openBook(path: string): Promise<Book> {
  const { size } = await stat(path);
  if (size === 0) throw new FileFault("empty_file");
  const start = await firstBytes(path);
  const kind = workbookFormat(start);
  if (!kind) throw new FileFault(/^</.test(start.toString("utf8").trimStart()) ? "not_a_workbook" : "truncated", { detail: "HTML/XML" });
  if (size > biggestFile[kind]) throw new FileFault("too_big", { detail: `${Math.round(size / (1 << 20))} MB` });
  return kind === "xlsx" ? XlsxBook.open(path) : openXls(path);
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
