import { randomUUID } from "node:crypto";
import { existsSync, linkSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import ExcelJS from "exceljs";
import { makeFolder } from "../../make-folder.ts";
import type { LoadReport } from "../load/report.ts";
import { dueDay } from "./due-day.ts";
import { letterSheet } from "./furniture.ts";
import type { ReturnsJournal } from "./journal.ts";
import { writeLetter } from "./letter.ts";
import { type List, listsOf, rowsPerSheet, writeList } from "./list-sheets.ts";
import type { ListedSheet } from "./manifest.ts";
import { SheetNames, bureauName, returnName } from "./names.ts";
import { type OwnSheet, ownSheets, writeOwnSheet } from "./own-sheets.ts";
import type { Rejected, SheetOwner } from "./rejected.ts";
import { readSenderLook } from "./sender-look.ts";

type Returns = LoadReport["returns"];

/** Of so many files of a bureau each goes back as it came; of more, the rows of each data set are one list. */
export const mostFiles = 10;

/** What a load sends back. */
export interface Returned {
  readonly rejected: readonly Rejected[];
  /** the sheets that the load read, of all bureaus */
  readonly owners: readonly SheetOwner[];
  /** where the workbooks go */
  readonly folder: string;
  /** ISO time of the load; its day in the office's time zone is in the files' names */
  readonly at: string;
}

/**
 * Writes one workbook per bureau with the rows that this load quarantined, ready to be corrected and loaded. A letter comes
 * first. A sender's .xlsx comes back as its own sheets, with bad cells coloured and the reasons in columns behind; of other
 * files, large ones, and where a bureau has many, the bad rows are listed. Opens at the first cell to be corrected. Never
 * writes over a workbook that is there already: somebody may have corrected it.
 *
 * @returns what was written; on an error nothing stays
 */
export async function writeReturns(connection: DuckDBConnection, { rejected, owners, folder, at }: Returned, journal: ReturnsJournal): Promise<Returns> {
  const bureaus = groupBy(rejected, ({ tables }) => bureauName(tables.source.contract.from));
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(at));
  const written: Returns = [];
  try {
    for (const [bureau, ones] of bureaus) {
      makeFolder(folder);
      const aside = path.join(folder, `.${randomUUID()}.part`);
      journal.begin(aside);
      try {
        const elsewhere = new Set(owners.filter((owner) => owner.bureau !== bureau).map(({ file, sheet }) => sheetKey(file, sheet)));
        const rows = await writeWorkbook(connection, ones, aside, bureau, day, elsewhere);
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
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function sheetKey(file: string, sheet: string): string {
  return JSON.stringify([file, sheet]);
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

/** A sheet to be written, in its place; what the letter lists of it. */
type Planned = { readonly names: readonly string[]; readonly listed: readonly ListedSheet[] } & ({ readonly own: OwnSheet } | { readonly list: List });

async function writeWorkbook(connection: DuckDBConnection, rejected: readonly Rejected[], file: string, bureau: string, day: string, elsewhere: ReadonlySet<string>): Promise<number> {
  const planned = await plan(connection, rejected, elsewhere);
  const listed = planned.flatMap((one) => one.listed);
  const firstBad = planned.findIndex((one) => one.listed.length > 0);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false });
  book.created = book.modified = new Date(`${day}T00:00:00Z`);
  // the letter and what comes along before the first sheet with anything to correct
  const activeTab = 1 + planned.slice(0, firstBad).reduce((sum, { names }) => sum + names.length, 0);
  (book as unknown as { views: Partial<ExcelJS.WorkbookView>[] }).views = [{ activeTab, firstSheet: 0, width: 24_000, height: 12_000 }];
  writeLetter(book, { bureau, day, due: dueDay(day), isSynthetic: rejected.some((one) => one.isSynthetic), sheets: listed });
  for (const [index, one] of planned.entries()) {
    if ("own" in one) await writeOwnSheet(connection, book, one.names[0]!, one.own, index === firstBad);
    else await writeList(connection, book, one.names, one.list, index === firstBad);
  }
  await book.commit();
  return listed.reduce((sum, { rows }) => sum + rows, 0);
}

async function plan(connection: DuckDBConnection, rejected: readonly Rejected[], elsewhere: ReadonlySet<string>): Promise<Planned[]> {
  const rowsOf = await rowCounts(connection, rejected);
  const count = (ones: readonly Rejected[]) => ones.reduce((sum, { fileId }) => sum + rowsOf.get(fileId)!, 0);
  const names = new SheetNames();
  names.take(letterSheet);
  const files = groupBy(rejected, ({ file }) => file.name);
  const planned: Planned[] = [];
  const others: Rejected[] = [];
  for (const [name, ones] of files) {
    const looks = files.size <= mostFiles ? await readSenderLook(ones[0]!.file.path) : undefined;
    const sheets = looks && (await ownSheets(connection, looks.filter((look) => !elsewhere.has(sheetKey(name, look.name))), ones));
    if (!sheets) others.push(...ones);
    for (const own of sheets ?? []) {
      const sheet = names.take(own.look.name);
      const tables = own.tables.map((table) => table.rejected);
      const [first] = tables;
      const called = first?.tables.source.table.called;
      const listed = first && called ? [{ name: sheet, dataset: first.tables.source.contract.name, form: "原样" as const, file: fileName(name, called.file), sheet: called.sheet, rows: count(tables) }] : [];
      planned.push({ names: [sheet], own, listed });
    }
  }
  for (const list of listsOf(others, files.size > mostFiles)) {
    const sent = [...new Set(list.rejected.map(({ file }) => file.name))];
    const [only, ...more] = sent;
    const sheet = list.rejected.length === 1 ? list.rejected[0]!.tables.source.sheet : "";
    let left = count(list.rejected);
    const listed: ListedSheet[] = [];
    for (; left > 0; left -= rowsPerSheet) listed.push({ name: names.take(list.contract.name), dataset: list.contract.name, form: "清单", file: more.length === 0 ? only! : `${sent.length} 个文件`, sheet, rows: Math.min(left, rowsPerSheet) });
    planned.push({ names: listed.map(({ name }) => name), list, listed });
  }
  return planned;
}

/** The sender's file; what a workbook that was returned before was first called, which may say unit and period. */
function fileName(name: string, called: string): string {
  const base = path.posix.basename(name);
  return base.slice(0, base.length - path.posix.extname(base).length) === called ? name : `${called}.xlsx`;
}

async function rowCounts(connection: DuckDBConnection, rejected: readonly Rejected[]): Promise<Map<number, number>> {
  const counted = await connection.runAndReadAll(`select file_id, count(*)::integer from ops.quarantined_row where file_id in (${rejected.map(({ fileId }) => fileId).join(", ")}) group by file_id`);
  return new Map(counted.getRows().map(([fileId, rows]) => [Number(fileId), Number(rows)]));
}
