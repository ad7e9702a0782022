import type { DuckDBConnection } from "@duckdb/node-api";
import { normal } from "../cells/cell-reader.ts";
import { codeForm } from "../cells/credit-code.ts";
import { type Sql, literal } from "../cells/sql.ts";
import type { Column, Contract } from "../contracts.ts";
import { FileFault } from "../read/file-fault.ts";
import { senderMark } from "../read/sender-mark.ts";
import type { FoundColumn, Table } from "../read/table.ts";
import { refuseUnitBeside } from "../read/tables-beside.ts";
import type { TextTable } from "../read/text-table.ts";
import { asideTables } from "./aside-tables.ts";
import { forgetTables } from "./bad-rows.ts";
import { stageMonths } from "./months.ts";
import type { ReadTable } from "./read-aside.ts";
import { cellColumn, cellPlace, sourceSql } from "./source.ts";
import { stageTable } from "./stage.ts";

export type Part = Extract<ReadTable, { kind: "part" }>;

/** A part whose own rows were tried: its table has the units that its notes and columns name. */
interface TriedPart {
  readonly part: Part;
  readonly table: Table;
  readonly figure: Column;
  /** of the warnings that were noted when it was tried */
  readonly number: number;
}

/**
 * Makes tables of files of one figure each, whose months stand side by side: for each month the figures of all of them are
 * joined on the key. A row, one enterprise's month, counts at the first file that has it, in the order of the data set's
 * columns, and bears that file's name and row; where its other figures stand is noted beside ({@link asideTables}`.joined`).
 * Such files are read again as long as others may come that belong to them; months of which all is on file change nothing.
 *
 * @param isKnown  one load on the ledger had all of these months' contents
 * @returns the tables of the load, the parts replaced by what became of them: staged, unchanged, or rejected with
 *   `figures_elsewhere` (a required figure has no file), `units_disagree`, and those of `stageMonths`
 */
export async function joinParts(connection: DuckDBConnection, tables: readonly ReadTable[], nextNumber: () => number, isKnown: (parts: readonly Part[]) => boolean): Promise<ReadTable[]> {
  const parts = tables.filter((table): table is Part => table.kind === "part");
  const others = tables.filter((table) => table.kind !== "part");
  if (parts.length === 0) return others;
  const result: ReadTable[] = [];
  const { tried, rejected } = await tryParts(connection, withoutCopies(parts), nextNumber);
  result.push(...rejected);
  const lacking = new Map<string, { readonly part: Part; readonly months: string[]; readonly missing: string }>();
  const known = new Map<string, Part>();
  for (const group of groupsOf(tried, ({ part, table }) => JSON.stringify([part.contract!.id, monthOf(table)]))) {
    const { contract } = group[0]!.part;
    const missing = contract!.columns.filter((column) => column.required && isMissing(column, contract!, group));
    const conflict = unitConflict(group);
    if (missing.length > 0) {
      for (const { part, table } of group) {
        const names = missing.map(({ zh }) => zh).join("、");
        const key = JSON.stringify([sheetKey(part), names, part.table.table.month!.figure!.name]);
        const one = lacking.get(key) ?? { part, months: [], missing: names };
        one.months.push(monthOf(table));
        lacking.set(key, one);
      }
    } else if (conflict) for (const { part } of group) result.push({ ...withoutTable(part), kind: "rejected", fault: conflict });
    else if (isKnown(group.map(({ part }) => part))) for (const { part } of group) known.set(sheetKey(part), part);
    else result.push(...(await stageJoined(connection, group, nextNumber)));
  }
  for (const { part, months, missing } of lacking.values()) {
    result.push({ ...withoutTable(part), kind: "rejected", fault: new FileFault("figures_elsewhere", { months: months.join("、"), figure: part.table.table.month!.figure!.zh, missing }) });
  }
  const told = new Set(result.map((one) => JSON.stringify([one.file.name, one.sheet.replace(/（[^（）]*）$/, "")])));
  for (const [key, part] of known) if (!told.has(key)) result.push({ ...withoutTable(part), kind: "unchanged" });
  await forgetTried(connection, tried);
  return [...others, ...result];
}

function isMissing(column: Column, contract: Contract, group: readonly TriedPart[]): boolean {
  return !contract.key.includes(column.name) && !group.some(({ figure, table }) => figure === column || table.columns.some((one) => one.column === column));
}

function withoutTable(part: Part): Pick<Part, "file" | "contract" | "sheet" | "sha256" | "toldBy"> {
  const { table: _, kind: __, ...rest } = part;
  return rest;
}

function sheetKey({ file, sheet }: Part): string {
  return JSON.stringify([file.name, sheet]);
}

function monthOf({ columns }: Table): string {
  return columns.find(({ stated }) => stated !== undefined)!.stated!.text;
}

function groupsOf<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

/** Of the same content under two names the one that is marked most as a correction stays, else the first. */
function withoutCopies(parts: readonly Part[]): Part[] {
  return groupsOf(parts, ({ sha256, contract, table }) => JSON.stringify([sha256, contract!.id, table.sheet])).map((copies) => copies.reduce((one, other) => (senderMark([other.file.name]) > senderMark([one.file.name]) ? other : one)));
}

/** Reads each file by itself, as far as its one figure goes: it may be refused, and its notes may say its unit. */
async function tryParts(connection: DuckDBConnection, parts: readonly Part[], nextNumber: () => number): Promise<{ tried: TriedPart[]; rejected: ReadTable[] }> {
  const tried: TriedPart[] = [];
  const rejected: ReadTable[] = [];
  for (const ofSheet of groupsOf(parts, sheetKey)) {
    const numbers: number[] = [];
    const numbered = () => {
      numbers.push(nextNumber());
      return numbers.at(-1)!;
    };
    try {
      const found: TriedPart[] = [];
      // tables below each other may be of a figure each
      for (const months of groupsOf(ofSheet, ({ table }) => String(table.table.headerFirst))) found.push(...(await trySection(connection, months, numbered)));
      refuseUnitBeside(found.map(({ part, table }) => ({ table, where: `「${part.table.sheet}」` })));
      refusePartly(found);
      tried.push(...found);
    } catch (fault) {
      await forgetTables(connection, ofSheet[0]!.table, numbers);
      if (!(fault instanceof FileFault)) throw fault;
      rejected.push({ ...withoutTable(ofSheet[0]!), kind: "rejected", fault });
    }
  }
  return { tried, rejected };
}

async function trySection(connection: DuckDBConnection, months: readonly Part[], nextNumber: () => number): Promise<TriedPart[]> {
  const [{ contract }] = months as [Part];
  const figure = months[0]!.table.table.month!.figure!;
  const own: Contract = { ...contract!, columns: contract!.columns.filter((column) => column === figure || contract!.key.includes(column.name)) };
  const staged = await stageMonths(connection, months.map(({ table }) => ({ ...table, contract: own })), nextNumber, true);
  return staged.map(({ tables }, index) => ({ part: months[index]!, table: tables.source.table, figure, number: tables.number }));
}

async function forgetTried(connection: DuckDBConnection, tried: readonly TriedPart[]): Promise<void> {
  for (const { part, number } of tried) await forgetTables(connection, part.table, [number]);
}

/** One figure in several files of different units has no one unit. */
function unitConflict(group: readonly TriedPart[]): FileFault | undefined {
  for (const one of group) {
    const [mine] = [figureOf(one)];
    const other = group.find((another) => another.figure === one.figure && JSON.stringify(figureOf(another).conversion ?? null) !== JSON.stringify(mine.conversion ?? null));
    if (other) return new FileFault("units_disagree", { header: one.figure.zh, first: filePlace(one.part), second: filePlace(other.part) });
  }
  return undefined;
}

/** What an amount in the data set's own unit is multiplied by. */
const unchanged = { times: "1" };

/** Of the figures of one sheet none may be in 元 beside another that names no unit. */
function refusePartly(found: readonly TriedPart[]): void {
  const amounts = found.filter(({ figure }) => figure.type === "money");
  const stated = amounts.find((one) => JSON.stringify(figureOf(one).conversion ?? unchanged) !== JSON.stringify(unchanged));
  const open = amounts.find((one) => figureOf(one).unit === undefined);
  if (stated && open) throw new FileFault("unit_partly", { header: stated.figure.zh, unit: figureOf(stated).unit!, other: open.figure.zh, expected: open.figure.unit! });
}

function figureOf({ table, figure }: TriedPart): FoundColumn {
  return table.columns.find(({ column }) => column === figure)!;
}

function filePlace({ file, table }: Part): string {
  return `《${file.name}》${table.sheet === "" ? "" : `「${table.sheet}」`}`;
}

/** Joins the parts of one month and stages each, with the rows that no earlier figure's file has. */
async function stageJoined(connection: DuckDBConnection, group: readonly TriedPart[], nextNumber: () => number): Promise<ReadTable[]> {
  const contract = group[0]!.part.contract!;
  const order = (one: TriedPart) => contract.columns.indexOf(one.figure);
  const figures = groupsOf([...group].sort((one, other) => order(one) - order(other)), (one) => String(order(one)));
  const result: ReadTable[] = [];
  for (const [at, leads] of figures.entries()) {
    for (const lead of leads) {
      const number = nextNumber();
      const joined = figures.filter((_, index) => index !== at);
      const source = joinedTable(lead, joined, `aside.main.joined_${number}`);
      await connection.run(`create or replace table ${source.relation!} as ${joinedSql(lead, figures.slice(0, at), figures.slice(at + 1), source)}`);
      const staged = await stageTable(connection, source, number);
      for (const parts of figures.slice(at + 1)) await noteReplaced(connection, number, lead, parts, staged.tables.rows);
      const places = source.table.columns.filter(({ elsewhere }) => elsewhere !== undefined);
      for (const { column, index } of places) {
        await connection.run(`insert into ${asideTables.joined} select ${number}, source_row, ${literal(column.zh)}, ${cellPlace(index)} from ${source.relation!} where ${cellPlace(index)} is not null`);
      }
      await connection.run(`update ${asideTables.warnings} set table_no = ${number} where table_no = ${lead.number} and code = 'months_sum'`);
      result.push({ ...withoutTable(lead.part), sheet: lead.part.table.sheet, kind: "staged", ...staged });
    }
  }
  return result;
}

/** A part with the columns of the others behind its own. What was found of units is held fast: a note of one file says nothing of another. */
function joinedTable(lead: TriedPart, joined: readonly (readonly TriedPart[])[], relation: string): TextTable {
  const { slice: _, ...source } = lead.part.table;
  const pinned = (one: FoundColumn): FoundColumn => (one.unit === undefined ? (one.column.unit === undefined ? one : { ...one, remarks: [one.column.unit] }) : { ...one, remarks: [one.unit] });
  const columns = lead.table.columns.map((one) => (one.column === lead.figure ? pinned(one) : one));
  const more = joined.map(([one, ...others], index): FoundColumn => ({ ...pinned(figureOf(one!)), header: one!.figure.zh, index: source.width + index, elsewhere: [one!, ...others].map(({ part }) => filePlace(part)).join("、") }));
  const headers = [...lead.table.headers, ...more.map(({ header }) => header)];
  return { ...source, relation, width: source.width + more.length, table: { ...lead.table, columns: [...columns, ...more], headers, width: headers.length } };
}

function joinedSql(lead: TriedPart, earlier: readonly (readonly TriedPart[])[], later: readonly (readonly TriedPart[])[], source: TextTable): Sql {
  const key = keySql(lead);
  const first = lead.part.table.width;
  const place = (index: number) => first + index;
  const none = earlier.map((_, index) => `null::varchar as ${cellColumn(place(index))}, null::varchar as ${cellPlace(place(index))}`);
  const own = later.map((_, index) => `figure${index}.cell as ${cellColumn(place(earlier.length + index))}, figure${index}.place as ${cellPlace(place(earlier.length + index))}`);
  const joins = later.map((parts, index) => `left join ${figureSql(parts)} as figure${index} on figure${index}.key = ${key}`);
  const taken = earlier.flat().map((one) => `select ${keySql(one)} from ${sourceSql({ ...one.part.table, table: one.table })} where ${isKey(one)}`);
  const isNew = taken.length === 0 ? "true" : `(${key} is null or not ${isKey(lead)} or ${key} not in (${taken.join(" union all ")}))`;
  return `select lead.*${[...none, ...own].map((one) => `, ${one}`).join("")} from ${sourceSql({ ...lead.part.table, table: lead.table })} as lead ${joins.join(" ")} where ${isNew} order by source_row`;
}

function keySql({ table }: TriedPart): Sql {
  return codeForm(normal(cellColumn(idOf(table))));
}

/** A title's or total's row has no key to be joined on. */
function isKey(one: TriedPart): Sql {
  return `coalesce(regexp_matches(${keySql(one)}, '[0-9A-Z]{8}'), false)`;
}

function idOf({ columns }: Table): number {
  return columns.find(({ column }) => column.type === "id")!.index;
}

/** Every key's cell of one figure in each of its files, blank ones too, with where it stands and how far its sender marks it as a correction. */
function cellsSql(parts: readonly TriedPart[], withBlanks = false): Sql {
  return parts
    .map((one) => {
      const at = figureOf(one).index;
      const { file, table } = one.part;
      return `select ${keySql(one)} as key, ${normal(cellColumn(at))} as cell, ${literal(filePlace(one.part))} || '第 ' || source_row || ' 行' as place, ${senderMark([file.name, table.sheet], one.table.titles)} as mark
        from ${sourceSql({ ...table, table: one.table }, withBlanks)} where ${isKey(one)}${withBlanks ? "" : ` and ${normal(cellColumn(at))} is not null`}`;
    })
    .join(" union all ");
}

/** One cell a key, and where it stands: of several the one that its sender marks as the correction; where they differ still, all of them, which nothing reads as one number. */
function figureSql(parts: readonly TriedPart[]): Sql {
  return `(select key, case when count(distinct trim(cell)) = 1 then min(cell) else string_agg(trim(cell) || '（' || place || '）', '、' order by place) end as cell, string_agg(place, '、' order by place) as place
    from (select * from (${cellsSql(parts)}) qualify mark = max(mark) over (partition by key)) group by key)`;
}

/** Warns where a joined figure was taken from a correction and another file has it otherwise, or a correction leaves it blank and it was taken from the other. */
async function noteReplaced(connection: DuckDBConnection, number: number, lead: TriedPart, parts: readonly TriedPart[], rows: string): Promise<void> {
  if (parts.length < 2) return;
  const { zh } = parts[0]!.figure;
  const isOther = "coalesce(try_cast(replace(other.cell, ',', '') as decimal(24, 6)) <> try_cast(replace(taken.cell, ',', '') as decimal(24, 6)), other.cell <> taken.cell)";
  await connection.run(`insert into ${asideTables.warnings}
    with cells as materialized (${cellsSql(parts, true)}),
    taken as (select * from cells where cell is not null qualify row_number() over (partition by key order by mark desc, place) = 1)
    select ${number}, lead.source_row, ${literal(zh)}, case when other.cell is null then '' else ${literal(`${zh} `)} || taken.cell || '，那里是 ' || other.cell end,
      case when other.cell is null then 'month_blank' else 'contradicted_marked' end, case when other.cell is null then taken.cell || '（' || taken.place || '）' else other.place end
    from ${sourceSql({ ...lead.part.table, table: lead.table })} as lead inner join taken on taken.key = ${keySql(lead)} inner join cells as other on other.key = taken.key
    where lead.source_row in (select source_row from ${rows}) and ((other.cell is null and other.mark > taken.mark) or (other.mark < taken.mark and ${isOther}))`);
}
