import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Contract, Contracts } from "../contracts.ts";
import { inspectText } from "../read/encoding.ts";
import { FileFault } from "../read/file-fault.ts";
import { type ContentKind, contentKind } from "../read/file-kind.ts";
import { type ExportFile, type FileKind, type Ignored, stem } from "../read/files.ts";
import type { FileSpace, TempSpace } from "../read/temp-space.ts";
import { refuseUnitBeside } from "../read/tables-beside.ts";
import { headRowsOf, readText, recogniseText, rewriteText } from "../read/text-file.ts";
import type { PlacedTable, Table } from "../read/table.ts";
import { type TextTable, slicesOf } from "../read/text-table.ts";
import { type SheetResult, readWorkbook } from "../read/workbook.ts";
import { type Profile, answersOf, everySheet } from "../profiles/profile.ts";
import { refuseNear, refuseNearSheets } from "../profiles/near.ts";
import { type Shape, shapeOf } from "../profiles/shape.ts";
import type { Profiles } from "../profiles/store.ts";
import { isOutOfRoom } from "../../errors.ts";
import { forgetTables } from "./bad-rows.ts";
import { monthSections } from "./month-sections.ts";
import { stageMonths } from "./months.ts";
import { stageSections } from "./sections.ts";
import type { Staged } from "./stage.ts";

/** One table of one file, as far as it came before the load's transaction. */
export type ReadTable = { readonly file: ExportFile; readonly contract: Contract | undefined; readonly sheet: string; readonly sha256: string | null; /** what told the data set, where no name did */ readonly toldBy?: string; /** the profile that it was read by */ readonly profile?: Profile } & (
  | ({ readonly kind: "staged" } & Staged)
  | { readonly kind: "unchanged" }
  /** one month of a file of one figure, to be joined with the others' */
  | { readonly kind: "part"; readonly table: TextTable }
  | { readonly kind: "rejected"; readonly fault: FileFault }
);

export type StagedTable = Extract<ReadTable, { kind: "staged" }>;

export interface ReadFile {
  readonly tables: readonly ReadTable[];
  readonly ignored: readonly Ignored[];
}

export interface Aside {
  readonly connection: DuckDBConnection;
  /** folder for temporary files */
  readonly folder: string;
  /** the room for them, of all files of the load */
  readonly space: TempSpace;
  /** numbers staged tables, over all files of the load */
  readonly nextNumber: () => number;
  readonly profiles: Profiles;
  /** the ledger has this content as this data set already */
  readonly isLoaded: (sha256: string, contract: Contract, sheet: string) => boolean;
}

/** Reads one file into staged tables; whatever is wrong with it ends in its result, not in an error. */
export async function readAside(file: ExportFile, contracts: Contracts, aside: Aside): Promise<ReadFile> {
  try {
    const space = aside.space.forFile((await stat(file.path)).size);
    const kind = await contentKind(file.path);
    // of a page that nothing says to be an export nobody asks why it is not read
    if (kind === "archive" && !file.contract) return { tables: [], ignored: [{ file: file.name, code: "name_unknown" }] };
    if (fileKind(file, kind) === "text") return await readTextAside(file, contracts, aside, space);
    return await readWorkbookAside(file, contracts, aside, space);
  } catch (error) {
    const fault = faultOf(error);
    return { tables: [{ file, contract: file.contract, sheet: "", sha256: await hashOf(file.path), kind: "rejected", fault }], ignored: [] };
  }
}

/**
 * What is wrong with one file, whatever it is: the other files can still be read. A full disk and a database that no longer
 * answers are no file's fault.
 */
function faultOf(error: unknown): FileFault {
  if (error instanceof FileFault) return error;
  if (isOutOfRoom(error) || !(error instanceof Error) || /^(INTERNAL|FATAL)|database has been invalidated/.test(error.message)) throw error;
  const { code, message } = error as NodeJS.ErrnoException;
  // no right to the file, or a failing disk
  if (["EACCES", "EPERM", "ENOENT", "EIO", "EISDIR"].includes(code ?? "")) return new FileFault("unreadable", { detail: message });
  return new FileFault("defect", { detail: message.split("\n")[0]!.slice(0, 300) });
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  } catch {
    return null;
  }
}

/** What a file is by its content; a workbook's ending on what is neither stays, so that the workbook reader says what is wrong. */
function fileKind(file: ExportFile, content: ContentKind): FileKind {
  if (content === "text") return "text";
  return content === "empty" || content === "other" ? file.kind : "workbook";
}

async function readTextAside(file: ExportFile, contracts: Contracts, aside: Aside, space: FileSpace): Promise<ReadFile> {
  const unrelated: ReadFile = { tables: [], ignored: [{ file: file.name, code: "name_unknown" }] };
  const facts = await inspectText(file.path).catch((fault: unknown) => {
    // of a file that nothing says to be an export nobody asks why it cannot be read
    if (!file.contract && fault instanceof FileFault) return undefined;
    throw fault;
  });
  if (!facts) return unrelated;
  const shapes = aside.profiles.all.length === 0 ? [] : shapesIn(await headRowsOf(file.path, facts), file, "", contracts);
  const profile = profileOf(shapes, aside.profiles);
  const recognised = file.contract || profile ? undefined : await recogniseText(file.path, facts, contracts, stem(file.name));
  const contract = file.contract ?? (profile ? contracts.get(profile.dataset) : recognised?.contract);
  if (!contract) return unrelated;
  const toldBy = recognised?.by ?? (profile && !file.contract ? profilePlace(profile) : undefined);
  const common = { file, contract, sheet: "", sha256: facts.sha256, ...(toldBy !== undefined && { toldBy }), ...(profile && { profile }) };
  if (aside.isLoaded(facts.sha256, contract, "")) return { tables: [{ ...common, kind: "unchanged" }], ignored: [] };
  try {
    const number = aside.nextNumber();
    const path = `${aside.folder}/${number}`;
    const { source, placed, direct } = await readText(file.path, facts, contract, path, stem(file.name), space, profile && answersOf(profile));
    const shape = profile ? undefined : shapes[0];
    const refuse = (table: Table) => shape && refuseNear(table, contract, shape, aside.profiles);
    if (isPart(placed[0]!.table)) {
      for (const { table } of placed) refuse(table);
      const sections = await monthSections(aside.connection, slicesOf(await rewriteText(source, path, space), placed));
      return { tables: sections.flat().map((table) => ({ ...common, kind: "part", table })), ignored: [] };
    }
    const sections = await stageText(source, placed, direct, path, aside, space, refuse);
    return { tables: sections.map((staged) => ({ ...common, sheet: staged.tables.source.sheet, kind: "staged", ...staged })), ignored: [] };
  } catch (error) {
    return { tables: [{ ...common, kind: "rejected", fault: faultOf(error) }], ignored: [] };
  }
}

/** The shapes of a file by each of the ways to part its rows: first that of the most headers. */
function shapesIn(heads: readonly (readonly (readonly string[])[])[], file: ExportFile, sheet: string, contracts: Contracts): Shape[] {
  const shapes = heads.flatMap((rows) => shapeOf(rows, file, sheet, contracts) ?? []);
  return shapes.sort((one, other) => other.headers.length - one.headers.length);
}

function profileOf(shapes: readonly Shape[], profiles: Profiles): Profile | undefined {
  for (const shape of shapes) {
    const profile = profiles.of(shape);
    if (profile) return profile;
  }
  return undefined;
}

function profilePlace({ name }: Profile): string {
  return `配置「${name}」`;
}

function isPart({ month }: Table): boolean {
  return month?.figure !== undefined;
}

/**
 * Stages the tables of a sheet and those below each; of what did not come to anything nothing stays.
 *
 * @param refuse  throws where a table must not be read after all, all being known of it
 */
async function stage(tables: readonly TextTable[], aside: Aside, refuse: (table: Table) => void): Promise<Staged[]> {
  const numbers: number[] = [];
  const nextNumber = () => {
    numbers.push(aside.nextNumber());
    return numbers.at(-1)!;
  };
  const staged: Staged[] = [];
  try {
    if (tables[0]!.table.month) for (const months of await monthSections(aside.connection, tables)) staged.push(...(await stageMonths(aside.connection, months, nextNumber)));
    else for (const table of tables) staged.push(...(await stageSections(aside.connection, table, nextNumber)));
    // a note below one of them may name a unit that its neighbour is in as well
    if (tables.length > 1) refuseUnitBeside(staged.map(({ tables: { source } }) => ({ table: source.table, where: `「${source.sheet}」` })));
    for (const { tables: { source } } of staged) refuse(source.table);
  } catch (error) {
    await forgetTables(aside.connection, tables[0]!, numbers);
    throw error;
  }
  const kept = staged.map(({ tables: { number } }) => number);
  if (kept.length < numbers.length) await forgetTables(aside.connection, tables[0]!, numbers.filter((number) => !kept.includes(number)));
  return staged;
}

async function stageText(source: TextTable, placed: readonly PlacedTable[], direct: boolean, path: string, aside: Aside, space: FileSpace, refuse: (table: Table) => void): Promise<Staged[]> {
  if (direct) {
    try {
      return await stage(slicesOf(source, placed), aside, refuse);
    } catch (error) {
      // rows of different lengths and stray quotes: DuckDB's refusal, which the parser below reads or explains
      if (!isCsvError(error)) throw error;
    }
  }
  try {
    return await stage(slicesOf(await rewriteText(source, path, space), placed), aside, refuse);
  } catch (error) {
    if (error instanceof FileFault || !isCsvError(error)) throw error;
    throw new FileFault("unreadable", { detail: (error as Error).message.split("\n")[0]! });
  }
}

function isCsvError(error: unknown): boolean {
  return error instanceof Error && /\bCSV\b|unicode/i.test(error.message);
}

async function readWorkbookAside(file: ExportFile, contracts: Contracts, aside: Aside, space: FileSpace): Promise<ReadFile> {
  const used = new Map<string, Profile>();
  // of the sheets without a profile; none where there are no profiles, and of returned workbooks, whose sheets were read before
  const shapes = new Map<string, Shape>();
  const answersTo = (rows: readonly (readonly string[])[], sheet: string) => {
    if (aside.profiles.all.length === 0) return undefined;
    const [shape] = shapesIn([rows], file, sheet, contracts);
    const profile = shape && aside.profiles.of(shape);
    if (shape && !profile) shapes.set(sheet, shape);
    if (!profile) return undefined;
    used.set(sheet, profile);
    return { contract: contracts.get(profile.dataset)!, answers: answersOf(profile), sheet: profile.sheet === everySheet ? undefined : profile.sheet };
  };
  const { sha256, sheets, ignored } = await readWorkbook(file.path, { byFileName: file.contract, fileName: stem(file.name), contracts, aside: `${aside.folder}/${aside.nextNumber()}`, space, answersTo, isLoaded: aside.isLoaded });
  const tables: ReadTable[] = [];
  const several = nearSheets(sheets, shapes, aside.profiles);
  for (const one of sheets) {
    const shape = shapes.get(one.sheet);
    const refuse = (table: Table) => shape && refuseNear(table, one.contract, shape, aside.profiles);
    const common = { file, contract: one.contract, sheet: one.sheet, sha256, ...(one.toldBy !== undefined && { toldBy: one.toldBy }), ...(one.answers && { profile: used.get(one.sheet)! }) };
    if ("unchanged" in one) tables.push({ ...common, kind: "unchanged" });
    else if ("fault" in one) tables.push({ ...common, kind: "rejected", fault: one.fault });
    else if (several.has(one.contract) && shape) tables.push({ ...common, kind: "rejected", fault: several.get(one.contract)! });
    else {
      try {
        if (isPart(one.tables[0]!.table)) {
          for (const { table } of one.tables) refuse(table);
          tables.push(...(await monthSections(aside.connection, one.tables)).flat().map((table) => ({ ...common, kind: "part" as const, table })));
          continue;
        }
        for (const staged of await stage(one.tables, aside, refuse)) tables.push({ ...common, sheet: staged.tables.source.sheet, kind: "staged", ...staged });
      } catch (error) {
        tables.push({ ...common, kind: "rejected", fault: faultOf(error) });
      }
    }
  }
  return { tables, ignored: ignored.map((one) => ({ ...one, file: file.name })) };
}

/** For each data set of several sheets without a profile why they are not read, where it is not clear which of them are meant. */
function nearSheets(sheets: readonly SheetResult[], shapes: ReadonlyMap<string, Shape>, profiles: Profiles): Map<Contract, FileFault> {
  const faults = new Map<Contract, FileFault>();
  if (shapes.size < 2) return faults;
  for (const contract of new Set(sheets.map((one) => one.contract))) {
    const open = sheets.filter((one) => one.contract === contract && shapes.has(one.sheet)).map(({ sheet }) => ({ name: sheet, shape: shapes.get(sheet)! }));
    try {
      refuseNearSheets(open, contract, profiles);
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      faults.set(contract, fault);
    }
  }
  return faults;
}
