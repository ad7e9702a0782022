import type { Answers } from "./answers.ts";
import type { Book } from "./book.ts";
import type { Column, Contract, Contracts } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { HeaderNames } from "./header-names.ts";
import { mostHeaders } from "./limits.ts";
import { lookedAt, mergesInHead } from "./merge-list.ts";
import { findTables, widthOf } from "./find-tables.ts";
import { type Merge, headRows, headerScore, namesRequired } from "./header-rows.ts";
import { type PlacedTable, type TableNames, withMentions } from "./table.ts";
import { type UnitMention, mentionsInCells } from "./table-units.ts";
import { monthsScore } from "./months-across.ts";
import type { FileSpace } from "./temp-space.ts";
import { TableWriter, type TextTable, slicesOf } from "./text-table.ts";
import { type Recognised, recognise } from "./which-report.ts";

/** Whether the sheet's first rows name all columns that the data set requires, but for a period that a title may say; or have its months side by side. */
export async function looksLike(book: Book, sheet: string, contract: Contract): Promise<boolean> {
  const [head, merges] = [await headOf(book, sheet), await headMerges(book, sheet)];
  return namesRequired(head, merges, contract) || monthsScore(head, merges, contract) > 0;
}

/** Whether the sheet's first rows name some of the data set's columns. */
export async function namesSome(book: Book, sheet: string, contract: Contract): Promise<boolean> {
  return headerScore(await headOf(book, sheet), await headMerges(book, sheet), contract) > 1;
}

/** As {@link recognise}, of a sheet's first rows. */
export async function recogniseSheet(book: Book, sheet: string, contracts: Contracts, file: string): Promise<Recognised | undefined> {
  return recognise(await headOf(book, sheet), await headMerges(book, sheet), contracts, { sheet, file, printed: await book.printed(sheet) });
}

export async function isEmpty(book: Book, sheet: string): Promise<boolean> {
  for await (const rows of book.rows(sheet)) if (rows.length > 0) return false;
  return true;
}

/** The merged ranges of the sheet's first rows, as of {@link mergesInHead}. */
export async function headMerges(book: Book, sheet: string): Promise<Merge[]> {
  return mergesInHead(await book.merges(sheet));
}

/** The sheet's first rows, as many as may come before the data. */
export async function headOf(book: Book, sheet: string): Promise<string[][]> {
  const head: string[][] = [];
  for await (const rows of book.rows(sheet)) {
    for (const { at, cells } of rows) {
      if (at >= headRows) return head;
      while (head.length < at) head.push([]);
      head[at] = cells.length > lookedAt ? cells.slice(0, lookedAt) : cells;
    }
  }
  return head;
}

/**
 * Writes a sheet's rows beside as text, one record a row of the sheet, and says where its tables are: one, or several side by side.
 *
 * @param called  the sheet's name, and the workbook's without folders and ending, or what its sender called them
 * @param space  the room that the rows may take
 * @throws FileFault `empty_file`, those of `findTables`, and those of a damaged sheet
 */
export async function writeSheet(book: Book, sheet: string, contract: Contract, path: string, called: TableNames, space: FileSpace, answers?: Answers): Promise<TextTable[]> {
  const merges = await book.merges(sheet);
  const head = await headOf(book, sheet);
  if (head.length < headRows && head.every((row) => row.every((cell) => cell.trim() === ""))) throw new FileFault("empty_file");
  const printed = await book.printed(sheet);
  const placed = findTables(head, mergesInHead(merges), contract, { ...called, printed, ...(answers && { answers }) });
  const found = placed[0]!.table;
  const width = widthOf(placed);
  if (width > mostHeaders) throw new FileFault("too_many_columns", { row: found.headerFirst + 1, columns: width, most: mostHeaders });
  const below = new MergedBelow(merges, placed);
  const beside: UnitMention[] = [];
  const names = new HeaderNames(contract, answers?.columns);
  const lookBeside = (cells: readonly string[], row: number) => {
    // a wider header further down: what it names must not be cut off
    if (row > found.dataFirst && cells.some((cell) => cell.trim() !== "" && names.match([cell]))) throw new FileFault("second_header", { row, first: found.dataFirst });
    if (beside.length < mostBeside) beside.push(...mentionsInCells(cells, row));
  };
  let next = 0;
  await new TableWriter(path, width, space).fill(async (writer) => {
    for await (const rows of book.rows(sheet)) {
      for (const { at, cells } of rows) {
        // a row without cells still has its number, and its part of what is merged over it
        for (; next < at; next++) await writer.write(below.fill(next, []));
        // notes beside a table are not its cells: right of the header only a unit is looked for
        if (cells.length > width && at >= found.headerFirst) lookBeside(cells.slice(width), at + 1);
        const full = writer.write(below.fill(at, cells.length > width ? cells.slice(0, width) : cells));
        if (full) await full;
        next = at + 1;
      }
    }
  });
  const source: TextTable = { contract, sheet, path, delimiter: ",", newline: "\\n", skip: 0, width, overflow: true, table: found, date1904: book.date1904, savedAt: book.savedAt, hasMergedRows: below.hasAny, underscores: true, foundDelimiter: "", encoding: "workbook" };
  return slicesOf(source, beside.length > 0 ? placed.map((one) => ({ ...one, table: withMentions(one.table, beside) })) : placed);
}

/** Notes beside a table that name a unit; more say the same. */
const mostBeside = 100;

const sharedBelow: readonly Column["type"][] = ["id", "text", "town", "enum", "date", "month", "quarter", "year"];

/** A cell merged downwards says the same of each of its rows; never for an amount, which would be counted several times. */
class MergedBelow {
  private readonly starts = new Map<number, Merge[]>();
  /** by their column: ranges do not overlap, and where they do the later one counts */
  private readonly open = new Map<number, { readonly last: number; readonly text: string }>();

  constructor(merges: readonly Merge[], placed: readonly PlacedTable[]) {
    const shared = new Set(placed.flatMap(({ table, pick }) => table.columns.filter(({ column }) => sharedBelow.includes(column.type)).map(({ index }) => pick?.[index] ?? index)));
    const dataFirst = Math.min(...placed.map(({ table }) => table.dataFirst));
    for (const merge of merges) {
      if (merge.s.c !== merge.e.c || merge.s.r < dataFirst || !shared.has(merge.s.c)) continue;
      const others = this.starts.get(merge.s.r);
      if (others) others.push(merge);
      else this.starts.set(merge.s.r, [merge]);
    }
  }

  get hasAny(): boolean {
    return this.starts.size > 0;
  }

  /** @param row  from 0; asked for each row, from the top */
  fill(row: number, cells: string[]): string[] {
    for (const [column, { last }] of this.open) if (last < row) this.open.delete(column);
    // an empty row below a merged cell is an empty row
    if (this.open.size > 0 && cells.some((cell) => cell && cell.trim() !== "")) for (const [column, { text }] of this.open) cells[column] ||= text;
    for (const { s, e } of this.starts.get(row) ?? []) this.open.set(s.c, { last: e.r, text: cells[s.c] ?? "" });
    return cells;
  }
}
