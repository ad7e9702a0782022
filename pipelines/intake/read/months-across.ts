import type { Conversion } from "../cells/amount.ts";
import { conversionOf } from "../cells/units.ts";
import type { Column, Contract } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";
import { type HeaderMatch, HeaderNames, headerForm, isUnitMark } from "./header-names.ts";
import { type MonthHeader, isDay, isFigure, mayNameMonth, monthHeader } from "./month-headers.ts";
import { refuseOtherFigures } from "./other-figures.ts";
import { placesOf, withFigures } from "./stated-period.ts";
import { type Merge, headRows, headerTexts, lastHeaderRow, statesUnit } from "./header-rows.ts";
import { type FoundColumn, type MonthSum, type PlacedTable, type Table, type TableNames, mentionsAround, outsideIndex, titlesAbove } from "./table.ts";
import { type HeadedColumn, unitsOf } from "./table-units.ts";
import { refuseUnitBeside } from "./tables-beside.ts";

interface AcrossHeader {
  /** rows, from 0, both ends included */
  readonly first: number;
  readonly last: number;
  readonly texts: readonly (readonly string[])[];
  readonly columns: readonly MonthHeader[];
}

type MonthColumn = Extract<MonthHeader, { kind: "month" }> & { readonly index: number; readonly header: string };

/**
 * The tables of a sheet whose months stand side by side, one a month: 统一社会信用代码, 1月…12月, the figure's name in title,
 * sheet's or file's name; or groups of columns a month, a figure each. Columns that sum up months are no month's.
 *
 * @param above  rows of the source above the first of `rows`
 * @returns undefined where no header is of months
 * @throws FileFault `months_days`, `months_left_out`, `months_without_year`, `months_without_figure`, `months_added`, `period_conflict`, `doubled_header`, `missing_columns`,
 *   `figures_other`, `unit_beside`, and those of `unitsOf`
 */
export function monthsAcross(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames, above = 0): PlacedTable[] | undefined {
  const header = acrossHeader(rows, merges, contract);
  if (!header) return undefined;
  const { first, last, texts } = header;
  const row = above + last + 1;
  const { columns } = header;
  const titles = titlesAbove(rows.slice(0, first), called);
  const places = { titles, ...called };
  const headers = texts.map((parts) => parts.filter((text) => text !== "").join(""));
  // columns without a header at the right edge are no table's
  const lastHeaded = headers.findLastIndex((text) => text !== "");
  refuseDays(columns, headers, row);
  const plain = columns.flatMap((one, index) => (one.kind === "month" || one.kind === "sum" || index > lastHeaded ? [] : [index]));
  const months = columns.flatMap((one, index): MonthColumn[] => (one.kind === "month" ? [{ ...one, index, header: headers[index]! }] : []));
  const figureHere = months.some(({ match }) => !match) ? figureSaid(contract, places, row) : undefined;
  const figures = [...new Set(months.map(({ match }) => match?.column ?? figureHere!))];
  refuseOtherFigures(contract, [...headers, ...figures.map(({ zh }) => zh)], places);
  refuseLeftOut(columns, headers, months, row);
  const names = new HeaderNames(contract);
  const said = yearSaid(places, months, row);
  const year = said?.year;
  const period = (one: MonthColumn) => `${one.year ?? year}-${String(one.month).padStart(2, "0")}`;
  const matchOf = ({ match, rests }: MonthColumn): HeaderMatch => match ?? names.match([figureHere!.zh, ...rests])!;
  const known = plain.flatMap((index) => {
    const one = columns[index]!;
    return one.kind === "plain" ? [{ column: one.match.column, index, header: headers[index]!, remarks: one.match.remarks }] : [];
  });
  const doubled = known.find((one, index) => known.findIndex(({ column }) => column === one.column) < index);
  if (doubled) throw new FileFault("doubled_header", { row, column: doubled.column.zh });
  const isOneOfSeveral = figures.length === 1 && contract.columns.filter((column) => isFigure(contract, column)).length > 1;
  const missing = contract.columns.filter((column) => column.required && column.type !== "month" && !known.some((one) => one.column === column) && !figures.includes(column) && !(isOneOfSeveral && isFigure(contract, column)));
  if (missing.length > 0) throw new FileFault("missing_columns", { row, columns: missing.map(({ zh }) => zh).join("、") });
  const unread = headers.map((text, index) => (known.some((one) => one.index === index) || columns[index]!.kind === "month" ? "" : text));
  const mentions = mentionsAround(rows, header, unread, called, above);
  const monthColumn = contract.columns.find(({ type }) => type === "month")!;
  const periods = [...new Set(months.map(period))];
  const sums = sumsOf(columns, headers, months, figures);
  const placed = periods.map((text, at): PlacedTable & { where: string } => {
    const own = months.filter((one) => period(one) === text);
    const pick = [...plain, ...own.map(({ index }) => index)];
    const found: (HeadedColumn & Pick<FoundColumn, "index" | "stated">)[] = [
      ...known.map((one) => ({ ...one, index: pick.indexOf(one.index) })),
      ...own.map((one) => ({ ...matchOf(one), header: one.header, index: pick.indexOf(one.index) })),
      { column: monthColumn, index: outsideIndex, header: monthColumn.zh, remarks: [], stated: { text, place: `表头「${own[0]!.header}」${own[0]!.year === undefined ? `和${said!.place}` : ""}` } },
    ];
    for (const column of figures) {
      const count = found.filter((one) => one.column === column).length;
      if (count > 1) throw new FileFault("doubled_header", { row, column: `${text} ${column.zh}` });
      // a month in which a figure has no column is not known to be without it
      if (count === 0) throw new FileFault("missing_columns", { row, columns: `${text} ${column.zh}` });
    }
    const units = unitsOf(found, mentions);
    const table: Table = {
      called,
      headerFirst: above + first,
      dataFirst: above + last + 1 + (statesUnit(rows[last + 1]) ? 1 : 0),
      headerRows: rows.slice(first, last + 1).map((cells) => pick.map((index) => cells[index] ?? "")),
      width: pick.length,
      columns: found.map((one, index) => ({ ...one, ...units[index]! })),
      headers: pick.map((index) => headers[index]!),
      unknownHeaders: at === 0 ? unread.filter((header) => header !== "") : [],
      titles,
      saidMonth: undefined,
      span: undefined,
      cumulative: undefined,
      mentions,
      month: { figure: isOneOfSeveral ? figures[0] : undefined, sums: at === 0 ? sums : [], monthColumns: months.map(({ index }) => index) },
    };
    const [year_, month] = text.split("-");
    const where = `${year_}年${Number(month)}月${isOneOfSeveral ? figures[0]!.zh : ""}，第 ${Math.min(...own.map(({ index }) => index)) + 1} 列${own.length > 1 ? "起" : ""}`;
    return { table, pick, place: `（${where}）`, where, sheetWidth: lastHeaded + 1 };
  });
  refuseUnitBeside(placed);
  return placed;
}

/** Whether the first rows hold a header of months side by side that is of this data set, by the names of its figures. */
export function isMonthsAcross(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract, called: TableNames): boolean {
  const header = acrossHeader(rows, merges, contract);
  if (!header?.columns.some(({ kind }) => kind === "month")) return false;
  const titles = titlesAbove(rows.slice(0, header.first), called);
  return header.columns.every((one) => one.kind !== "month" || one.match !== undefined) || figuresNamed(contract, { titles, ...called }).length > 0;
}

/**
 * Whether a table of the month that a title says has its figures in columns that name none, and the months that headers name are
 * another's («5月税收合计» in June's table) or one beside it («期末资产总额（12月）»): not months side by side.
 */
export function monthsBeside({ columns }: Table, rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): boolean {
  const header = acrossHeader(rows, merges, contract);
  const stated = columns.find(({ column }) => column.type === "month")?.stated;
  if (!header || !stated) return false;
  const isOwn = columns.every(({ column, index }) => !column.required || !isFigure(contract, column) || header.columns[index]?.kind !== "month");
  const months = new Set(header.columns.flatMap((one) => (one.kind === "month" ? [one.month] : [])));
  return isOwn && (months.size === 1 || !months.has(Number(stated.text.slice(5, 7))));
}

/** How many columns of months the best header of months has. */
export function monthsScore(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): number {
  return acrossHeader(rows, merges, contract)?.columns.filter(({ kind }) => kind === "month").length ?? 0;
}

/** The row or rows that name the whole key but for the month, and the most months and figures. */
function acrossHeader(rows: readonly (readonly string[])[], merges: readonly Merge[], contract: Contract): AcrossHeader | undefined {
  const key = contract.columns.filter(({ name, type }) => type !== "month" && contract.key.includes(name));
  if (!contract.columns.some(({ name, type }) => type === "month" && contract.key.includes(name))) return undefined;
  const names = new HeaderNames(contract);
  let best: { readonly first: number; readonly span: number; readonly score: number } | undefined;
  const classify = (first: number, span: number) => inOrder(headerTexts(rows, merges, first, span).map((parts) => monthHeader(parts, contract, names)));
  for (let first = 0; first < Math.min(rows.length, headRows); first++) {
    // below a header and its rows another may stand, of a further table
    if (best && key.length > 0 && first >= best.first + best.span) break;
    for (const span of [1, 2, 3]) {
      if (first + span > rows.length || !rows.slice(first, first + span).some((row) => row.some(mayNameMonth))) continue;
      if (span > 1 && isTitle(rows[first]!, key, names)) continue;
      const columns = classify(first, span);
      const plain = new Set(columns.flatMap((one) => (one.kind === "plain" ? [one.match.column] : [])));
      // a month that cannot be told from a day is asked about, and not passed over
      const months = columns.filter((one) => one.kind === "month" || (one.kind === "other" && one.shortYear !== undefined));
      // a title «2021年6月» over a table's code and figures is no header of months
      if (columns.some(({ kind }) => kind === "titled")) continue;
      // where the month alone is the key, a month and its figure are a row of a table
      if (key.length === 0 && months.length < 2) continue;
      // with a column of months it is a table of rows
      const days = columns.filter(({ kind }) => kind === "day").length;
      if ((months.length === 0 && days < 2) || key.some((column) => !plain.has(column)) || [...plain].some(({ type }) => type === "month")) continue;
      const keyed = columns.flatMap((one, index) => (one.kind === "plain" && key.includes(one.match.column) ? [index] : []));
      if (keyed.length > 0 && isLowerHeader(rows[first + span], keyed)) continue;
      const score = months.length + plain.size + months.filter((one) => one.kind === "month" && one.match).length;
      // of as good ones the one with the fewest rows: a unit's line above is no part of it
      if (!best || score > best.score || (score === best.score && span < best.span)) best = { first, span, score };
    }
  }
  if (!best) return undefined;
  const last = lastHeaderRow(best, rows, merges);
  const columns = classify(best.first, last - best.first + 1);
  return { first: best.first, last, texts: headerTexts(rows, merges, best.first, last - best.first + 1), columns };
}

/** A text alone at the left edge, unless it heads a part of the key, is a title over all columns and no group of them: what it says is not said by a header. */
function isTitle(row: readonly string[], key: readonly Column[], names: HeaderNames): boolean {
  const [cell, ...others] = row.filter((text) => text.trim() !== "");
  if (cell === undefined || others.length > 0 || row[0]!.trim() === "") return false;
  const column = names.match([cell])?.column;
  return column === undefined || !key.includes(column);
}

/** A row of words under the months («本月数», «上年同期») is the header's lower part: which column is the month's is said there. */
function isLowerHeader(row: readonly string[] | undefined, keyed: readonly number[]): boolean {
  if (!row || statesUnit(row) || keyed.some((index) => (row[index] ?? "").trim() !== "")) return false;
  const texts = row.slice(Math.max(...keyed) + 1).filter((text) => text.trim() !== "");
  return texts.length > 1 && texts.every((text) => isDay(text) || /^[^\d]*\p{Script=Han}[^\d]*$/u.test(text) && !isUnitMark(headerForm(text)));
}

/**
 * What only the headers beside it tell: «2021.1» is January before 2021.2 and October after 2021.9, or before 2021.11, as a number
 * cell drops the last zero; «Jan-21», «Feb-21» one after another are of 2021, as no report is of the 21st of each month.
 */
function inOrder(headers: readonly MonthHeader[]): MonthHeader[] {
  const short = headers.flatMap((one) => (one.kind === "other" && one.shortYear !== undefined ? [{ month: one.month!, year: one.shortYear }] : []));
  const isRun = short.length > 1 && short.every(({ month, year }, at) => at === 0 || (short[at - 1]!.year - year) * 12 + short[at - 1]!.month - month === -1);
  const columns = headers.map((one): MonthHeader => (isRun && one.kind === "other" && one.shortYear !== undefined ? { kind: "month", month: one.month!, year: String(2000 + one.shortYear), match: undefined, rests: [] } : one));
  const monthOf = (one: MonthHeader | undefined) => (one?.kind === "month" ? one.month : undefined);
  return columns.map((one, index) => {
    if (one.kind !== "other" || !one.isUnclear) return one;
    const [before, after] = [monthOf(columns.slice(0, index).findLast(({ kind }) => kind === "month")), monthOf(columns.slice(index + 1).find(({ kind }) => kind === "month"))];
    const month = before === undefined && after === 2 ? 1 : before === 9 && (after === undefined || after === 11) ? 10 : undefined;
    return month === undefined ? one : { kind: "month", month, year: one.year, match: undefined, rests: [] };
  });
}

/** Columns of a day each are no months, whichever of them is the first day. */
function refuseDays(columns: readonly MonthHeader[], headers: readonly string[], row: number): void {
  const at = columns.findIndex(({ kind }) => kind === "day");
  if (at >= 0) throw new FileFault("months_days", { row, header: headers[at]! });
}

/** Of last year, or no figure: nothing is lost where such a column is not read. */
const noFigureOf = /上年|去年|上期|同期|同比|环比|增长|增减|增幅|增速|占比|比重|备注|说明|原因|日期|时间/;

/** Refuses a column that says a month in words that are not understood, or that its figure is another (预计, 累计), where the month has no column of its own. */
function refuseLeftOut(columns: readonly MonthHeader[], headers: readonly string[], months: readonly MonthColumn[], row: number): void {
  const at = columns.findIndex((one, index) => one.kind === "other" && one.month !== undefined && (one.isUnclear || (!noFigureOf.test(headers[index]!) && !months.some(({ month, year }) => month === one.month && (year === undefined || one.year === undefined || year === one.year)))));
  if (at >= 0) throw new FileFault("months_left_out", { row, header: headers[at]! });
}

/** What title, sheet's and file's name call the figure; of a data set that has but one, it needs no name. */
function figureSaid(contract: Contract, places: TableNames & { readonly titles: readonly string[] }, row: number): Column {
  const all = contract.columns.filter((column) => isFigure(contract, column));
  const named = figuresNamed(contract, places);
  if (named.length === 0 && all.length === 1) return all[0]!;
  if (named.length !== 1) throw new FileFault("months_without_figure", { row, figures: all.map(({ zh }) => zh).join("、") });
  return named[0]!;
}

const otherBefore = /(减免|免征|退还?|缓缴|缓征|欠缴?|非|应缴|应纳|补缴|查补|中央级?|省级|市级|地方级?|国税|地税|新增|增加|减少)$/;
const otherBehind = /^(增长|增加|增减|减少|下降|增幅|增速|占比?|比重|差额|差异|变动)/;

/** The figures that title, sheet's and file's name call by name. */
export function figuresNamed(contract: Contract, places: TableNames & { readonly titles: readonly string[] }): Column[] {
  const names: { name: string; column: Column | undefined }[] = contract.columns.filter((column) => isFigure(contract, column)).flatMap((column) => [column.zh, ...column.aliases].map((name) => ({ name: headerForm(name), column })));
  names.push({ name: headerForm(contract.name), column: undefined });
  names.sort((one, other) => other.name.length - one.name.length);
  const named = new Set<Column>();
  for (const { text } of placesOf(places)) {
    // 工业总产值本年累计 is no 工业总产值: the longer name is taken out first
    let rest = headerForm(text);
    for (const { name, column } of names) {
      if (!rest.includes(name)) continue;
      // 减免税收合计 and 税收合计增长额 are none of the data set's figures
      if (column && rest.split(name).some((part, at, { length }) => (at < length - 1 && otherBefore.test(part)) || (at > 0 && otherBehind.test(part)))) continue;
      rest = rest.replaceAll(name, " ");
      if (column) named.add(column);
    }
  }
  return [...named];
}

/** The year of months that bear none; what title, sheet's and file's name say must be it, and one. */
function yearSaid(places: TableNames & { readonly titles: readonly string[] }, months: readonly MonthColumn[], row: number): { readonly place: string; readonly year: string } | undefined {
  const said = placesOf(places).flatMap(({ place, text }) => yearsIn(text).map((year) => ({ place, year })));
  const inHeader = months.find(({ year }) => year !== undefined);
  const all = [...(inHeader ? [{ place: `表头「${inHeader.header}」`, year: inHeader.year! }] : []), ...said];
  const [one] = all;
  if (said.length === 0 && inHeader && !isOneRun(months)) throw new FileFault("months_without_year", { row });
  const other = all.find(({ year }) => year !== one?.year && !months.some((month) => month.year === year));
  if (one && other) throw new FileFault("period_conflict", { place: one.place, period: one.year, other_place: other.place, other: other.year });
  if (months.every(({ year }) => year !== undefined)) return undefined;
  if (!one) throw new FileFault("months_without_year", { row });
  const open = new Set(all.map(({ year }) => year));
  if (open.size > 1) throw new FileFault("months_without_year", { row });
  return one;
}

/** Whether months of which only some bear their year («2021年1月, 2月, 3月») are of one, each figure's in order; past December they are not. */
function isOneRun(months: readonly MonthColumn[]): boolean {
  if (months.every(({ year }) => year !== undefined)) return true;
  if (new Set(months.flatMap(({ year }) => year ?? [])).size > 1) return false;
  return months.every((one, at) => months.slice(0, at).every(({ month, match }) => match?.column !== one.match?.column || month < one.month));
}

/** When or by what a text was made: «填报时间：2022年1月», «〔2020〕15号». */
const madeWhen = /(填报|填表|制表|编制|报送|上报|打印|导出|生成)(时间|日期|年月|月份)?[:：]?(19|20)\d\d年?([-/.]?\d{1,2}月?)?|[〔\[【(](19|20)\d\d[〕\]】)]\d*号|(19|20)\d\d年?第?\d*号/g;

/** The years that a text names, but for those of days: a day is when something was made. */
export function yearsIn(text: string): string[] {
  const plain = withFigures(text).replaceAll(/\s/g, "").replaceAll(madeWhen, " ").replaceAll(/(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|(?<!\d)(?:19|20)\d{6}(?!\d)/g, " ");
  return Array.from(plain.matchAll(/(?<!\d)((?:19|20)\d\d)(?=年|[-./_]?(?:1[0-2]|0[1-9])(?!\d)|(?!\d))/g), ([, year]) => year!);
}

/** The unit in a sum's own brackets: «合计（元）» beside months in 万元. */
function unitOfSum(column: Column, header: string): Conversion | "unknown" | undefined {
  for (const [, inside] of header.matchAll(/[(（]([^()（）]*)[)）]/g)) {
    const conversion = conversionOf(column, inside!);
    if (conversion) return conversion;
  }
  return undefined;
}

function sumsOf(columns: readonly MonthHeader[], headers: readonly string[], months: readonly MonthColumn[], figures: readonly Column[]): MonthSum[] {
  return columns.flatMap((one, index) => {
    if (one.kind !== "sum") return [];
    const { of } = one;
    const column = one.column ?? (figures.length === 1 ? figures[0] : undefined);
    const within = months.filter(({ month, match }) => (match?.column ?? figures[0]) === column && (!of || (month >= of[0] && month <= of[1])));
    // a sum of months that are nowhere by themselves is a figure that would be left out
    if (of && new Set(months.filter(({ month }) => month >= of[0] && month <= of[1]).map(({ month }) => month)).size < of[1] - of[0] + 1) throw new FileFault("months_added", { header: headers[index]! });
    // several years side by side: of which it is the sum is not said
    const isOfOneYear = new Set(within.map(({ year }) => year)).size === 1;
    const conversion = column && unitOfSum(column, headers[index]!);
    return column && isOfOneYear && within.length > 0 && column.type !== "percent" && conversion !== "unknown" ? [{ header: headers[index]!, index, column, conversion, of: within.map((month) => month.index) }] : [];
  });
}
