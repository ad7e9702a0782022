import { type Conversion } from "../cells/amount.ts";
import { conversionOf } from "../cells/units.ts";
import type { Column, Contract } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";

/** A merged range of a sheet; rows and columns count from 0, both ends included. */
export interface Merge {
  readonly s: { readonly r: number; readonly c: number };
  readonly e: { readonly r: number; readonly c: number };
}

export interface FoundColumn {
  readonly column: Column;
  /** place in the row, from 0 */
  readonly index: number;
  /** the header as it came */
  readonly header: string;
  readonly conversion: Conversion | undefined;
  /** the unit that the header or a title row names; undefined where none does */
  readonly unit: string | undefined;
}

/** Where a table's header and data are, and which column is which. Rows count from 0. */
export interface Table {
  readonly headerFirst: number;
  readonly dataFirst: number;
  readonly width: number;
  readonly columns: readonly FoundColumn[];
  /** the header of every column as it came, '' where it has none */
  readonly headers: readonly string[];
  /** headers that belong to no column of the contract */
  readonly unknownHeaders: readonly string[];
  /** the texts above the header */
  readonly titles: readonly string[];
}

/** What a returned workbook adds to the data set's columns: where a row came from, and why it was rejected. */
export const originHeader = "原文件位置";
export const reasonHeader = "退回原因";
const returnHeaders: readonly string[] = [originHeader, reasonHeader];

/** How many rows from the top may come before the data. */
export const headRows = 60;

interface Candidate {
  readonly first: number;
  readonly span: number;
  readonly found: Map<Column, { index: number; header: string; unit: string | undefined; exact: boolean }[]>;
}

/**
 * Finds the header of a data set's table in the first rows of a sheet or text: below title rows, one to three rows high,
 * merged or not. The row or rows that name most of the contract's columns are the header.
 *
 * @throws FileFault `no_header`, `missing_columns`, `doubled_header`, `unknown_unit`
 */
export function findTable(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): Table {
  const best = withRowsBelow(bestCandidate(rows, merges, contract), rows, merges, contract);
  if (!best || best.found.size === 0) {
    throw new FileFault("no_header", { expected: contract.columns.filter((column) => column.required).map((column) => column.zh).join("、") });
  }
  const last = lastHeaderRow(best, rows, merges);
  const titles = rows.slice(0, best.first).flatMap((row) => row.map((cell) => cell.trim()).filter((cell) => cell !== ""));
  const titleUnit = titles.map((title) => /单位\s*[:：]\s*(亿元|百万元|万元|千元|元)/.exec(title)?.[1]).find((unit) => unit !== undefined);
  const columns: FoundColumn[] = [];
  for (const column of contract.columns) {
    const places = best.found.get(column);
    if (!places) continue;
    const exact = places.filter((place) => place.exact);
    const [place, second] = exact.length > 0 ? exact : places;
    if (second) throw new FileFault("doubled_header", { row: last + 1, column: column.zh });
    if (!place) continue;
    columns.push({ column, index: place.index, header: place.header, ...conversionFor(column, place, titleUnit) });
  }
  const missing = contract.columns.filter((column) => column.required && !best.found.has(column));
  if (missing.length > 0) {
    throw new FileFault("missing_columns", { row: last + 1, columns: missing.map((column) => column.zh).join("、") });
  }
  const headers = headerTexts(rows, merges, best.first, last - best.first + 1).map((texts) => texts.filter((text) => text !== "").join(""));
  const width = Math.max(...rows.slice(best.first, last + 1).map((row) => row.length));
  const known = new Set(columns.map((column) => column.index));
  return {
    headerFirst: best.first,
    dataFirst: last + 1,
    width,
    columns,
    headers: Array.from({ length: width }, (_, index) => headers[index] ?? ""),
    unknownHeaders: headers.filter((header, index) => header !== "" && !known.has(index) && !returnHeaders.includes(header)),
    titles,
  };
}

/** How many of the contract's columns the best header row names; tells a comma from a tab, and one sheet from another. */
export function headerScore(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): number {
  return bestCandidate(rows, merges, contract)?.found.size ?? 0;
}

function bestCandidate(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): Candidate | undefined {
  let best: Candidate | undefined;
  for (let first = 0; first < Math.min(rows.length, headRows); first++) {
    for (const span of [1, 2, 3]) {
      if (first + span > rows.length) continue;
      const candidate: Candidate = { first, span, found: matchHeaders(headerTexts(rows, merges, first, span), contract) };
      // of headers that name as many columns, the one with the fewest rows: a title above is no part of it
      const gain = candidate.found.size - (best?.found.size ?? 0);
      if (!best || gain > 0 || (gain === 0 && span < best.span)) best = candidate;
    }
  }
  return best;
}

/** The header with the rows that belong to it though they name no further column: under a merged cell, or of units only. */
function withRowsBelow(found: Candidate | undefined, rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): Candidate | undefined {
  if (!found) return undefined;
  const span = lastHeaderRow(found, rows, merges) - found.first + 1;
  if (span === found.span) return found;
  const taller: Candidate = { first: found.first, span, found: matchHeaders(headerTexts(rows, merges, found.first, span), contract) };
  return taller.found.size >= found.found.size ? taller : found;
}

function lastHeaderRow({ first, span }: Candidate, rows: readonly (readonly string[])[], merges: readonly Merge[]): number {
  let last = first + span - 1;
  for (const merge of merges) {
    if (merge.s.r >= first && merge.s.r <= last && merge.e.r > last && merge.e.r <= first + 2) last = merge.e.r;
  }
  const below = (rows[last + 1] ?? []).filter((cell) => cell.trim() !== "");
  return below.length > 0 && below.every((cell) => unitOnly.test(headerForm(cell))) ? last + 1 : last;
}

const unitOnly = /^[([【]?(单位:)?(亿元|百万元|万元|千元|元|亩|平方米|平米|公顷|吨标准煤|万千瓦时|千瓦时|吨|千克|人|个|户|家|件|%)[)\]】]?$/;

/** For each column, its header's texts from top to bottom; a text merged over several columns belongs to each. */
function headerTexts(rows: readonly (readonly string[])[], merges: readonly Merge[], first: number, span: number): string[][] {
  const width = Math.max(0, ...rows.slice(first, first + span).map((row) => row.length));
  const texts = Array.from({ length: width }, (_, column) => Array.from({ length: span }, (_, row) => (rows[first + row]?.[column] ?? "").trim()));
  for (const { s, e } of merges) {
    if (s.r < first || s.r >= first + span || e.c === s.c) continue;
    const text = rows[s.r]?.[s.c]?.trim() ?? "";
    for (let column = s.c; column <= Math.min(e.c, width - 1); column++) texts[column]![s.r - first] = text;
  }
  // a text file keeps no merges: above a lower header, an empty cell continues the group to its left
  if (span > 1 && merges.length === 0) {
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

/** One spelling for headers: half-width, no white space, no mark for a required column. */
export function headerForm(text: string): string {
  return text.normalize("NFKC").replace(/[\s\u200b\ufeff*]/g, "").toLowerCase();
}

function matchHeaders(texts: readonly (readonly string[])[], contract: Contract): Candidate["found"] {
  const names = new Map<string, { column: Column; exact: boolean }>();
  for (const column of contract.columns) {
    for (const alias of column.aliases) names.set(headerForm(alias), { column, exact: false });
  }
  for (const column of contract.columns) names.set(headerForm(column.zh), { column, exact: true });
  const found: Candidate["found"] = new Map();
  texts.forEach((parts, index) => {
    for (const text of spellings(parts.filter((part) => part !== "").map(headerForm))) {
      const match = matchOne(text, names);
      if (!match) continue;
      const places = found.get(match.column) ?? [];
      places.push({ index, header: parts.filter((part) => part !== "").join(""), unit: match.unit, exact: match.exact });
      found.set(match.column, places);
      return;
    }
  });
  return found;
}

const thisMonth = /^(本月|当月|本期|本月数|当月数|本期数)$/;

/** What a column may be called by its header's parts: all together, the lowest, or the group where the lowest only says «this month». */
function spellings(parts: readonly string[]): string[] {
  const lowest = parts.at(-1);
  if (lowest === undefined) return [];
  if (parts.length === 1) return [lowest];
  const rest = parts.slice(0, -1);
  if (unitOnly.test(lowest)) return spellings([...rest.slice(0, -1), `${rest.at(-1)!}(${lowest.replace(/[()[\]【】]/g, "")})`]);
  const [bare, ...units] = bracketless(lowest);
  const group = thisMonth.test(bare!) ? [rest.at(-1)! + units.map((unit) => `(${unit})`).join("")] : [];
  return [parts.join(""), rest.at(-1)! + lowest, lowest, ...group];
}

/** «营业收入(不含税)(万元)» → its name and the texts of its brackets, last first. */
function bracketless(text: string): [string, ...string[]] {
  const inBrackets: string[] = [];
  let bare = text;
  for (;;) {
    const match = /^(.*?)[([【[]([^()[\]【】]*)[)\]】\]]$/.exec(bare);
    if (!match) return [bare, ...inBrackets];
    inBrackets.push(match[2]!);
    bare = match[1]!;
  }
}

/** Remarks that make a header another figure than its bare name: a sum over months, another period, a rate or a plan. */
const otherFigure = /累计|上年|去年|上期|同期|上月|同比|环比|增长|增速|增幅|计划|目标|预计/;

function matchOne(text: string, names: ReadonlyMap<string, { column: Column; exact: boolean }>): { column: Column; exact: boolean; unit: string | undefined } | undefined {
  const whole = names.get(text);
  if (whole) return { ...whole, unit: undefined };
  const [bare, ...remarks] = bracketless(text);
  const other = remarks.find((remark) => otherFigure.test(remark));
  // «工业总产值(本年累计)» is its own column and never the month's
  const match = names.get(other === undefined ? bare : bare + other);
  const rest = remarks.filter((remark) => remark !== other);
  return match && { ...match, unit: rest.find((remark) => unitOnly.test(remark)) ?? rest[0] };
}

function conversionFor(column: Column, place: { header: string; unit: string | undefined }, titleUnit: string | undefined): Pick<FoundColumn, "conversion" | "unit"> {
  if (place.unit !== undefined) {
    const conversion = conversionOf(column, place.unit);
    if (conversion === "unknown") throw new FileFault("unknown_unit", { header: place.header, unit: place.unit, expected: column.unit ?? "%" });
    if (conversion) return { conversion, unit: place.unit.replace(/^单位[:：]?/, "") };
  }
  if (column.type !== "money" || titleUnit === undefined) return { conversion: undefined, unit: undefined };
  const conversion = conversionOf(column, titleUnit);
  return conversion === "unknown" || conversion === null ? { conversion: undefined, unit: undefined } : { conversion, unit: titleUnit };
}
