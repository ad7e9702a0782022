import type { Column, Contract } from "../contracts.ts";
import { returnHeaders } from "../returns/furniture.ts";
import { type Answers, type MonthPlace, monthPlaceNames } from "./answers.ts";
import { type Cumulative, cumulativeSaid, isSummed, placesWithoutSums, withoutSums } from "./cumulative.ts";
import { FileFault } from "./file-fault.ts";
import type { Conversion } from "../cells/amount.ts";
import { plainUnit } from "../cells/units.ts";
import { HeaderNames, headerForm, isUnitMark, shapeForm } from "./header-names.ts";
import { type OtherFigures, refuseOtherFigures, spanSaid } from "./other-figures.ts";
import { type RowSpans, rowSpans } from "./row-spans.ts";
import { type PeriodPlaces, type StatedPeriod, isPeriod, statedPeriod } from "./stated-period.ts";
import { type ColumnUnit, type HeadedColumn, type UnitMention, mentionsIn, mentionsInCells, mentionsInName, unitWords, unitsOf } from "./table-units.ts";
import { unitsSaid } from "./unit-mentions.ts";

/** A table of a sheet, and where on it. */
export interface PlacedTable {
  readonly table: Table;
  /** the sheet's columns that are the table's, from 0: the table counts its own by their place here; absent where all are */
  readonly pick?: readonly number[];
  /** columns of the sheet that its tables and what is between them take; absent where that is the table's own width */
  readonly sheetWidth?: number;
  /** what is added to the sheet's name, so that rows are told apart: `（第 8 列起）`; '' for a sheet's only or first table */
  readonly place: string;
}

/** What a table's surroundings are called: its sheet ('' for a text file), and its file without folders and ending. */
export interface TableNames {
  readonly sheet: string;
  readonly file: string;
  /** the texts of its printed pages' headers and footers */
  readonly printed?: readonly string[];
  /** what other sheets of its workbook, that explain it, say of units */
  readonly notes?: readonly UnitMention[];
  /** what a person said of files of its shape, where it leaves something open */
  readonly answers?: Answers;
}

/** A merged range of a sheet; rows and columns count from 0, both ends included. */
export interface Merge {
  readonly s: { readonly r: number; readonly c: number };
  readonly e: { readonly r: number; readonly c: number };
}

export interface FoundColumn extends HeadedColumn, ColumnUnit {
  /** place in the row, from 0 */
  readonly index: number;
  /** the period that a title, the sheet's or the file's name says for all rows: no cell holds it */
  readonly stated?: StatedPeriod;
  /** for people: the files that the figure comes from, where it is joined to the rows of another */
  readonly elsewhere?: string;
  /** first and last day in two columns, taken together as «…至…»; twice the same for one column of both */
  readonly joined?: readonly [number, number];
  /** of rows of the year's sums: the column's text → the month that they go up to */
  readonly upTo?: ReadonlyMap<string, string>;
}

/** Where a column's cells stand that are in no one column of the source. */
export const outsideIndex = 10_000;

/** Where a table's header and data are, and which column is which. Rows count from 0. */
export interface Table {
  readonly called: TableNames;
  readonly headerFirst: number;
  readonly dataFirst: number;
  readonly width: number;
  readonly columns: readonly FoundColumn[];
  /** the rows of the header as they came */
  readonly headerRows: readonly (readonly string[])[];
  /** the header of every column as it came, '' where it has none */
  readonly headers: readonly string[];
  /** headers that belong to no column of the contract */
  readonly unknownHeaders: readonly string[];
  /** the texts above the header */
  readonly titles: readonly string[];
  /** the month that title, sheet and file name say of a table that has a column of months */
  readonly saidMonth: StatedPeriod | undefined;
  /** several months that title, sheet and file name speak of */
  readonly span: OtherFigures | undefined;
  /** the figures are the year's sums up to their month, by what a title, a name or the headers say */
  readonly cumulative: Cumulative | undefined;
  /** what was said of units outside the headers, the nearest first */
  readonly mentions: readonly UnitMention[];
  /** of a table that is one month of several side by side */
  readonly month?: MonthOfMany;
}

/** One month of a sheet whose months stand side by side. */
export interface MonthOfMany {
  /** the one figure of a sheet that has no other, where the data set has several: the others come in further files */
  readonly figure: Column | undefined;
  /** columns that sum up months of their row; told once a sheet, with its first month */
  readonly sums: readonly MonthSum[];
  /** the months' own columns of the sheet, from 0 */
  readonly monthColumns: readonly number[];
}

/** A column that sums up months; all columns are the sheet's own, from 0. */
export interface MonthSum {
  readonly header: string;
  readonly index: number;
  readonly column: Column;
  /** from the unit in its own brackets; undefined where it names none and is in the months' */
  readonly conversion: Conversion | undefined;
  readonly of: readonly number[];
}

/** How many rows from the top may come before the data. */
export const headRows = 60;

interface Place {
  readonly index: number;
  readonly header: string;
  readonly exact: boolean;
  readonly remarks: readonly string[];
}

interface Candidate {
  readonly first: number;
  readonly span: number;
  readonly found: Map<Column, readonly Place[]>;
}

/**
 * Finds the header of a data set's table in the first rows of a sheet or text: below title rows, one to three rows high,
 * merged or not. The row or rows that name most of the contract's columns are the header.
 *
 * @param called  what sheet and file are called: they may say the unit, and the period of a table that has no column of it
 * @param above   rows of the source above the first of `rows`
 * @throws FileFault `no_header`, `missing_columns`, `doubled_header`, `figures_other`, those of `unitsOf`, `statedPeriod` and `rowSpans`
 */
export function findTable(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames = { sheet: "", file: "" }, above = 0): Table {
  const said = called.answers?.columns;
  try {
    return tableBy(new HeaderNames(contract, said), rows, merges, contract, called, above);
  } catch (fault) {
    if (contract.cumulative.length === 0 || !isHeaderFault(fault)) throw fault;
    // the only figures may be headed as the year's sums; beside some of the month's own they are none
    const names = new HeaderNames(contract, said, true);
    const sums = bestCandidate(rows, merges, names);
    if (!sums || contract.columns.some((column) => column.required && isSummed(contract, column) && !sums.found.has(column))) throw fault;
    const ofMonth = matchHeaders(headerTexts(rows, merges, sums.first, sums.span), new HeaderNames(contract, said));
    if (contract.columns.some((column) => isSummed(contract, column) && ofMonth.has(column))) throw fault;
    return tableBy(names, rows, merges, contract, called, above);
  }
}

function isHeaderFault(fault: unknown): boolean {
  return fault instanceof FileFault && (fault.code === "no_header" || fault.code === "missing_columns");
}

function tableBy(names: HeaderNames, rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames, above: number): Table {
  const best = withRowsBelow(firstWhole(bestCandidate(rows, merges, names), rows, merges, contract, names), rows, merges, names);
  if (!best || best.found.size === 0) {
    throw new FileFault("no_header", { expected: contract.columns.filter((column) => column.required).map((column) => column.zh).join("、") });
  }
  const last = lastHeaderRow(best, rows, merges);
  const titles = titlesAbove(rows.slice(0, best.first), called);
  const unitBelow = statesUnit(rows[last + 1]);
  const found: Omit<FoundColumn, keyof ColumnUnit>[] = [];
  for (const column of contract.columns) {
    const places = best.found.get(column);
    if (!places) continue;
    const exact = places.filter((place) => place.exact);
    const [place, second] = exact.length > 0 ? exact : places;
    if (second) throw new FileFault("doubled_header", { row: above + last + 1, column: column.zh });
    if (!place) continue;
    found.push({ column, index: place.index, header: place.header, remarks: place.remarks });
  }
  const headers = headerTexts(rows, merges, best.first, last - best.first + 1).map((texts) => texts.filter((text) => text !== "").join(""));
  const sums = names.ofSums ? cumulativeHeader(contract, found) : cumulativeSaid(contract, headers, { titles, ...called });
  if (names.ofSums) found.push(...controlsOf(contract, found));
  const spans = spansIn(rows.slice(last + 1), found, periodEnds(headers), contract);
  const cumulative = sums && !sums.isSpan ? sums : (spans?.cumulative ?? sums);
  const around: PeriodPlaces = cumulative ? placesWithoutSums({ titles: names.ofSums ? [...titles, cumulative.word] : titles, ...called }) : { titles, ...called };
  if (spans) found.splice(0, found.length, ...found.filter(({ column }) => column !== spans.column.column), spans.column);
  const missing = contract.columns.filter((column) => column.required && !best.found.has(column) && column !== spans?.column.column);
  const [period, ...others] = missing.filter(({ type }) => isPeriod(type));
  // what else is missing is said first: the table may be none of this data set
  if (period && others.length === 0 && missing.length === 1) {
    const stated = periodColumn(period, headers, whereMonthStands(around, called.answers));
    if (stated) {
      // the header's own span was asked as one title more
      const isHeaders = names.ofSums && cumulative !== undefined && stated.stated?.place === `标题「${cumulative.word}」`;
      found.push(isHeaders ? { ...stated, stated: { text: stated.stated!.text, place: cumulative.place } } : stated);
      missing.length = 0;
    }
  }
  if (missing.length === 1 && period && called.answers?.month) throw new FileFault("profile_month_absent", { profile: called.answers.profile, place: monthPlaceNames[called.answers.month], column: period.zh });
  if (missing.length > 0) {
    throw new FileFault("missing_columns", { row: above + last + 1, columns: missing.map((column) => column.zh).join("、") });
  }
  refuseOtherFigures(contract, headers, around);
  const width = Math.max(...rows.slice(best.first, last + 1).map((row) => row.length));
  const known = new Set(found.flatMap(({ index, joined }) => joined ?? [index]));
  const unread = headers.map((header, index) => (known.has(index) ? "" : header));
  const mentions = mentionsAround(rows, { first: best.first, last }, unread, called, above);
  const all = answered(mentions, called.answers);
  const units = unitsOf(found, all);
  const absent = [...(called.answers?.columns.values() ?? [])].find((name) => !found.some(({ column }) => column.name === name));
  if (absent !== undefined) throw new FileFault("profile_header_absent", { profile: called.answers!.profile, column: contract.columns.find(({ name }) => name === absent)?.zh ?? absent });
  return {
    called,
    headerFirst: above + best.first,
    dataFirst: above + last + 1 + (unitBelow ? 1 : 0),
    headerRows: rows.slice(best.first, last + 1),
    width,
    columns: found.map((one, index) => ({ ...one, ...units[index]! })),
    headers: Array.from({ length: width }, (_, index) => headers[index] ?? ""),
    unknownHeaders: headers.filter((header, index) => header !== "" && !known.has(index) && !returnHeaders.includes(header)),
    titles,
    saidMonth: found.some(({ column, stated }) => column.type === "month" && !stated) ? quietly(() => statedPeriod("month", whereMonthStands(around, called.answers))) : undefined,
    span: spanSaid(contract, around),
    cumulative,
    mentions: all,
  };
}

/** What the table says of units, with what a person said of words that are not understood, or of a table that says nothing. */
function answered(mentions: readonly UnitMention[], answers: Answers | undefined): UnitMention[] {
  if (answers?.unit === undefined) return [...mentions];
  const open = mentions.filter(({ units, place }) => units !== undefined || !answers.unitWords.has(shapeForm(unitWords(place))));
  const unclear = open.find(({ units }) => units === undefined);
  if (unclear && !open.some(({ units, place }) => units !== undefined && place !== profilePlace(answers))) throw new FileFault("unit_unclear", { place: unclear.place, expected: answers.unit });
  // last: where the table says another unit, both are named
  return [...open.filter((one) => one.place !== profilePlace(answers)), { units: [plainUnit(answers.unit)], place: profilePlace(answers) }];
}

function profilePlace({ profile, unit }: Answers): string {
  return `配置「${profile}」的「${unit}」`;
}

/** The places as far as the period is to be read from them: only from the one that a person named; the others may say the year. */
function whereMonthStands(around: PeriodPlaces, answers: Answers | undefined): PeriodPlaces {
  if (!answers?.month) return around;
  const years = (text: string) => [...new Set(text.match(/(?:19|20)\d\d(?=年)/g))].map((one) => `${one}年`).join(" ");
  const read = (place: MonthPlace, text: string) => (answers.month === place ? text : years(text));
  return { ...around, titles: around.titles.map((title) => read("title", title)), sheet: read("sheet", around.sheet), file: read("file", around.file) };
}

/** What the headers say of sums: the first of them. */
function cumulativeHeader(contract: Contract, found: readonly Omit<FoundColumn, keyof ColumnUnit>[]): Cumulative {
  const { header } = found.find(({ column }) => isSummed(contract, column))!;
  const { word, span, end } = withoutSums(header);
  return { word: `${span ?? ""}${word ?? ""}`, place: `表头「${header.trim().slice(0, 40)}」`, isSpan: false, end };
}

/** A column that checks another's sum is that sum, where the table has nothing else of it. */
function controlsOf(contract: Contract, found: readonly Omit<FoundColumn, keyof ColumnUnit>[]): Omit<FoundColumn, keyof ColumnUnit>[] {
  return contract.columns.flatMap((column) => {
    const summed = found.some((one) => one.column === column) ? undefined : found.find((one) => one.column.name === column.year_to_date_of && isSummed(contract, one.column));
    return summed ? [{ ...summed, column }] : [];
  });
}

/** The texts above a header, on the sheet and on its printed pages. */
export function titlesAbove(rows: readonly (readonly string[])[], { printed = [] }: TableNames): string[] {
  return [...rows.flatMap((row) => row.map((cell) => cell.trim()).filter((cell) => cell !== "")), ...printed];
}

/** What is said of units above a header, in its unread columns, below it, and in the names of sheet and file. */
export function mentionsAround(rows: readonly (readonly string[])[], { first, last }: { readonly first: number; readonly last: number }, unread: readonly string[], called: TableNames, above = 0): UnitMention[] {
  return [
    ...(statesUnit(rows[last + 1]) ? mentionsInCells(rows[last + 1]!, above + last + 2) : []),
    ...mentionsInCells(unread.filter((header) => /单\s*位\s*[:：]/.test(header)), above + last + 1),
    ...mentionsIn(rows.slice(0, first), above + 1),
    ...mentionsInCells(called.printed ?? [], 0).map((mention) => ({ ...mention, place: `打印的页眉或页脚「${unitWords(mention.place)}」` })),
    ...mentionsInName("工作表名", called.sheet),
    ...mentionsInName("文件名", called.file),
    ...(called.notes ?? []),
  ];
}

/**
 * The table with what further places say of its units: a note below it, a column of units.
 *
 * @throws FileFault as of {@link unitsOf}
 */
export function withMentions(table: Table, more: readonly UnitMention[]): Table {
  const mentions = answered([...table.mentions, ...more], table.called.answers);
  const units = unitsOf(table.columns, mentions);
  return { ...table, mentions, columns: table.columns.map((one, index) => ({ ...one, ...units[index]! })) };
}

/** The header that {@link findTable} takes, and the columns that it names; undefined where no row names any. */
export function headerPlaces(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): HeaderPlaces | undefined {
  const names = new HeaderNames(contract);
  const best = withRowsBelow(firstWhole(bestCandidate(rows, merges, names), rows, merges, contract, names), rows, merges, names);
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

/** What a table with a column of its own need not agree on: two titles that differ say nothing then. */
function quietly<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (fault) {
    if (fault instanceof FileFault) return undefined;
    throw fault;
  }
}

/** The column of the period, where the table has none of its name: two of its first and last day, or what is said for the whole table. */
function periodColumn(column: Column, headers: readonly string[], places: PeriodPlaces): Omit<FoundColumn, keyof ColumnUnit> | undefined {
  const common = { column, index: outsideIndex, remarks: [] };
  const ends = periodEnds(headers);
  if (column.type === "month" && ends) return { ...common, header: `${headers[ends[0]]}、${headers[ends[1]]}`, joined: ends };
  const stated = isPeriod(column.type) ? statedPeriod(column.type, places) : undefined;
  return stated && { ...common, header: column.zh, stated };
}

/** The columns of a period's first and last day. */
function periodEnds(headers: readonly string[]): readonly [number, number] | undefined {
  const end = (which: string) => headers.findIndex((header) => new RegExp(`^(税款|费款)?所属(期|时期|期间)(${which})(始|止|日|日期)?$`).test(headerForm(header).replaceAll(/[()]/g, "")));
  const [from, to] = [end("起"), end("止|至|终")];
  return from >= 0 && to >= 0 ? [from, to] : undefined;
}

/** The column of the month where the first rows are all of several months up to one: of the year's sums. */
function spansIn(data: readonly (readonly string[])[], found: readonly Omit<FoundColumn, keyof ColumnUnit>[], ends: readonly [number, number] | undefined, contract: Contract): (Omit<RowSpans, "upTo"> & { readonly column: Omit<FoundColumn, keyof ColumnUnit> }) | undefined {
  const column = contract.columns.find(({ type, name }) => type === "month" && contract.key.includes(name));
  const own = found.find((one) => one.column === column);
  const at = own ? ([own.index, own.index] as const) : ends;
  const id = found.find((one) => one.column.type === "id");
  if (!column || !at || !id) return undefined;
  const header = own?.header ?? "所属期起、止";
  const rows = data.filter((row) => /[0-9A-Za-z]{8}/.test(row[id.index] ?? "") && (row[at[1]] ?? "").trim() !== "");
  const spans = rowSpans(rows.map((row) => spanText(row, at)), contract, `「${header}」列`);
  return spans && { cumulative: spans.cumulative, column: { column, index: outsideIndex, header, remarks: [], joined: at, upTo: spans.upTo } };
}

function spanText(row: readonly string[], [from, to]: readonly [number, number]): string {
  return from === to ? row[from]! : `${row[from] ?? ""}至${row[to]!}`;
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

function bestCandidate(rows: readonly (readonly string[])[], merges: readonly Merge[], names: HeaderNames): Candidate | undefined {
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

function matchHeaders(texts: readonly (readonly string[])[], names: HeaderNames): Candidate["found"] {
  const found: Candidate["found"] = new Map();
  for (const [index, parts] of texts.entries()) {
    const match = names.match(parts);
    if (!match) continue;
    const place = { index, header: parts.join(""), exact: match.exact, remarks: match.remarks };
    found.set(match.column, [...(found.get(match.column) ?? []), place]);
  }
  return found;
}
