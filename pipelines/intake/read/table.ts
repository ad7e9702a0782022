import type { Column, Contract } from "../contracts.ts";
import { returnHeaders } from "../returns/furniture.ts";
import { answered, whereMonthStands } from "./answered.ts";
import { type Answers, monthPlaceNames } from "./answers.ts";
import { type Cumulative, cumulativeSaid, isSummed, placesWithoutSums, withoutSums } from "./cumulative.ts";
import { FileFault } from "./file-fault.ts";
import type { Conversion } from "../cells/amount.ts";
import { HeaderNames, headerForm } from "./header-names.ts";
import { type Merge, bestCandidate, headerOf, headerTexts, lastHeaderRow, matchHeaders, statesUnit } from "./header-rows.ts";
import { type OtherFigures, refuseOtherFigures, spanSaid } from "./other-figures.ts";
import { type RowSpans, rowSpans } from "./row-spans.ts";
import { type PeriodPlaces, type StatedPeriod, isPeriod, statedPeriod } from "./stated-period.ts";
import { type ColumnUnit, type HeadedColumn, type UnitMention, mentionsIn, mentionsInCells, mentionsInName, unitWords, unitsOf } from "./table-units.ts";

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
  const best = headerOf(rows, merges, contract, names);
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
