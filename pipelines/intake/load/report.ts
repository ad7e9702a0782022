import { type Lang, type Params, sentence } from "../../messages.ts";
import type { RestatedFigure } from "./restated.ts";
import type { ExitCode } from "../../errors.ts";
import type { Question } from "../profiles/question.ts";
import { exitCodes } from "../../errors.ts";
import { type FileCode, fileMessages } from "../file-messages.ts";
import { type CellCode, type IgnoredCode, type WarningCode, cellMessages, ignoredMessages, warningMessages } from "../messages.ts";
import { quoted } from "./shown.ts";

/** One file, or one sheet of a workbook, that was read as a data set. Names are those of the ledger, `ops.import_file`. */
export interface FileReport {
  file: string;
  /** '' for a text file */
  sheet: string;
  dataset: string;
  status: "loaded" | "unchanged" | "rejected";
  file_id: number | null;
  sha256: string | null;
  rows_read: number;
  rows_loaded: number;
  rows_superseded: number;
  rows_quarantined: number;
  /** rows that are no data, and so not among the rows read */
  rows_skipped: { blank: number; total: number; note: number; header: number; untouched: number };
  encoding: string;
  delimiter: string;
  is_synthetic: boolean;
  /** headers that no column of the data set bears; their cells were not read */
  unknown_headers: string[];
  /** what told the data set where neither the file nor the sheet is named after one: `表头`; '' where one is */
  told_by: string;
  /** the profile whose answers it was read by; '' where none is of its shape */
  profile: string;
  /** columns that the table lacks and that were taken from a title, the sheet's or the file's name */
  assumed: { column: string; value: string; place: string }[];
  /** what says that its figures are the year's sums, which the months' were told from; '' where nothing does */
  cumulative: string;
  /** columns whose header or title row names another unit than the stored one, and were converted: `税收合计（元）` */
  converted: string[];
  /** why it was rejected */
  code?: FileCode;
  message?: string;
  /** what may be answered about it once for all months, where that would do */
  question?: Question;
  /** the first reasons, where it was rejected for its rows */
  reasons?: RowReport[];
}

/** A row that was not loaded, with its first fault and the others. */
export interface RowReport {
  file: string;
  sheet: string;
  row: number;
  column: string;
  value: string;
  code: CellCode | WarningCode;
  message: string;
  /** what else is wrong with the row; absent where nothing is */
  others?: { column: string; message: string }[];
}

/** What a load did: `d521 load --json`. */
export interface LoadReport {
  database: string;
  /** null when nothing new was written */
  load_id: number | null;
  loaded_at: string;
  files: FileReport[];
  ignored: { file: string; sheet?: string; code: IgnoredCode; message: string }[];
  totals: { files: number; rows_read: number; rows_loaded: number; rows_superseded: number; rows_quarantined: number; rejected: number; unchanged: number; warnings: number };
  /** data sets in which this load changed figures that were on file before, and of how many keys */
  restated: { dataset: string; rows: number }[];
  /** the figures themselves: how many, and the first of them with their old and new values and places */
  restated_figures: { total: number; figures: RestatedFigure[] };
  /** how many quarantined rows this load answered: corrected copies, or rows of the same key */
  answered: number;
  /** how many quarantined rows, of this load and all before it, still wait for an answer */
  quarantine_open: number;
  /** the workbooks of rejected rows that were written, for the bureaus to correct and send back */
  returns: { bureau: string; file: string; rows: number }[];
  /** the first of them, in the order of files and rows */
  quarantined: RowReport[];
  warnings: RowReport[];
}

/** How many rows a report lists; all are in the database. */
export const listedRows = 200;

export function fileMessage(code: FileCode, params: Params, lang: Lang): string {
  return sentence(fileMessages[code], lang, params);
}

export function ignoredMessage(code: IgnoredCode, lang: Lang): string {
  return sentence(ignoredMessages[code], lang);
}

export function rowMessage(code: string, value: string, expected: string, lang: Lang): string {
  const message = { ...cellMessages, ...warningMessages }[code as CellCode | WarningCode];
  return sentence(message, lang, { value: quoted(value), expected: quoted(expected) });
}

/** 0 when every row of every file is in, 1 when rows or files are not and are on record. */
export function exitCodeOf(report: LoadReport): ExitCode {
  return report.totals.rows_quarantined > 0 || report.totals.rejected > 0 ? exitCodes.dataErrors : exitCodes.done;
}
