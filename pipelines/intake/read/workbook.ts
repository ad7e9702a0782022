import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Contract, Contracts } from "../contracts.ts";
import type { Answers } from "./answers.ts";
import type { Book } from "./book.ts";
import { FileFault } from "./file-fault.ts";
import { type Ignored, contractNamed } from "./files.ts";
import { headOf, isEmpty, looksLike, namesSome, recogniseSheet, writeSheet } from "./sheet-table.ts";
import type { FileSpace } from "./temp-space.ts";
import type { TableNames } from "./table.ts";
import { type UnitMention, mentionsInCells } from "./table-units.ts";
import type { TextTable } from "./text-table.ts";
import { openHtml } from "./books/html-book.ts";
import { isXlsb, openXls, openXlsb } from "./books/office-book.ts";
import { isOpenDocument, openFlatOds, openOds } from "./books/ods-book.ts";
import { openXmlSpreadsheet } from "./books/xml-book.ts";
import { isOurs } from "../returns/furniture.ts";
import { readManifest } from "../returns/manifest.ts";
import { shapeForm } from "./header-names.ts";
import { contentKind } from "./file-kind.ts";
import { xlsbLimits } from "./xlsx/limits.ts";
import { XlsxPackage } from "./xlsx/package.ts";
import { XlsxBook } from "./xlsx/xlsx-book.ts";

/** An .xls is read whole, the others as streams. */
const biggestFile = { ole: 200 << 20, zip: 1 << 30, html: 1 << 30, xml: 2 ** 31, fods: 2 ** 31 };

/** What a person said of a sheet: what it is, and the answers to what it leaves open. */
export interface AnsweredSheet {
  readonly contract: Contract;
  readonly answers: Answers;
  /** of the sheets of this data set only the one of this name is read */
  readonly sheet: string | undefined;
}

/** A sheet that holds a data set, in one table or several: read, known already, or refused with the reason. */
export type SheetResult = Choice & ({ readonly tables: readonly TextTable[] } | { readonly unchanged: true } | { readonly fault: FileFault });

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
  /** the room that they may take */
  readonly space: FileSpace;
  /** what a person said of sheets whose first rows are like these */
  readonly answersTo: (rows: readonly (readonly string[])[], sheet: string) => AnsweredSheet | undefined;
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
export async function readWorkbook(path: string, { byFileName, fileName, contracts, aside, space, answersTo, isLoaded }: WorkbookOptions): Promise<WorkbookResult> {
  const book = await openBook(path);
  try {
    const sha256 = await hashOf(path);
    const { chosen, ignored } = await chooseSheets(book, byFileName, contracts, answersTo, fileName);
    const notes = await instructionUnits(book, ignored.flatMap(({ sheet, code }) => (code === "sheet_unrelated" && sheet !== undefined ? [sheet] : [])));
    const sheets: SheetResult[] = [];
    let expands: FileFault | undefined;
    for (const [index, one] of chosen.entries()) {
      if (isLoaded(sha256, one.contract, one.sheet)) {
        sheets.push({ ...one, unchanged: true });
        continue;
      }
      // the file has no room left: its other sheets are not unpacked to find that again
      if (expands) {
        sheets.push({ ...one, fault: expands });
        continue;
      }
      try {
        sheets.push({ ...one, tables: await writeSheet(book, one.sheet, one.contract, `${aside}-${index}.csv`, { ...(one.called ?? { sheet: one.sheet, file: fileName }), notes }, space, one.answers) });
      } catch (fault) {
        if (!(fault instanceof FileFault)) throw fault;
        if (fault.code === "expands") expands = fault;
        sheets.push({ ...one, fault });
      }
    }
    return { sha256, sheets, ignored };
  } finally {
    book.close();
  }
}

/** Called after what it explains, or not: a sheet of few words a row and no table. */
const mostInstructions = 3;

/** What sheets that explain how the others were filled in say of units: «填报说明：金额单位为元». */
async function instructionUnits(book: Book, sheets: readonly string[]): Promise<UnitMention[]> {
  const mentions: UnitMention[] = [];
  for (const sheet of sheets) {
    const rows = await headOf(book, sheet);
    if (rows.some((row) => row.filter((cell) => cell.trim() !== "").length > mostInstructions)) continue;
    mentions.push(...rows.flatMap((row, at) => mentionsInCells(row, at + 1)).map((mention) => ({ ...mention, place: `工作表「${sheet}」${mention.place}` })));
  }
  return mentions;
}

interface Choice {
  readonly sheet: string;
  readonly contract: Contract;
  /** what told the data set, where no name did */
  readonly toldBy?: string;
  readonly answers?: Answers;
  /** what the sender's sheet and file were called, of one that came back in a returned workbook */
  readonly called?: TableNames;
}

async function chooseSheets(book: Book, byFileName: Contract | undefined, contracts: Contracts, answersTo: WorkbookOptions["answersTo"], fileName: string): Promise<{ chosen: readonly Choice[]; ignored: WorkbookResult["ignored"] }> {
  const ignored: Omit<Ignored, "file">[] = book.sheets.filter(({ hidden }) => hidden).map(({ name }) => ({ sheet: name, code: "hidden_sheet" }));
  const returned = await readManifest(book, contracts);
  if (returned) {
    const others = book.sheets.filter(({ name, hidden }) => !hidden && !returned.some(({ sheet }) => sheet === name));
    return { chosen: returned, ignored: [...ignored, ...others.map(({ name }) => ({ sheet: name, code: isOurs(name) ? ("return_letter" as const) : ("sheet_not_returned" as const) }))] };
  }
  const visible = book.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
  const { answered, others } = await answeredSheets(book, visible, answersTo);
  const named = visible.flatMap((sheet) => {
    const contract = contractNamed(sheet, contracts);
    return contract && !answered.some((one) => one.sheet === sheet || (one.only !== undefined && one.contract === contract)) ? [{ sheet, contract }] : [];
  });
  if (answered.length > 0) {
    const chosen = [...answered, ...named];
    ignored.push(...visible.filter((sheet) => !chosen.some((one) => one.sheet === sheet)).map((sheet) => ({ sheet, code: others.includes(sheet) ? ("sheet_not_chosen" as const) : ("sheet_unrelated" as const) })));
    return { chosen, ignored };
  }
  const wanted = named.length > 0 ? named : byFileName ? visible.map((sheet) => ({ sheet, contract: byFileName })) : [];
  let chosen: Choice[] = wanted;
  if (wanted.length === 0) {
    for (const sheet of visible) {
      const found = await recogniseSheet(book, sheet, contracts, fileName);
      if (found) chosen.push({ sheet, contract: found.contract, toldBy: found.by });
    }
  }
  if (named.length === 0 && wanted.length > 1) {
    chosen = [];
    for (const one of wanted) if (await looksLike(book, one.sheet, one.contract)) chosen.push(one);
    // none fits: the first sheet with anything on it is refused with its reason
    for (const one of chosen.length > 0 ? [] : wanted) if (chosen.length === 0 && !(await isEmpty(book, one.sheet))) chosen.push(one);
  }
  // a sheet called after a month is one of the year's: it is read, or refused with its reason, and not passed over
  const [only, ...further] = new Set(wanted.map(({ contract }) => contract));
  if (only && further.length === 0) {
    for (const sheet of visible) if (monthName.test(sheet) && !chosen.some((one) => one.sheet === sheet) && (await namesSome(book, sheet, only))) chosen = [...chosen, { sheet, contract: only }];
  }
  for (const sheet of visible) if (!chosen.some((one) => one.sheet === sheet)) ignored.push({ sheet, code: chosen.length > 0 ? "sheet_unrelated" : "no_sheet_known" });
  return { chosen, ignored };
}

/**
 * The sheets of which a person said what they are, and those that were not chosen beside them.
 *
 * @throws FileFault `profile_sheet_absent` where the one that is to be read is not there
 */
async function answeredSheets(book: Book, visible: readonly string[], answersTo: WorkbookOptions["answersTo"]): Promise<{ answered: (Choice & { readonly only: string | undefined })[]; others: readonly string[] }> {
  const found: (Choice & { readonly only: string | undefined })[] = [];
  for (const sheet of visible) {
    const said = answersTo(await headOf(book, sheet), sheet);
    if (said) found.push({ sheet, contract: said.contract, toldBy: `配置「${said.answers.profile}」`, answers: said.answers, only: said.sheet });
  }
  const isWanted = ({ sheet, only }: { sheet: string; only: string | undefined }) => only === undefined || shapeForm(only) === shapeForm(sheet);
  const lost = found.find(({ only, answers }) => !found.some((one) => one.answers?.profile === answers?.profile && isWanted({ ...one, only })));
  if (lost) throw new FileFault("profile_sheet_absent", { profile: lost.answers!.profile, sheet: lost.only!, sheets: visible.map((sheet) => `「${sheet}」`).join("、") });
  return { answered: found.filter(isWanted), others: found.filter((one) => !isWanted(one)).map(({ sheet }) => sheet) };
}

const monthName = /^(\d{2,4}年)?(\d{1,2}|十?[一二三四五六七八九十])月份?$/;

/**
 * Opens a workbook of whatever kind its content is; its name says nothing.
 *
 * @throws FileFault `empty_file`, `web_archive`, `not_a_workbook`, `truncated`, `too_big`, `password`, `zip_bomb`, and those of the kinds' readers
 */
export async function openBook(path: string): Promise<Book> {
  const { size } = await stat(path);
  const kind = await contentKind(path);
  if (kind === "empty") throw new FileFault("empty_file");
  if (kind === "archive") throw new FileFault("web_archive");
  if (kind === "text" || kind === "other") throw new FileFault("truncated");
  if (size > biggestFile[kind]) throw new FileFault("too_big", { detail: `${Math.round(size / (1 << 20))} MB` });
  if (kind === "ole") return openXls(path);
  if (kind === "html") return openHtml(path);
  if (kind === "xml") return openXmlSpreadsheet(path);
  if (kind === "fods") return openFlatOds(path);
  const container = await XlsxPackage.open(path);
  try {
    if (isOpenDocument(container)) return await openOds(container);
    if (!isXlsb(container)) return await XlsxBook.open(container);
    if (container.isOver(xlsbLimits)) throw new FileFault("too_big", { detail: ".xlsb" });
    return await openXlsb(container);
  } catch (error) {
    container.close();
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
