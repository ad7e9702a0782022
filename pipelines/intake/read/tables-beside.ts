import type { Column, Contract } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { headerForm } from "./header-names.ts";
import { type HeaderPlaces, type Merge, headerPlaces } from "./header-rows.ts";
import { type PlacedTable, type Table, type TableNames, findTable } from "./table.ts";

/** A table's columns on its sheet, from 0, both ends included. */
interface Block {
  readonly first: number;
  readonly last: number;
}

/**
 * The tables that stand side by side on a sheet, each with its own header in the same rows: where the first header comes
 * again, the next table begins. What is written above one of them is said of it, what is merged over several or stands
 * alone at the sheet's left edge is said of all.
 *
 * @returns undefined where the header is of one table
 * @throws FileFault `tables_beside` for headers that differ, `unit_beside` where some name a unit and others none, and those of `findTable`
 */
export function tablesBeside(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames): PlacedTable[] | undefined {
  const header = headerPlaces(rows, merges, contract);
  if (!header) return undefined;
  const width = header.texts.findLastIndex((parts) => parts.some((text) => text !== "")) + 1;
  const starts = repeatsOf(header);
  const blocks = starts.map((start, index): Block => ({ first: index === 0 ? 0 : start, last: (starts[index + 1] ?? width) - 1 }));
  if (blocks.length < 2) return undefined;
  const parts = blocks.map((block) => ({ block, rows: rowsOf(rows, merges, header, block), merges: mergesOf(merges, header, block) }));
  const named = parts.map((part) => headerPlaces(part.rows, part.merges, contract)?.columns ?? new Map<Column, never>());
  // one table in which a header comes twice is no two tables
  if (named.some((columns) => columns.size < 2)) return undefined;
  if (named.some((columns) => !sameColumns(columns, named[0]!))) throw new FileFault("tables_beside", { row: header.last + 1, tables: blocks.map((block) => `${placeOf(block)}「${textsOf(header, block)}」`).join("，") });
  const placed = parts.map(({ block, ...part }, index): PlacedTable => ({
    table: findTable(part.rows, part.merges, contract, called),
    pick: Array.from({ length: block.last - block.first + 1 }, (_, at) => block.first + at),
    sheetWidth: width,
    place: index === 0 ? "" : `（${placeOf(block)}）`,
  }));
  refuseUnitBeside(placed.map(({ table }, index) => ({ table, where: `${placeOf(blocks[index]!)}的表` })));
  return placed;
}

function placeOf({ first }: Block): string {
  return `第 ${first + 1} 列起`;
}

/** Where the leftmost header stands, and stands again; where that is none of the data set's, the leftmost that is. */
function repeatsOf({ texts, columns }: HeaderPlaces): number[] {
  const forms = texts.map((parts) => headerForm(parts.findLast((text) => text !== "") ?? ""));
  const leftmost = forms.find((form) => form !== "");
  const starts = forms.flatMap((form, index) => (form === leftmost ? [index] : []));
  const known = [...columns.values()].map((places) => places.map(({ index }) => index)).sort(([one], [other]) => one! - other!)[0]!;
  return starts.length > 1 ? starts : known;
}

function sameColumns(one: HeaderPlaces["columns"], other: HeaderPlaces["columns"]): boolean {
  return one.size === other.size && [...one.keys()].every((column) => other.has(column));
}

function textsOf({ texts }: HeaderPlaces, { first, last }: Block): string {
  return texts.slice(first, last + 1).map((parts) => parts.join("")).filter((text) => text !== "").join("、");
}

/** The table's part of every row; of those above the header also what is said of the whole sheet, in front. */
function rowsOf(rows: readonly (readonly string[])[], merges: readonly Merge[], header: HeaderPlaces, { first, last }: Block): string[][] {
  return rows.map((row, at) => {
    const own = row.slice(first, last + 1);
    if (at >= header.first) return own;
    const filled = row.flatMap((cell, index) => (cell.trim() === "" ? [] : [index]));
    const isForAll = (index: number) => (filled.length === 1 && index === 0) || merges.some(({ s, e }) => s.r === at && s.c === index && s.c <= last && e.c >= first);
    return [...filled.filter((index) => (index < first || index > last) && isForAll(index)).map((index) => row[index]!), ...own];
  });
}

function mergesOf(merges: readonly Merge[], header: HeaderPlaces, { first, last }: Block): Merge[] {
  return merges
    .filter(({ s, e }) => s.r >= header.first && s.c <= last && e.c >= first)
    .map(({ s, e }) => ({ s: { r: s.r, c: Math.max(s.c, first) - first }, e: { r: e.r, c: Math.min(e.c, last) - first } }));
}

/**
 * Refuses a unit that is said of one table and may be meant for its neighbour, which names none.
 *
 * @throws FileFault `unit_beside`
 */
export function refuseUnitBeside(tables: readonly { readonly table: Table; readonly where: string }[]): void {
  for (const { table, where } of tables) {
    for (const { column, header, unit, conversion } of table.columns) {
      if (unit === undefined || !conversion || ("times" in conversion && conversion.times === "1")) continue;
      const other = tables.find((one) => one.table.columns.some((theirs) => theirs.column === column && theirs.unit === undefined));
      if (other) throw new FileFault("unit_beside", { header, unit, place: where, other: other.where });
    }
  }
}
