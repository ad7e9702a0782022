import { type Contract, type Contracts } from "../contracts.ts";
import type { Book } from "../read/book.ts";
import { stem } from "../read/files.ts";
import type { TableNames } from "../read/table.ts";
import { isOurs } from "./furniture.ts";

/** A sheet of a returned workbook, as its letter lists it. */
export interface ListedSheet {
  readonly name: string;
  /** the data set's Chinese name */
  readonly dataset: string;
  readonly form: SheetForm;
  /** the sender's file and sheet; several files of a list are told by their number */
  readonly file: string;
  readonly sheet: string;
  readonly rows: number;
}

/** `原样`: the sender's own sheet, all rows; `清单`: the rows that go back alone. */
export type SheetForm = "原样" | "清单";

export const manifestHeaders = ["序号", "工作表", "报表", "版式", "原文件", "原工作表", "退回行数"] as const;

export function manifestRow(listed: ListedSheet, index: number): string[] {
  return [String(index + 1), listed.name, listed.dataset, listed.form, listed.file, listed.sheet, String(listed.rows)];
}

/** A sheet that a returned workbook's letter lists. */
export interface ReturnedSheet {
  readonly sheet: string;
  readonly contract: Contract;
  /** what sheet and file of the sender were called, where they may say the unit or the period */
  readonly called: TableNames;
}

const mostRows = 1_000;

/**
 * What a workbook's letter says of its sheets. It is read for what the sender's file and sheet were called, and for which
 * sheets hold rows that came back; it loads nothing by itself.
 *
 * @returns undefined for a workbook without such a letter, or none of whose sheets it lists
 */
export async function readManifest(book: Book, contracts: Contracts): Promise<readonly ReturnedSheet[] | undefined> {
  const letter = book.sheets.find(({ name }) => isOurs(name))?.name;
  if (letter === undefined) return undefined;
  const byName = new Map([...contracts.values()].map((contract) => [contract.name, contract]));
  const visible = new Set(book.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name));
  const found = new Map<string, ReturnedSheet>();
  let places: number[] | undefined;
  for await (const rows of book.rows(letter)) {
    for (const { at, cells } of rows) {
      if (at > mostRows) return found.size > 0 ? [...found.values()] : undefined;
      const texts = cells.map((cell) => (cell ?? "").trim());
      if (!places) {
        const at = manifestHeaders.map((header) => texts.indexOf(header));
        if (!at.includes(-1)) places = at;
        continue;
      }
      const [, sheet = "", dataset = "", form, file = "", original = ""] = places.map((place) => texts[place] ?? "");
      const contract = byName.get(dataset);
      if (contract && visible.has(sheet) && !isOurs(sheet)) found.set(sheet, { sheet, contract, called: form === "原样" ? { sheet: original, file: stem(file) } : { sheet: "", file: "" } });
    }
  }
  return found.size > 0 ? [...found.values()] : undefined;
}
