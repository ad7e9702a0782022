import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, literal, literals } from "../cells/sql.ts";
import { isCount, isUnit, plainUnit } from "../cells/units.ts";
import { type Contract, loadContracts } from "../contracts.ts";
import { withoutSums } from "../read/cumulative.ts";
import { FileFault } from "../read/file-fault.ts";
import { HeaderNames, headerForm } from "../read/header-names.ts";
import { explains, otherFiguresIn } from "../read/other-figures.ts";
import { isPeriod, statedPeriod } from "../read/stated-period.ts";
import { namesRequired } from "../read/header-rows.ts";
import { type FoundColumn, type Table, withMentions } from "../read/table.ts";
import { type UnitMention, mentionsInCells, rowPlace } from "../read/table-units.ts";
import type { TextTable } from "../read/text-table.ts";
import { unitsSaid } from "../read/unit-mentions.ts";
import { cellColumn, ownCells, sourceSql } from "./source.ts";

/** What a row that is no data says of the rows that are. */
export interface RowMention extends UnitMention {
  readonly row: number;
}

/** A header further down with another order or unit than the table's own, or below a title of another period. */
export class OtherHeader extends FileFault {
  /**
   * @param row        the header's
   * @param lastAbove  the last row above it that is surely the upper table's
   * @param other      what is wrong where a title between them says another period than the upper table's
   */
  constructor(
    readonly row: number,
    readonly lastAbove: number,
    first: number,
    readonly other: FileFault | undefined,
  ) {
    super("second_header", { row, first });
  }
}

const otherWords = "累计|累积|预测|预计|预估|估算|测算|预期|计划|预算|同期|上年|去年|目标|任务|[同环]比";
const unitWords = "[单單]\\s*位|[元圆圓亩米吨顷瓦币幣㎡]|(?i)(unit|rmb|cny|yuan|usd|hkd|eur|dollar)";
const mostRows = 10_000;
/** A title's row has few cells: itself, a unit, a date. */
const titleCells = 3;

/**
 * Looks at the rows of a table that are no data: a unit that a note names, another header.
 *
 * @param rows      the table of the good rows
 * @param judged    the table of the source's odd rows, with their `row_class` and `is_faulty`
 * @param noFigure  SQL of the condition that a row of it has none of the figures that a data row must have
 * @throws FileFault `figures_other` for a note that says that the figures are others; `period_conflict` for one above rows of data
 *   that says another period than a table without a column of it is of
 * @throws OtherHeader for a header with another order or unit than the table's own, or right below a title of another period
 */
export async function readOtherRows(connection: DuckDBConnection, source: TextTable, rows: string, judged: string, noFigure: Sql): Promise<RowMention[]> {
  const cells = ownCells(source);
  const names = new Set(source.contract.columns.flatMap((column) => [column.zh, ...column.aliases]).map(headerForm));
  const period = source.table.columns.find(({ stated }) => stated !== undefined);
  const text = `lower(regexp_replace(concat_ws(' ', ${cells.join(", ")}), '[\\s　*]+', '', 'g'))`;
  const id = source.table.columns.find(({ column }) => column.type === "id");
  const namesKey = id ? ` or ${cellColumn(id.index)} in (${literals([id.column.zh, ...id.column.aliases])})` : "";
  const namesTwo = `len(regexp_extract_all(${text}, ${literal([...names].map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).sort((one, other) => other.length - one.length).join("|"))})) > 1`;
  const found = await connection.runAndReadAll(`select source_row, row_class, [${cells.join(", ")}] from ${judged}
    where (row_class in ('note', 'total', 'header') or (row_class = 'data' and is_faulty and ${noFigure}))
      and (regexp_matches(concat_ws(' ', ${cells.join(", ")}), '${unitWords}|${otherWords}${period ? "|[年月季Qq-]" : ""}') or ${namesTwo}${namesKey}) order by source_row limit ${mostRows}`);
  const matcher = new HeaderNames(source.contract);
  const mentions: RowMention[] = [];
  const lastData = found.getRows().length > 0 ? await lastAbove(connection, source, rows, judged, noFigure, Number.MAX_SAFE_INTEGER) : 0;
  // a title of another period: a header right below it makes a table of that period of what follows
  let other: { readonly row: number; readonly fault: FileFault; readonly isTitle: boolean } | undefined;
  for (const [number, kind, list] of found.getRows()) {
    const row = Number(number);
    const texts = (list as { items: readonly (string | null)[] }).items.map((cell) => cell ?? "");
    const plain = (text: string) => (source.table.cumulative ? withoutSums(text).text : text);
    const figures = kind === "note" ? texts.map((text) => [text, otherFiguresIn(plain(text), source.contract, source.table.headers, true)] as const).find(([, word]) => word !== undefined) : undefined;
    if (kind === "data") refuseOtherReport(texts, row, source.contract);
    const isNamed = kind === "header" || isHeader(texts, matcher);
    const isSame = kind === "header" || (isNamed && isSameHeader(texts, source.table, matcher));
    if (isNamed && (other || !isSame)) {
      const last = await lastAbove(connection, source, rows, judged, noFigure, row);
      if (other?.isTitle && last > other.row) throw other.fault;
      const isOfOther = other !== undefined && last < other.row;
      if (isOfOther || !isSame) throw new OtherHeader(row, last, source.table.dataFirst, isOfOther ? other!.fault : undefined);
      other = undefined;
    }
    if (isNamed) continue;
    if (figures) throw new FileFault("figures_other", { place: rowPlace(row, figures[0]), word: figures[1]!, name: source.contract.name });
    const count = texts.filter((text) => text.trim() !== "").length;
    if (count === 1 && row < lastData) refuseOtherTitle(plain(texts.find((text) => text.trim() !== "")!), row, source);
    // of a header of several rows a title above is not known as one yet; alone in its row, «2021年1-2月税收累计» is no total
    const isTitle = kind === "note" || count === 1;
    if (period && row < lastData && !other && (isTitle || (kind === "data" && count <= titleCells))) {
      const fault = otherPeriod(period, texts, row);
      if (fault) other = { row, fault, isTitle };
    }
    mentions.push(...mentionsInCells(texts, row).map((mention) => ({ ...mention, row })));
  }
  if (other?.isTitle) throw other.fault;
  return mentions;
}

/** What explains a row may name any month. */
const isSentence = /^[\s(（*※]*(注|备注|说明|附注)|[。；，,]/;

/** Longer is no title. */
const longestTitle = 30;

/** A title between the rows, alone in its own, may say that the figures below it are others: «上年同期», «税收计划». */
function refuseOtherTitle(text: string, row: number, { contract, table }: TextTable): void {
  if (text.trim().length > longestTitle || isSentence.test(text) || explains.test(text)) return;
  const word = otherFiguresIn(text, contract, table.headers, false) ?? /[上去]年/.exec(text)?.[0];
  if (word !== undefined) throw new FileFault("figures_other", { place: rowPlace(row, text), word, name: contract.name });
}

/** What is wrong with a title of another month between the rows: those below it are not of the month that the title above says. */
function otherPeriod({ column, stated }: FoundColumn, texts: readonly string[], row: number): FileFault | undefined {
  if (!stated || !isPeriod(column.type)) return undefined;
  for (const text of texts.filter((text) => !isSentence.test(text))) {
    try {
      const other = statedPeriod(column.type, { titles: [text], sheet: "", file: "" }) ?? statedPeriod(column.type, { titles: [`${stated.text.slice(0, 4)}年${text}`], sheet: "", file: "" });
      if (other && other.text !== stated.text) return new FileFault("period_conflict", { place: stated.place, period: stated.text, other_place: rowPlace(row, text), other: other.text });
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      return fault.code === "period_longer" ? new FileFault("period_conflict", { place: stated.place, period: stated.text, other_place: rowPlace(row, text), other: String(fault.params.period) }) : fault;
    }
  }
  return undefined;
}

/** Rows below another data set's header are no damaged rows of this one. */
function refuseOtherReport(texts: readonly string[], row: number, own: Contract): void {
  if (namesRequired([texts], [], own)) return;
  const other = [...loadContracts().values()].find(({ id }) => id !== own.id && namesRequired([texts], [], loadContracts().get(id)!));
  if (other) throw new FileFault("tables_below", { row, header: texts.filter((text) => text.trim() !== "").join("、").slice(0, 60), name: own.name, other: other.name });
}

/** The last row above a further header that is data, damaged or not, or a total: what is between is a title of either. */
async function lastAbove(connection: DuckDBConnection, source: TextTable, rows: string, judged: string, noFigure: Sql, row: number): Promise<number> {
  const filled = `len(list_filter([${ownCells(source).join(", ")}], lambda cell: trim(cell) <> ''))`;
  const found = await connection.runAndReadAll(`select coalesce(max(source_row), ${source.table.dataFirst})::integer from (
    select source_row from ${rows} union all
    select source_row from ${judged} where (row_class = 'total' and ${filled} > 1) or (row_class = 'data' and (not ${noFigure} or ${filled} > 2))
  ) where source_row < ${row}`);
  return Number(found.getRows()[0]![0]);
}

function isHeader(cells: readonly string[], matcher: HeaderNames): boolean {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const columns = new Set(filled.flatMap((cell) => matcher.match([cell])?.column ?? []));
  return columns.size > 1 && columns.size * 3 >= filled.length;
}

/** True for the table's own header printed again, or a row of it: every name stands where it stood, in the same unit. */
function isSameHeader(cells: readonly string[], table: Table, matcher: HeaderNames): boolean {
  if (table.headerRows.some((row) => cells.every((cell, index) => cell.trim() === "" || headerForm(cell) === headerForm(row[index] ?? "")))) return true;
  return cells.every((cell, index) => {
    const match = matcher.match([cell]);
    if (!match) return true;
    const own = table.columns.find(({ column }) => column === match.column);
    return own?.index === index && [...match.remarks].sort().join() === [...own.remarks].sort().join();
  });
}

/**
 * The table with the units that its other rows say.
 *
 * @param data  the first and the last row that is data beyond doubt
 * @throws FileFault `unit_midway` for a unit between rows of data that none above had, and those of `withMentions`
 */
export function withRowMentions(table: Table, mentions: readonly RowMention[], data: readonly [first: number, last: number]): Table {
  const all = withMentions(table, mentions);
  const midway = mentions.find(({ row, units }) => units !== undefined && row > data[0] && row < data[1]);
  if (midway && !hasSameUnits(all, table)) throw new FileFault("unit_midway", { place: midway.place });
  return all;
}

export function hasSameUnits(one: Table, other: Table): boolean {
  return one.columns.every(({ conversion }, index) => JSON.stringify(conversion ?? null) === JSON.stringify(other.columns[index]!.conversion ?? null));
}

const unitHeader = /^(金额|计量|货币|计价)?单位$|^币种$/;

/** What a column «单位» beside the figures says: 元 in every row. A column of offices by that name says nothing. */
export async function readUnitColumns(connection: DuckDBConnection, source: TextTable): Promise<UnitMention[]> {
  const known = new Set(source.table.columns.map(({ index }) => index));
  const places = source.table.headers.flatMap((header, index) => (!known.has(index) && unitHeader.test(headerForm(header)) ? [index] : []));
  const mentions: UnitMention[] = [];
  for (const index of places) {
    const rows = await connection.runAndReadAll(`select trim(${cellColumn(index)}) as cell, min(source_row)::integer from ${sourceSql(source)} where trim(${cellColumn(index)}) <> '' group by all order by 2 limit 50`);
    for (const [cell, row] of rows.getRows()) {
      const text = String(cell);
      // in such a column a unit's name is one by itself, whatever else the word may mean
      const said = unitsSaid(text) ?? (isUnit(text) && !isCount(text) ? { units: [plainUnit(text)] } : undefined);
      if (said) mentions.push({ ...said, place: `第 ${Number(row)} 行「${source.table.headers[index]!}」列的「${String(cell)}」` });
    }
  }
  return mentions;
}
