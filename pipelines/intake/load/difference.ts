import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import type { Contract } from "../contracts.ts";
import { carriedOrigin } from "../returns/came-along.ts";
import { asideTables } from "./aside-tables.ts";
import { type SentTable, rowsOf } from "./contradictions.ts";
import { type Coming, type LoadClock } from "./commit.ts";
import { basesSql, cumulativeTable, cumulativeTablesSql, filedSql, keysOf, monthOf, sumOf, summedColumns } from "./cumulative-tables.ts";
import { implausible, noteImplausible } from "./settle.ts";
import { shown } from "./shown.ts";
import { sourceSql } from "./source.ts";
import { rowKey, rowValues, withMessages } from "./row-values.ts";

/** What one load says in the year's sums of a data set, as it says it: its columns, source_row, table_no. */
function sentSums(contract: Contract): string {
  return `aside.main.${identifier(`sums_${contract.id}`)}`;
}

const [bases, unready] = ["aside.main.bases", "aside.main.unready"];

export function isCumulative({ tables }: Pick<SentTable, "tables">): boolean {
  return tables.source.table.cumulative !== undefined;
}

/** Sets the sums of a load's tables aside, before they are differenced. */
export async function keepSums(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<void> {
  const columns = contract.columns.map(({ name }) => identifier(name));
  await connection.run(`create or replace table ${sentSums(contract)} as select * from ${rowsOf(contract, ones.filter(isCumulative), columns)}`);
}

/**
 * Makes month's figures of the year's sums: what was sent less the earlier months of the year, as other tables of the load and what
 * is on file have them. A row whose earlier months are not all there is a fault that names them. May be run again when rows
 * of the load were removed since.
 *
 * @param ones  all tables of the load of this data set
 */
export async function differenceSums(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[], hasHistory: boolean): Promise<void> {
  const keys = keysOf(contract);
  const figures = summedColumns(contract).map(({ name }) => name);
  const own = figures.map(identifier);
  const sums = ones.filter(isCumulative);
  const plain = ones.filter((one) => !isCumulative(one));
  const standing = `(select sent.* from ${sentSums(contract)} as sent where exists (select 1 from ${rowsOf(contract, sums, [])} as stays where stays.table_no = sent.table_no and stays.source_row = sent.source_row))`;
  const parts: Sql[] = [`select ${[...keys, ...figures.map(() => "null"), ...own].join(", ")}, 1 as place from ${standing}`];
  const wanted = [...keys, ...own, ...figures.map((name) => `null as ${sumOf(name)}`)].join(", ");
  if (plain.length > 0) parts.unshift(`select ${wanted}, 2 as place from ${rowsOf(contract, plain, [...keys, ...own])}`);
  if (hasHistory) {
    await makeTables(connection, contract);
    parts.unshift(`select ${[...keys, ...own, ...figures.map(sumOf)].join(", ")}, 0 as place from ${filedSql(contract)}`);
  }
  // one shape, whichever part comes first
  const shape = `select ${[...keys, ...own, ...figures.map((name) => `null::decimal(18, 6) as ${sumOf(name)}`)].join(", ")}, 0 as place from ${sentSums(contract)} where false`;
  const states = `(select * from (${[shape, ...parts].join(" union all ")}) qualify row_number() over (partition by ${keys.join(", ")} order by place desc) = 1)`;
  const difference = (name: string) => `try_cast(sent.${identifier(name)} - ${identifier(`base_${name}`)} as decimal(18, 6))`;
  await connection.run(`create or replace table ${bases} as
    select sent.table_no, sent.source_row, missing, ${figures.map((name) => `${difference(name)} as ${identifier(name)}`).join(", ")}
    from ${standing} as sent inner join ${basesSql(contract, states)} as bases using (${keys.join(", ")})`);
  const required = summedColumns(contract).filter((column) => column.required);
  const tooLarge = required.map(({ name }) => `${identifier(name)} is null`).join(" or ") || "false";
  await connection.run(`create or replace table ${unready} as select table_no, source_row, missing from ${bases} where missing <> '' or ${tooLarge}`);
  for (const { tables } of sums) {
    await connection.run(`update ${tables.rows} as loaded set ${own.map((name) => `${name} = bases.${name}`).join(", ")} from ${bases} as bases where bases.table_no = ${tables.number} and bases.source_row = loaded.source_row`);
    await quarantineUnready(connection, contract, tables);
  }
}

async function quarantineUnready(connection: DuckDBConnection, contract: Contract, tables: SentTable["tables"]): Promise<void> {
  const month = monthOf(contract);
  const unreadyHere = `${unready} as unready where unready.table_no = ${tables.number}`;
  const counted = await connection.runAndReadAll(`select count(*)::integer from ${unreadyHere}`);
  if (Number(counted.getRows()[0]![0]) === 0) return;
  const fault = `{'column': ${literal(month.zh)}, 'value': strftime(sent.${identifier(month.name)}, '%Y-%m'), 'code': case when missing <> '' then 'months_missing' else 'too_large' end, 'expected': missing}`;
  const key = rowKey(contract.key.map((name) => `sent.${identifier(name)}`));
  await connection.run(`insert into ${asideTables.bad}
    select ${tables.number}, unready.source_row, ${withMessages(`[${fault}]`)}, ${rowValues(tables.source)}, ${key}, ${carriedOrigin(tables.source) ?? "null"}
    from ${unready} as unready inner join ${sentSums(contract)} as sent using (table_no, source_row) inner join ${sourceSql(tables.source)} as source using (source_row)
    where table_no = ${tables.number}`);
  await connection.run(`delete from ${tables.rows} where source_row in (select source_row from ${unreadyHere})`);
}

/** Warns of what the differences came to, when nothing about them changes any more: below nothing, or not known since an earlier month has no figure. */
export async function noteDifferences(connection: DuckDBConnection, contract: Contract, ones: readonly SentTable[]): Promise<void> {
  for (const { tables } of ones.filter(isCumulative)) {
    for (const one of implausible(contract)) await noteImplausible(connection, tables, one);
    for (const column of summedColumns(contract)) {
      const name = identifier(column.name);
      const noted = (code: string, expected: Sql, test: Sql) => `insert into ${asideTables.warnings}
        select ${tables.number}, source_row, ${literal(column.zh)}, ${shown(`sent.${name}`)}, ${literal(code)}, ${expected}
        from ${tables.rows} as loaded inner join ${sentSums(contract)} as sent using (source_row) where sent.table_no = ${tables.number} and ${test}`;
      // nothing is taken off January's, and a loss is none of the months before
      if (!column.signed) await connection.run(noted("difference_negative", shown(`loaded.${name}`), `loaded.${name} < 0 and month(loaded.${identifier(monthOf(contract).name)}) > 1`));
      if (!column.required) await connection.run(noted("difference_unknown", "''", `loaded.${name} is null and sent.${name} is not null`));
    }
  }
}

/** Keeps what was sent as sums, of rows that were loaded and of those that wait for earlier months, inside the load's transaction. */
export async function fileSums(connection: DuckDBConnection, coming: readonly Coming[], clock: LoadClock): Promise<void> {
  const columns = (contract: Contract) => contract.columns.map(({ name }) => identifier(name)).join(", ");
  for (const { tables, fileId, sheet } of coming) {
    const { contract } = tables.source;
    if (!isCumulative({ tables })) continue;
    await connection.run(`insert into ${cumulativeTable(contract)} (${columns(contract)}, file_id, source_sheet, source_row, known_at)
      select ${columns(contract)}, ${fileId}, ${literal(sheet)}, source_row, ${literal(clock.at)}::timestamptz from ${sentSums(contract)} where table_no = ${tables.number}
        and (source_row in (select source_row from ${tables.rows}) or source_row in (select source_row from ${asideTables.bad} where table_no = ${tables.number} and faults[1].code = 'months_missing'))`);
  }
}

async function makeTables(connection: DuckDBConnection, contract: Contract): Promise<void> {
  for (const statement of cumulativeTablesSql(new Map([[contract.id, contract]]))) await connection.run(statement);
}
