import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import type { Contract } from "../contracts.ts";
import { senderMark } from "../read/sender-mark.ts";
import { asideTables, gatheredTable, insertRows } from "./aside-tables.ts";
import { comparison, figureText } from "./comparison.ts";
import { carriedOrigin } from "../returns/came-along.ts";
import { keysAtOnce } from "./settle.ts";
import { sourceSql } from "./source.ts";
import { rowKey, rowValues, withMessages } from "./row-values.ts";
import type { StagedTables } from "./stage.ts";

/** A staged table of the load, and where it came from. */
export interface SentTable {
  readonly tables: StagedTables;
  readonly isGathered: boolean;
  readonly file: { readonly name: string; readonly path: string };
  readonly sheet: string;
}

/** Copies made together bear times that say nothing of which is newer. */
const apart = "interval 2 seconds";
const [clash, sent, judged] = ["aside.main.clash", "aside.main.sent", "aside.main.contradictions"];

/**
 * Settles what tables of one load say differently of the same key. The row of the table that its sender marks as the
 * correction (更正, 二次更正 over 更正, anything over 旧, 备份) stays, else that of the workbook or file saved last; the
 * others are superseded, which is warned of and recorded. Where neither tells, the rows that differ are faults, and ask.
 * A name's place in the alphabet decides nothing.
 *
 * @returns how many rows of each table, by its number, were superseded
 */
export async function settleContradictions(connection: DuckDBConnection, tables: readonly SentTable[]): Promise<ReadonlyMap<number, number>> {
  const superseded = new Map<number, number>();
  const byContract = new Map<Contract, SentTable[]>();
  for (const table of tables) byContract.set(table.tables.source.contract, [...(byContract.get(table.tables.source.contract) ?? []), table]);
  for (const [contract, ones] of byContract) {
    if (ones.length < 2 || contract.columns.length === contract.key.length) continue;
    const meeting = await overlapping(connection, contract, ones);
    if (meeting.length < 2) continue;
    for (const [number, rows] of await settleOne(connection, contract, meeting)) superseded.set(number, rows);
  }
  return superseded;
}

/** The tables whose rows may have a key in common with another's: most reports are each of their own month. */
async function overlapping(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<SentTable[]> {
  const key = identifier(contract.key[0]!);
  const ranges = await connection.runAndReadAll(`with ranges as (
      select table_no, min(${key}) as low, max(${key}) as high from ${rowsOf(contract, ones, [key])} group by table_no having min(${key}) is not null
    ) select table_no from (
      select *, max(high) over (order by low, table_no rows between unbounded preceding and 1 preceding) as reached, lead(low) over (order by low, table_no) as following from ranges
    ) where low <= reached or following <= high`);
  const numbers = new Set(ranges.getRows().map(([number]) => Number(number)));
  return ones.filter(({ tables }) => numbers.has(tables.number));
}

/** A subquery over the tables' good rows, each with its `table_no`. */
export function rowsOf(contract: Contract, ones: readonly SentTable[], columns: readonly Sql[]): Sql {
  const names = [...columns, "source_row"].join(", ");
  const gathered = ones.filter(({ isGathered }) => isGathered).map(({ tables }) => tables.number);
  const parts = ones.filter(({ isGathered }) => !isGathered).map(({ tables }) => `select ${names}, ${tables.number} as table_no from ${tables.rows}`);
  if (gathered.length > 0) parts.push(`select ${names}, table_no from ${gatheredTable(contract)} where table_no in (${gathered.join(", ")})`);
  return `(${parts.join(" union all ")})`;
}

/** A number that tells what a row says beside its key. */
function contentOf(contract: Contract): Sql {
  return `hash(${contract.columns.filter(({ name }) => !contract.key.includes(name)).map(({ name }) => identifier(name)).join(", ")})`;
}

async function settleOne(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<Map<number, number>> {
  const keys = contract.key.map(identifier).join(", ");
  const columns = contract.columns.map(({ name }) => identifier(name));
  const values = contentOf(contract);
  const rows = rowsOf(contract, ones, columns);
  await connection.run(`create or replace table ${clash} as select ${keys} from ${rows} group by ${keys} having count(*) > 1 and min(${values}) <> max(${values})`);
  const clashes = Number((await connection.runAndReadAll(`select count(*) from ${clash}`)).getRows()[0]![0]);
  if (clashes === 0) return new Map();
  await noteSenders(connection, ones);
  const superseded = new Map<number, number>();
  const slices = Math.ceil((clashes * ones.length) / keysAtOnce);
  for (let slice = 0; slice < slices; slice++) {
    const some = slices === 1 ? rows : `(select * from ${rows} where hash(${keys}) % ${slices} = ${slice})`;
    for (const [number, gone] of await settleKeys(connection, contract, ones, some)) superseded.set(number, (superseded.get(number) ?? 0) + gone);
  }
  return superseded;
}

/** Of some keys the rows of the tables, by which of them counts. */
async function settleKeys(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[], rows: Sql): Promise<Map<number, number>> {
  const keys = contract.key.map(identifier).join(", ");
  const values = contentOf(contract);
  // of the rows that the strongest mark names, those of the last two seconds are the newest
  await connection.run(`create or replace table ${judged} as
    with clashing as (
      select rows.*, ${values} as content, mark, saved_at, stored_at, place_text, max(mark) over same_key as top_mark
      from ${rows} as rows inner join ${clash} using (${keys}) inner join ${sent} using (table_no)
      window same_key as (partition by ${keys})
    ), timed as (
      select *, case when mark < top_mark then null
        when bool_and(saved_at is not null) filter (where mark = top_mark) over same_key and max(saved_at) filter (where mark = top_mark) over same_key - min(saved_at) filter (where mark = top_mark) over same_key > ${apart} then saved_at
        else stored_at end as moment
      from clashing
      window same_key as (partition by ${keys})
    ), newest as (
      select *, coalesce(moment >= max(moment) over same_key - ${apart}, false) as is_newest from timed
      window same_key as (partition by ${keys})
    ), chosen as (
      select *, min(content) filter (where is_newest) over same_key = max(content) filter (where is_newest) over same_key as is_settled,
        row_number() over (partition by ${keys} order by is_newest desc, mark desc, moment desc, table_no desc) as rank
      from newest
      window same_key as (partition by ${keys})
    )
    select *, is_settled and content <> first_value(content) over (partition by ${keys} order by rank) or (not is_settled and not is_newest) as is_superseded,
      not is_settled and is_newest as is_open
    from chosen`);
  await noteReplaced(connection, contract);
  await quarantineOpen(connection, contract, ones);
  return removeSettled(connection, contract, ones);
}

async function noteSenders(connection: DuckDBConnection, ones: readonly SentTable[]): Promise<void> {
  const senders = await Promise.all(
    ones.map(async ({ tables: { number, source }, file, sheet }) => ({
      table_no: number,
      mark: senderMark([file.name, sheet], source.table.titles),
      saved_at: source.savedAt?.toISOString() ?? null,
      stored_at: (await stat(file.path)).mtime.toISOString(),
      place_text: `《${file.name}》${sheet === "" ? "" : `「${sheet}」`}`,
    })),
  );
  await connection.run(`create or replace table ${sent} (table_no integer, mark integer, saved_at timestamptz, stored_at timestamptz, place_text varchar)`);
  for (const statement of insertRows(sent, senders)) await connection.run(statement);
}

/** The superseded rows' figures, beside those that stay, and a warning at each row that stays. */
async function noteReplaced(connection: DuckDBConnection, contract: Contract): Promise<void> {
  const { figures, enterprise, period, item } = comparison(contract);
  const keys = contract.key.map(identifier).join(", ");
  await connection.run(`insert into ${asideTables.replaced}
    select ${literal(contract.id)}, old_table, old_row, new_table, new_row, place, enterprise_id, period, item, figure.column_name, figure.unit, figure.old_value, figure.new_value, figure.difference
    from (select earlier.table_no as old_table, earlier.source_row as old_row, latest.table_no as new_table, latest.source_row as new_row,
        dense_rank() over (partition by ${contract.key.map((name) => `latest.${identifier(name)}`).join(", ")} order by earlier.rank) as place,
        ${enterprise} as enterprise_id, ${period} as period, ${item} as item, unnest(${figures}) as figure, earlier.rank
      from ${judged} as earlier inner join ${judged} as latest using (${keys})
      where earlier.is_superseded and earlier.is_settled and latest.rank = 1)`);
  await connection.run(`insert into ${asideTables.warnings}
    select new_table, new_row, any_value(column_name order by place), string_agg(column_name || ' ' || ${figureText("new_value")} || '，那里是 ' || ${figureText("old_value")}, '；' order by column_name),
      case when any_value(latest.mark) > any_value(earlier.mark) then 'contradicted_marked' else 'contradicted_newer' end, any_value(earlier.place_text) || '第 ' || old_row || ' 行'
    from ${asideTables.replaced} as replaced
    inner join ${judged} as latest on latest.table_no = new_table and latest.source_row = new_row
    inner join ${judged} as earlier on earlier.table_no = old_table and earlier.source_row = old_row
    where replaced.dataset = ${literal(contract.id)}
    group by new_table, new_row, old_table, old_row`);
}

/**
 * Asks about rows of a returned workbook that have one key and differ: both were sent back because nobody could say which
 * counts, and the later of them is no answer.
 */
export async function askRepeated(connection: DuckDBConnection, tables: StagedTables): Promise<void> {
  const { contract } = tables.source;
  if (carriedOrigin(tables.source) === undefined || contract.columns.length === contract.key.length) return;
  const keys = contract.key.map(identifier).join(", ");
  const values = contentOf(contract);
  await connection.run(`create or replace table ${judged} as select * exclude (low, high), ${tables.number} as table_no, '本表' as place_text, false as is_superseded, true as is_open
    from (select *, min(${values}) over same_key as low, max(${values}) over same_key as high from ${tables.rows} window same_key as (partition by ${keys})) where low <> high`);
  const one: SentTable = { tables, isGathered: false, file: { name: "", path: "" }, sheet: "" };
  await quarantineOpen(connection, contract, [one]);
  await removeSettled(connection, contract, [one]);
}

/** The rows of which nobody can say which counts: each is a fault in every column that differs. */
async function quarantineOpen(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<void> {
  const { figures, differs } = comparison(contract);
  const keys = contract.key.map(identifier).join(", ");
  const open = "aside.main.open_rows";
  await connection.run(`create or replace table ${open} as
    select table_no, source_row, list({'column': column_name, 'value': own, 'code': 'files_disagree', 'expected': others} order by column_name) as faults
    from (select table_no, source_row, figure.column_name as column_name, ${figureText("any_value(figure.new_value)")} as own, string_agg(place_text || '第 ' || other_row || ' 行的「' || ${figureText("figure.old_value")} || '」', '、' order by place_text, other_row) as others
      from (select latest.table_no, latest.source_row, earlier.place_text, earlier.source_row as other_row, unnest(${figures}) as figure
        from ${judged} as latest inner join ${judged} as earlier using (${keys})
        where latest.is_open and earlier.is_open and ${differs})
      group by table_no, source_row, figure.column_name)
    group by table_no, source_row`);
  const numbers = new Set((await connection.runAndReadAll(`select distinct table_no from ${open}`)).getRows().map(([number]) => Number(number)));
  for (const { tables } of ones) {
    if (!numbers.has(tables.number)) continue;
    const key = `(select ${rowKey(contract.key.map(identifier))} from ${judged} as keyed where keyed.table_no = ${tables.number} and keyed.source_row = open_rows.source_row)`;
    await connection.run(`insert into ${asideTables.bad}
      select ${tables.number}, source_row, ${withMessages("open_rows.faults")}, ${rowValues(tables.source)}, ${key}, ${carriedOrigin(tables.source) ?? "null"}
      from ${open} as open_rows inner join ${sourceSql(tables.source)} as source using (source_row) where open_rows.table_no = ${tables.number}`);
  }
  await connection.run(`drop table ${open}`);
}

async function removeSettled(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<Map<number, number>> {
  const gone = (number: number) => `source_row in (select source_row from ${judged} where table_no = ${number} and (is_superseded or is_open))`;
  const counts = await connection.runAndReadAll(`select table_no, count(*) filter (where is_superseded) from ${judged} where is_superseded or is_open group by table_no`);
  const superseded = new Map(counts.getRows().map(([number, rows]) => [Number(number), Number(rows)]));
  for (const { tables, isGathered } of ones) {
    if (!superseded.has(tables.number)) continue;
    await connection.run(`delete from ${isGathered ? `${gatheredTable(contract)} where table_no = ${tables.number} and` : `${tables.rows} where`} ${gone(tables.number)}`);
  }
  return superseded;
}
