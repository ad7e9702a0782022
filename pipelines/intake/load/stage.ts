import { statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { isCreditCode } from "../cells/credit-code.ts";
import { readerOf } from "../cells/readers.ts";
import { type Sql, identifier } from "../cells/sql.ts";
import { type Column, type Contract, duckdbTypes } from "../contracts.ts";
import type { TextTable } from "../read/text-table.ts";
import { withMentions } from "../read/table.ts";
import { FileFault } from "../read/file-fault.ts";
import { carriedOrigin, dropUntouched } from "../returns/came-along.ts";
import { asideTables, gatheredTable } from "./aside-tables.ts";
import { badRows, dropBlankRows, refuseMostlyBad, tried, triedFrom } from "./bad-rows.ts";
import { type RowMention, hasSameUnits, readUnitColumns, withRowMentions } from "./other-rows.ts";
import { readOddRows } from "./odd-rows.ts";
import { implausible } from "./settle.ts";
import { cellColumn, cellColumns, placesOf, sourceSql } from "./source.ts";
import { warnPartlyUnits } from "./partly-units.ts";
import { warnVoidRows } from "./void-rows.ts";

/** One staged table, in the attached database `aside`; nothing outside sees it. Its faulty rows and warnings are in {@link asideTables}. */
export interface StagedTables {
  /** tells it from the other tables of the load */
  readonly number: number;
  /** the good rows: the contract's columns, source_row */
  readonly rows: string;
  readonly source: TextTable;
}

export interface Staged {
  readonly tables: StagedTables;
  /** clean and kept with others of its data set, in {@link gatheredTable}: there is nothing to settle */
  readonly isGathered: boolean;
  readonly skipped: SkippedRows;
  /** data rows of the source, counted before any was sorted out */
  readonly read: number;
}

/** Rows that are no data: counted apart and never part of the rows read. */
export interface SkippedRows {
  readonly blank: number;
  readonly total: number;
  readonly note: number;
  readonly header: number;
  /** came along in a returned workbook, and are on file already */
  readonly untouched: number;
}

export const noneSkipped: SkippedRows = { blank: 0, total: 0, note: 0, header: 0, untouched: 0 };

/**
 * Reads one table of text cells into typed rows and faulty rows.
 *
 * Two passes. The first reads every cell in its plainest form, which is all that a clean file has. Only rows with a cell
 * that this cannot read are read again, as text, by the expressions that know every form; they end as rows or as faults.
 *
 * @param isAlone  it must have a relation of its own, however small it is
 * @throws FileFault `period_conflict`, `figures_span` where all rows are of one month and the title, the sheet's or the file's name says another or several;
 *   `mostly_bad`, those of `readOtherRows` and `withRowMentions`
 */
export async function stageTable(connection: DuckDBConnection, found: TextTable, number: number, isAlone = false): Promise<Staged> {
  const beside = await readUnitColumns(connection, found);
  const source: TextTable = beside.length > 0 ? { ...found, table: withMentions(found.table, beside) } : found;
  const canGather = !isAlone && isSmall(source);
  const staged = (canGather ? await gatherTable(connection, source, number) : undefined) ?? (await stageAlone(connection, source, number, canGather));
  if (source.endsInNumber && source.lastRow === undefined) await noteCutEnd(connection, staged.tables);
  await warnVoidRows(connection, staged.tables);
  await warnPartlyUnits(connection, staged.tables);
  // what came back is some rows of a table that was found right; of sums it is told again by its months that it is of them
  const fault = carriedOrigin(source) === undefined || source.table.cumulative ? await periodFault(connection, staged) : undefined;
  if (!fault) return withoutUntouched(connection, (await isOfOneMonth(connection, staged)) ? staged : withoutSums(staged));
  // what is refused must not be found among the gathered rows
  if (staged.isGathered) await connection.run(`delete from ${gatheredTable(source.contract)} where table_no = ${number}`);
  await forgetTable(connection, number);
  throw fault;
}

async function withoutUntouched(connection: DuckDBConnection, staged: Staged): Promise<Staged> {
  const untouched = await dropUntouched(connection, staged.tables);
  return untouched === 0 ? staged : { ...staged, read: staged.read - untouched, skipped: { ...staged.skipped, untouched } };
}

/** Where a file ends behind a digit, its last row is what may be cut; a note or total there is no data. */
async function noteCutEnd(connection: DuckDBConnection, { number, rows, source }: StagedTables): Promise<void> {
  const cells = cellColumns(source).map((cell) => `nullif(trim(${cell}), '')`).reverse();
  await connection.run(`insert into ${asideTables.warnings}
    select ${number}, source_row, '', coalesce(${cells.join(", ")}), 'cut_end', '' from ${sourceSql(source)}
    where source_row = (select max(source_row) from ${sourceSql(source)}) and source_row in (select source_row from ${rows})`);
}

/** False for a table that may be of the year's sums, whose rows are of several months. */
async function isOfOneMonth(connection: DuckDBConnection, { tables }: Staged): Promise<boolean> {
  const { contract, table } = tables.source;
  if (!table.cumulative) return true;
  const month = contract.columns.find(({ type }) => type === "month")!;
  const months = await connection.runAndReadAll(`select count(distinct ${identifier(month.name)})::integer from ${tables.rows}`);
  return Number(months.getRows()[0]![0]) <= 1;
}

/** A span of months over rows of several («1-6月») is what they are of, and no sum. */
function withoutSums(staged: Staged): Staged {
  const { tables } = staged;
  return { ...staged, tables: { ...tables, source: { ...tables.source, table: { ...tables.source.table, cumulative: undefined } } } };
}

/** What title, sheet's and file's name say of months against the rows', where these are all of one. */
async function periodFault(connection: DuckDBConnection, staged: Staged): Promise<FileFault | undefined> {
  const { tables } = staged;
  const { contract, table } = tables.source;
  const { saidMonth, span, cumulative } = table;
  const month = contract.columns.find(({ type }) => type === "month");
  // sums up to several months are not told from the months' own figures
  if (cumulative && !cumulative.isSpan && !(await isOfOneMonth(connection, staged))) return new FileFault("figures_other", { place: cumulative.place, word: cumulative.word, name: contract.name });
  if (!month || !(saidMonth || span || cumulative?.end)) return undefined;
  const months = await connection.runAndReadAll(`select strftime(any_value(${identifier(month.name)}), '%Y-%m') from ${tables.rows} having count(distinct ${identifier(month.name)}) = 1`);
  const period = months.getRows()[0]?.[0];
  if (period === undefined) return undefined;
  if (cumulative?.end !== undefined && cumulative.end !== String(period).slice(5)) return new FileFault("figures_span", { word: cumulative.word, place: cumulative.place, month: String(period) });
  if (span) return new FileFault("figures_span", { ...span, month: String(period) });
  if (!saidMonth || period === saidMonth.text) return undefined;
  return new FileFault("period_conflict", { place: saidMonth.place, period: saidMonth.text, other_place: `「${month.zh}」列`, other: String(period) });
}

/** Drops what was noted of a table's rows. */
async function forgetTable(connection: DuckDBConnection, number: number): Promise<void> {
  for (const aside of [asideTables.bad, asideTables.warnings]) await connection.run(`delete from ${aside} where table_no = ${number}`);
}

/** A table by itself; where a note below it names its unit, everything once more, in that. */
async function stageAlone(connection: DuckDBConnection, found: TextTable, number: number, canGather: boolean): Promise<Staged> {
  for (let source = found; ; ) {
    const { staged, mentions } = await stageOnce(connection, source, number);
    const end = () => (canGather ? gatherStaged(connection, staged) : staged);
    if (mentions.length === 0) return end();
    const [first, last] = (await connection.runAndReadAll(`select coalesce(min(source_row), 0), coalesce(max(source_row), 0) from ${staged.tables.rows}`)).getRows()[0]!.map(Number) as [number, number];
    const table = withRowMentions(source.table, mentions, [first, last]);
    if (hasSameUnits(table, source.table)) return end();
    source = { ...source, table };
    await forgetTable(connection, number);
  }
}

async function stageOnce(connection: DuckDBConnection, source: TextTable, number: number): Promise<{ staged: Staged; mentions: readonly RowMention[] }> {
  const name = (kind: string) => `aside.main.${kind}_${number}`;
  const tables: StagedTables = { number, rows: name("rows"), source };
  const { contract } = source;
  await connection.run(`create or replace table ${tables.rows} as ${quickSql(source)}`);

  const id = idOf(contract);
  const wrongCodes = wrongCodesSql(contract, tables.rows);
  const facts = await connection.runAndReadAll(
    `select count(*)::integer, count(*) filter (where not plain)::integer, (select count(*)::integer from (${wrongCodes})) from ${tables.rows}`,
  );
  const [all, unread, wrong] = facts.getRows()[0]!.map(Number) as [number, number, number];
  let skipped: SkippedRows = noneSkipped;
  let mentions: readonly RowMention[] = [];
  if (unread + wrong > 0) {
    const odd = name("odd");
    const isWrong = wrong > 0 ? `or ${identifier(id!.name)} in (${wrongCodes})` : "";
    const sortOut = async (limit = "") => {
      await connection.run(`create or replace table ${odd} as select source_row from ${tables.rows} where not plain ${isWrong} order by source_row ${limit}`);
      return readOddRows(connection, source, tables, odd, name);
    };
    const blank = unread > triedFrom ? await dropBlankRows(connection, source, tables.rows) : 0;
    if (unread + wrong - blank > triedFrom && (unread + wrong - blank) * 2 > all - blank) {
      // most rows have a cell in no plain form: a look at some tells a table of other things from one in another style
      const { skipped: some } = await sortOut(`limit ${tried}`);
      // each is cheap to write and dear to tell from a damaged row of data
      if (dataless(some) > badRows.share * tried) throw new FileFault("mostly_no_data", { bad: dataless(some), rows: tried, name: contract.name });
      await refuseMostlyBad(connection, source, number, tried - dataless(some));
      await forgetTable(connection, number);
      await connection.run(`create or replace table ${tables.rows} as ${quickSql(source)}`);
      if (blank > 0) await dropBlankRows(connection, source, tables.rows);
    }
    ({ skipped, mentions } = await sortOut());
    skipped = { ...skipped, blank: skipped.blank + blank };
    await connection.run(`drop table ${odd}`);
    if (unread + wrong >= badRows.few) await refuseMostlyBad(connection, source, number, all - dataless(skipped));
  }
  return { staged: { tables, isGathered: false, skipped, read: all - dataless(skipped) }, mentions };
}

function dataless({ blank, total, note, header }: SkippedRows): number {
  return blank + total + note + header;
}

/** Files up to so many bytes are gathered: a table for each of thousands of them would take more memory than what is in them. */
const smallFile = 1 << 20;

/**
 * Puts a small table that has no odd row, no key twice and nothing that looks wrong beside the others of its data set.
 *
 * @returns undefined where there is anything to sort out: then the table needs room of its own
 */
async function gatherTable(connection: DuckDBConnection, source: TextTable, number: number): Promise<Staged | undefined> {
  const { contract } = source;
  const shared = gatheredTable(contract);
  const own = `${shared} where table_no = ${number}`;
  await connection.run(`insert into ${shared} select *, ${number} from (${quickSql(source)})`);
  const facts = await connection.runAndReadAll(`with own as materialized (select * from ${own})
    select count(*)::integer, not exists (${wrongCodesSql(contract, "own")}) and ${isSettled(contract, "own")} from own`);
  const [read, isClean] = facts.getRows()[0]!;
  if (isClean !== true) {
    await connection.run(`delete from ${own}`);
    return undefined;
  }
  return { tables: { number, rows: `(select * from ${own})`, source }, isGathered: true, skipped: noneSkipped, read: Number(read) };
}

/** True for an aggregate over `rows`: each in its plainest form or read anew, nothing that looks wrong, no key twice. */
function isSettled(contract: Contract, rows: string): Sql {
  const isOdd = ["not plain", ...implausible(contract).map(({ test }) => test)].map((test) => `coalesce(${test}, false)`).join(" or ");
  return `count(*) filter (where ${isOdd}) = 0 and count(*) = (select count(*) from (select distinct ${contract.key.map(identifier).join(", ")} from ${rows}))`;
}

/** Puts a small table beside the others after all, where what was odd in it was totals and notes: a relation of its own for each of thousands would take a gigabyte. */
async function gatherStaged(connection: DuckDBConnection, staged: Staged): Promise<Staged> {
  const { number, rows, source } = staged.tables;
  const facts = await connection.runAndReadAll(`select ${isSettled(source.contract, rows)} and not exists (select 1 from ${asideTables.bad} where table_no = ${number}) from ${rows}`);
  if (facts.getRows()[0]![0] !== true) return staged;
  const shared = gatheredTable(source.contract);
  await connection.run(`insert into ${shared} select *, ${number} from ${rows}`);
  await connection.run(`drop table ${rows}`);
  return { ...staged, isGathered: true, tables: { number, rows: `(select * from ${shared} where table_no = ${number})`, source } };
}

/** A table that may stand beside others: its rows need nothing of its file. */
function isSmall(source: TextTable): boolean {
  return !source.contract.match && !source.table.cumulative && carriedOrigin(source) === undefined && statSync(source.path).size <= smallFile;
}

function idOf(contract: Contract): Column | undefined {
  return contract.columns.find((column) => column.type === "id");
}

/** The codes of plain rows that are none. */
function wrongCodesSql(contract: Contract, rows: string): Sql {
  const id = idOf(contract);
  if (!id) return "select null as code where false";
  // the aggregate keeps DuckDB from verifying before it makes the codes distinct, row by row, as it would below `distinct`
  return `select code from (select any_value(${identifier(id.name)}) as code from ${rows} where plain group by ${identifier(id.name)}) where code is not null and not ${isCreditCode("code")}`;
}

/** How many rows a relation has. */
export async function countOf(connection: DuckDBConnection, relation: string): Promise<number> {
  const result = await connection.runAndReadAll(`select count(*)::integer as n from ${relation}`);
  return Number(result.getRows()[0]![0]);
}

function quickSql(source: TextTable): Sql {
  const places = placesOf(source);
  const inner: Sql[] = [];
  const outer: Sql[] = [];
  const plain: Sql[] = source.overflow ? ["overflow is null"] : [];
  if (source.overflow) inner.push("overflow");
  for (const [index, column] of source.contract.columns.entries()) {
    const place = places.get(column);
    const type = duckdbTypes[column.type];
    if (!place) {
      outer.push(`null::${type} as ${identifier(column.name)}`);
      continue;
    }
    const cell = cellColumn(place.index);
    const reader = readerOf(source.contract, column, { conversion: place.conversion, date1904: source.date1904, underscores: source.underscores });
    inner.push(`(${reader.quick(cell)})::${type} as v${index}`, `(${cell} is null) as blank${index}`);
    outer.push(`v${index} as ${identifier(column.name)}`);
    plain.push(column.required ? `v${index} is not null` : `(v${index} is not null or blank${index})`);
  }
  return `select ${outer.join(", ")}, source_row, (${plain.join(" and ")}) as plain from (select source_row, ${inner.join(", ")} from ${sourceSql(source)})`;
}
