import type { Column, Contract } from "../contracts.ts";
import type { Answers } from "./answers.ts";
import { HeaderNames, headerForm, isUnitMark } from "./header-names.ts";
import { isPeriod } from "./stated-period.ts";
import { unitsSaid } from "./unit-mentions.ts";

/** A merged range of a sheet; rows and columns count from 0, both ends included. */
export interface Merge {
  readonly s: { readonly r: number; readonly c: number };
  readonly e: { readonly r: number; readonly c: number };
}

/** How many rows from the top may come before the data. */
export const headRows = 60;

interface Place {
  readonly index: number;
  readonly header: string;
  readonly exact: boolean;
  readonly remarks: readonly string[];
}

/** Rows that may be the header, and the columns that they name. */
export interface Candidate {
  readonly first: number;
  readonly span: number;
  readonly found: Map<Column, readonly Place[]>;
}

/** The header that `findTable` takes, and the columns that it names; undefined where no row names any. */
export function headerPlaces(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): HeaderPlaces | undefined {
  const names = new HeaderNames(contract);
  const best = headerOf(rows, merges, contract, names);
  if (!best || best.found.size === 0) return undefined;
  const last = lastHeaderRow(best, rows, merges);
  return { first: best.first, last, columns: best.found, texts: headerTexts(rows, merges, best.first, last - best.first + 1) };
}

export interface HeaderPlaces {
  /** rows, from 0 */
  readonly first: number;
  readonly last: number;
  readonly columns: ReadonlyMap<Column, readonly { readonly index: number }[]>;
  /** each column's texts from top to bottom */
  readonly texts: readonly (readonly string[])[];
}

/** True where the best header row names all that the data set requires, but for a period that a title may say. */
export function namesRequired(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): boolean {
  return [false, ...(contract.cumulative.length > 0 ? [true] : [])].some((ofSums) => namesAll(rows, merges, contract, ofSums));
}

function namesAll(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, ofSums: boolean): boolean {
  const found = bestCandidate(rows, merges, new HeaderNames(contract, undefined, ofSums))?.found;
  // one header alone is a word that any sheet may hold
  return found !== undefined && found.size > 1 && contract.columns.every((column) => !column.required || isPeriod(column.type) || found.has(column));
}

/** How many of the contract's columns the best header row names; tells a comma from a tab, and one sheet from another. */
export function headerScore(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, said?: Answers["columns"]): number {
  return bestCandidate(rows, merges, new HeaderNames(contract, said))?.found.size ?? 0;
}

/** The row or rows, of the first of a sheet or text, that name most columns. */
export function bestCandidate(rows: readonly (readonly string[])[], merges: readonly Merge[], names: HeaderNames): Candidate | undefined {
  let best: Candidate | undefined;
  for (let first = 0; first < Math.min(rows.length, headRows); first++) {
    for (const span of [1, 2, 3]) {
      if (first + span > rows.length) continue;
      // a header names no more columns than it has: below a good one, only a wider one need be tried
      const most = Math.max(...rows.slice(first, first + span).map((row) => row.length));
      if (best && (most < best.found.size || (most === best.found.size && span >= best.span))) continue;
      const candidate: Candidate = { first, span, found: matchHeaders(headerTexts(rows, merges, first, span), names) };
      // of headers that name as many columns, the one with the fewest rows: a title above is no part of it
      const gain = candidate.found.size - (best?.found.size ?? 0);
      if (!best || gain > 0 || (gain === 0 && span < best.span)) best = candidate;
    }
  }
  return best;
}

/** The header that is taken: the first that names all that is required, or the one that names most, with all rows that belong to it. */
export function headerOf(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, names: HeaderNames): Candidate | undefined {
  return withRowsBelow(firstWhole(bestCandidate(rows, merges, names), rows, merges, contract, names), rows, merges, names);
}

/** Of several headers that name all that is required the first is the table's: what is above is not to be taken for titles. */
function firstWhole(best: Candidate | undefined, rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, names: HeaderNames): Candidate | undefined {
  for (let found = best; ; ) {
    const above = found && found.first > 0 ? bestCandidate(rows.slice(0, found.first), merges, names) : undefined;
    if (!above || contract.columns.some((column) => column.required && !isPeriod(column.type) && !above.found.has(column))) return found;
    found = above;
  }
}

/** The header with the rows that belong to it though they name no further column: under a merged cell, or of units only. */
function withRowsBelow(found: Candidate | undefined, rows: readonly (readonly string[])[], merges: readonly Merge[], names: HeaderNames): Candidate | undefined {
  if (!found) return undefined;
  const span = lastHeaderRow(found, rows, merges) - found.first + 1;
  if (span === found.span) return found;
  const taller: Candidate = { first: found.first, span, found: matchHeaders(headerTexts(rows, merges, found.first, span), names) };
  return taller.found.size >= found.found.size ? taller : found;
}

/** The last row of a header that begins with these: rows merged into it, and a row of units only, belong to it. */
export function lastHeaderRow({ first, span }: Pick<Candidate, "first" | "span">, rows: readonly (readonly string[])[], merges: readonly Merge[]): number {
  let last = first + span - 1;
  for (const merge of merges) {
    if (merge.s.r >= first && merge.s.r <= last && merge.e.r > last && merge.e.r <= first + 2) last = merge.e.r;
  }
  const below = filled(rows[last + 1]);
  return below.length > 0 && !statesUnit(below) && below.every((cell) => isUnitMark(headerForm(cell))) ? last + 1 : last;
}

/** True for a row that does nothing but state the table's unit, wherever it has been put: «单位：元». */
export function statesUnit(row: readonly string[] | undefined): boolean {
  const [cell, ...others] = filled(row);
  return cell !== undefined && others.length === 0 && /单\s*位/.test(cell) && unitsSaid(cell) !== undefined;
}

function filled(row: readonly string[] | undefined): string[] {
  return (row ?? []).filter((cell) => cell.trim() !== "");
}

/** For each column, its header's texts from top to bottom; a text merged over several columns belongs to each. */
export function headerTexts(rows: readonly (readonly string[])[], merges: readonly Merge[], first: number, span: number): string[][] {
  const width = Math.max(0, ...rows.slice(first, first + span).map((row) => row.length));
  const texts = Array.from({ length: width }, (_, column) => Array.from({ length: span }, (_, row) => (rows[first + row]?.[column] ?? "").trim()));
  for (const { s, e } of merges) {
    if (s.r < first || s.r >= first + span || e.c === s.c) continue;
    const text = rows[s.r]?.[s.c]?.trim() ?? "";
    for (let column = s.c; column <= Math.min(e.c, width - 1); column++) texts[column]![s.r - first] = text;
  }
  // where no group is merged, as in a text file, an empty cell above a lower header continues the group to its left
  if (span > 1 && !merges.some(({ s, e }) => s.r >= first && s.r < first + span && e.c > s.c)) {
    for (let row = 0; row < span - 1; row++) {
      for (let column = 1; column < width; column++) {
        const below = texts[column]!.slice(row + 1).some((text) => text !== "");
        const leftBelow = texts[column - 1]!.slice(row + 1).some((text) => text !== "");
        if (texts[column]![row] === "" && below && leftBelow) texts[column]![row] = texts[column - 1]![row]!;
      }
    }
  }
  return texts;
}

/** The columns that headers name, and where; a column may be named more than once. */
export function matchHeaders(texts: readonly (readonly string[])[], names: HeaderNames): Candidate["found"] {
  const found: Candidate["found"] = new Map();
  for (const [index, parts] of texts.entries()) {
    const match = names.match(parts);
    if (!match) continue;
    const place = { index, header: parts.join(""), exact: match.exact, remarks: match.remarks };
    found.set(match.column, [...(found.get(match.column) ?? []), place]);
  }
  return found;
}
