import { type Lang, sentence } from "../../messages.ts";
import { defaultDatabase } from "../../warehouse/database.ts";
import type { FileFault } from "../read/file-fault.ts";
import { profileMessages } from "./messages.ts";
import { everySheet } from "./profile.ts";

/** What a person may answer of a file once for all months. */
export type Wanted = "dataset" | "sheet" | "unit" | "month" | "column";

/** A choice that a file leaves open, and how it is made: with `d521 profile set`, or by whoever calls `setProfile`. */
export interface Question {
  readonly wants: readonly Wanted[];
  /** the command, with the answers to be filled in */
  readonly command: string;
  /** the command that says that it is not as in other files, or that all sheets are read; absent where the first may say so as well */
  readonly otherwise?: string;
}

/**
 * What may be answered of a file that was refused; undefined for a fault that only another file mends.
 *
 * @param place  where the file is, for the command
 */
export function questionOf(fault: FileFault, place: { readonly exports: string; readonly file: string; readonly sheet: string; readonly database: string }, lang: Lang): Question | undefined {
  // where no name of the header is known, it may as well be that there is none
  const missing = fault.code === "missing_columns" ? String(fault.params.columns).split("、") : [];
  const wants = wanted(fault, missing);
  if (wants.length === 0) return undefined;
  const blanks: Record<Wanted, () => string> = {
    sheet: () => `--sheet ${sentence(profileMessages.ask_sheet, lang)}`,
    dataset: () => `--dataset ${sentence(profileMessages.ask_dataset, lang)}`,
    unit: () => `--unit ${sentence(profileMessages.ask_unit, lang)}`,
    month: () => `--month ${sentence(profileMessages.ask_month, lang)}`,
    column: () => (fault.code === "near_column" ? `--column ${quoted(`${String(fault.params.header)}=${String(fault.params.column)}`)}` : missing.map((column) => `--column ${sentence(profileMessages.ask_column, lang, { column })}`).join(" ")),
  };
  const words = ["d521 profile set", `--exports ${quoted(place.exports)}`, `--file ${quoted(place.file)}`];
  if (place.sheet !== "" && !wants.includes("sheet")) words.push(`--sheet ${quoted(place.sheet)}`);
  if (place.database !== defaultDatabase) words.push(`--database ${quoted(place.database)}`);
  const command = (answers: readonly string[]) => [...words, ...answers].join(" ");
  return {
    wants,
    command: command(wants.map((one) => blanks[one]())),
    ...(fault.code === "near_sheet" && { otherwise: command([`--sheet '${everySheet}'`]) }),
    ...(fault.code === "near_column" && { otherwise: command([`--dataset ${quoted(String(fault.params.dataset))}`]) }),
  };
}

function wanted({ code, params }: FileFault, missing: readonly string[]): readonly Wanted[] {
  if (code === "which_report") return ["dataset"];
  if (code === "unit_unclear" || code === "unit_partly" || code === "near_unit") return ["unit"];
  if (code === "near_month") return ["month"];
  if (code === "near_column") return ["column"];
  if (code === "near_sheet") return ["sheet"];
  // a column of the rows' own months is no place to choose
  if (code === "period_conflict") return /列$/.test(String(params.other_place)) || /^第/.test(String(params.other_place)) ? [] : ["month"];
  return missing.length > 0 ? ["column"] : [];
}

/** A word for a shell, whatever a file is called. */
function quoted(word: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
