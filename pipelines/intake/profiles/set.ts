import { D521Error, exitCodes } from "../../errors.ts";
import type { Message, Params } from "../../messages.ts";
import { type Contract, loadContracts } from "../contracts.ts";
import { fileMessages } from "../file-messages.ts";
import { inspectText } from "../read/encoding.ts";
import { FileFault } from "../read/file-fault.ts";
import { contentKind } from "../read/file-kind.ts";
import { type ExportFile, contractNamed, listExports, stem } from "../read/files.ts";
import { shapeForm } from "../read/header-names.ts";
import { headMerges, headOf } from "../read/sheet-table.ts";
import { findTables } from "../read/find-tables.ts";
import { type Merge, headerScore, headerTexts } from "../read/header-rows.ts";
import { recognise } from "../read/which-report.ts";
import { mentionsIn, mentionsInCells, mentionsInName, unitWords } from "../read/table-units.ts";
import { headRowsOf } from "../read/text-file.ts";
import { openBook } from "../read/workbook.ts";
import type { MonthPlace } from "../read/answers.ts";
import { profileMessages } from "./messages.ts";
import { type Profile, answerWrong, answersOf, everySheet, madeProfile, nameOf } from "./profile.ts";
import { headersIn, shapeOf } from "./shape.ts";
import { type Profiles, readProfiles, writeProfile } from "./store.ts";

/** The answers of one person about one file. */
export interface GivenAnswers {
  /** id or Chinese name */
  readonly dataset?: string;
  /** the only sheet to be read of those that are headed alike, or {@link everySheet} */
  readonly sheet?: string;
  readonly unit?: string;
  readonly month?: MonthPlace;
  /** header → Chinese name of the column */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface SetProfile {
  readonly profile: Profile;
  readonly file: string;
  /** what the file still asks, with these answers; undefined where it can be read */
  readonly asks: FileFault | undefined;
}

interface Head {
  readonly sheet: string;
  readonly rows: readonly (readonly string[])[];
  readonly merges: readonly Merge[];
  /** what its printed pages say at head and foot */
  readonly printed: readonly string[];
  /** it is one of several */
  readonly isOfSeveral: boolean;
}

/**
 * Keeps what a person answers about a file for all files of its shape: its profile is made, or the answers added to the one
 * that there is. This is the one way in: the command line and the browser both call it.
 *
 * @param folder   of the profiles
 * @param exports  folder of the exports; `file` is the name of one below it, as a load's report gives it
 * @returns one; of every sheet answered for at once, one for each way in which they are headed
 * @throws D521Error (usage) for answers that do not fit, with one sentence; nothing is written then
 */
export async function setProfile({ folder, exports, file, answers }: { readonly folder: string; readonly exports: string; readonly file: string; readonly answers: GivenAnswers }): Promise<SetProfile[]> {
  if (Object.values(answers).every((value) => value === undefined || (typeof value === "object" && Object.keys(value).length === 0))) throw wrong("nothing_answered", profileMessages.nothing_answered);
  const listed = (await listExports(exports, loadContracts()).catch(() => undefined))?.files.find(({ name }) => name === file.normalize("NFC") || name === file);
  if (!listed) throw wrong("no_such_file", profileMessages.no_such_file, { file });
  const known = readProfiles(folder);
  const made = new Map<string, Omit<SetProfile, "file">>();
  for (const head of await headsIn(listed, answers)) {
    const one = profileFor(head, listed, answers, known);
    made.set(one.profile.name, made.get(one.profile.name) ?? one);
  }
  return [...made.values()].map((one) => ({ ...one, file: writeProfile(folder, one.profile) }));
}

/** The profile of one sheet or text, with the answers. */
function profileFor(head: Head, listed: ExportFile, answers: GivenAnswers, known: Profiles): Omit<SetProfile, "file"> {
  const shape = shapeOf(head.rows, listed, head.sheet, loadContracts());
  if (!shape) throw wrong("no_header", profileMessages.no_header, { file: listed.name });
  const before = known.of(shape);
  const contract = datasetOf(answers.dataset, listed, head, before);
  const columns = { ...before?.columns, ...answers.columns };
  for (const header of Object.keys(answers.columns ?? {})) {
    if (!isHeader(header, head)) throw wrong("header_absent", profileMessages.header_absent, { header, headers: (headersIn(head.rows) ?? []).map((one) => `「${one}」`).join("、") });
  }
  const words = [...mentionsIn(head.rows, 1), ...mentionsInCells(head.printed, 0), ...mentionsInName("工作表名", head.sheet), ...mentionsInName("文件名", stem(listed.name))].filter(({ units }) => units === undefined).map(({ place }) => unitWords(place));
  const unit = answers.unit ?? before?.unit;
  const made = {
    dataset: contract.id,
    ...shape,
    headers: [...shape.headers],
    ...((answers.sheet ?? before?.sheet) !== undefined && head.isOfSeveral && { sheet: (answers.sheet ?? before?.sheet)! }),
    ...(unit !== undefined && { unit }),
    ...(unit !== undefined && { unit_words: [...new Set(answers.unit === undefined ? before?.unit_words : words)] }),
    ...((answers.month ?? before?.month) && { month: (answers.month ?? before?.month)! }),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
  const profile = madeProfile(before?.name ?? nameOf(made), made);
  return { profile, asks: stillAsked(profile, contract, head, listed) };
}

function wrong(code: string, message: Message, params: Params = {}): D521Error {
  return new D521Error(exitCodes.usage, code, message, params);
}

function datasetOf(given: string | undefined, file: ExportFile, head: Head, before: Profile | undefined): Contract {
  const contracts = loadContracts();
  if (given !== undefined) {
    const found = contracts.get(given) ?? [...contracts.values()].find(({ name }) => name === given);
    if (!found) throw wrong("no_such_dataset", profileMessages.no_such_dataset, { value: given });
    return found;
  }
  const found = contractNamed(head.sheet, contracts) ?? file.contract ?? (before && contracts.get(before.dataset)) ?? told(file, head);
  if (!found) throw wrong("which_dataset", profileMessages.which_dataset, { file: file.name });
  return found;
}

/** The data set that title or header tells, as a load tells it. */
function told(file: ExportFile, { sheet, rows, merges, printed }: Head): Contract | undefined {
  try {
    return recognise(rows, merges, loadContracts(), { sheet, file: stem(file.name), printed })?.contract;
  } catch (fault) {
    if (fault instanceof FileFault) return undefined;
    throw fault;
  }
}

/** True for the whole text of a column's header, of one row or of groups above it. */
function isHeader(header: string, { rows, merges }: Head): boolean {
  if (!/\p{L}/u.test(header)) return false;
  const form = shapeForm(header);
  return rows.some((_, first) => [1, 2, 3].some((span) => first + span <= rows.length && headerTexts(rows, merges, first, span).some((texts) => shapeForm(texts.join("")) === form)));
}

/** The first rows of the sheet that is meant, of every sheet that has a data set's header, or of the text. */
async function headsIn(file: ExportFile, { sheet, dataset }: GivenAnswers): Promise<Head[]> {
  if ((await contentKind(file.path)) === "text") {
    if (sheet !== undefined) throw wrong("no_sheets", profileMessages.no_sheets, { file: file.name });
    const heads = await headRowsOf(file.path, await inspectText(file.path).catch(unreadable));
    const rows = heads.reduce((one, other) => ((headersIn(other)?.length ?? 0) > (headersIn(one)?.length ?? 0) ? other : one));
    return [{ sheet: "", rows, merges: [], printed: [], isOfSeveral: false }];
  }
  const book = await openBook(file.path).catch(unreadable);
  try {
    const visible = book.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name);
    const sheets = visible.map((name) => `「${name}」`).join("、");
    const headIn = async (name: string): Promise<Head> => ({ sheet: name, rows: await headOf(book, name), merges: await headMerges(book, name), printed: await book.printed(name), isOfSeveral: visible.length > 1 });
    if (sheet === everySheet) {
      const heads: Head[] = [];
      for (const name of visible) heads.push(await headIn(name));
      const tables = heads.filter((head) => isTable(head, file, dataset));
      if (tables.length === 0) throw wrong("no_header", profileMessages.no_header, { file: file.name });
      return tables;
    }
    if (sheet !== undefined && !visible.includes(sheet)) throw wrong("no_such_sheet", profileMessages.no_such_sheet, { file: file.name, sheet, sheets });
    const chosen = sheet ?? visible[0];
    if (chosen === undefined || (sheet === undefined && visible.length > 1)) throw wrong("which_sheet", profileMessages.which_sheet, { file: file.name, sheets });
    return [await headIn(chosen)];
  } finally {
    book.close();
  }
}

/** True for a sheet that has the header of the data set that it is meant to be; a cover has none. */
function isTable(head: Head, file: ExportFile, dataset: string | undefined): boolean {
  try {
    return headerScore(head.rows, head.merges, datasetOf(dataset, file, head, undefined)) > 1;
  } catch (fault) {
    if (fault instanceof D521Error && fault.code === "which_dataset") return false;
    throw fault;
  }
}

function unreadable(fault: unknown): never {
  if (!(fault instanceof FileFault)) throw fault;
  throw wrong(fault.code, fileMessages[fault.code], fault.params);
}

/**
 * What the file still asks.
 *
 * @throws D521Error `answer_wrong` where a column that was answered for has a header of its own
 */
function stillAsked(profile: Profile, contract: Contract, { rows, merges, sheet, printed }: Head, file: ExportFile): FileFault | undefined {
  try {
    const [first] = findTables(rows, merges, contract, { sheet, file: stem(file.name), printed, answers: answersOf(profile) });
    for (const [header, column] of Object.entries(profile.columns ?? {})) {
      const own = first?.table.columns.find((one) => one.column.zh === column);
      const isSaid = own === undefined || shapeForm(own.header) === shapeForm(header);
      if (!isSaid) throw answerWrong(`columns.${header}`, profileMessages.answer_unused, { file: file.name, column, header });
    }
    return undefined;
  } catch (fault) {
    if (fault instanceof FileFault) return fault;
    throw fault;
  }
}
