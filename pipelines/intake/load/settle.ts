import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import type { Column, Contract } from "../contracts.ts";
import type { WarningCode } from "../messages.ts";
import { asideTables } from "./aside-tables.ts";
import { comparison, figureText } from "./comparison.ts";
import { shown } from "./shown.ts";
import type { StagedTables } from "./stage.ts";

/** Rows that are compared by their keys at a time: not all that DuckDB needs for it can be put aside on the disk. */
export const keysAtOnce = 250_000;
const repeated = "aside.main.repeated";

/**
 * Of the good rows of one table that have the same key the last stays, whether their values differ or not. Notes the rows
 * whose values are outside their contract's usual range; they load.
 *
 * @returns how many rows were superseded
 */
export async function settleRows(connection: DuckDBConnection, tables: StagedTables): Promise<number> {
  const { contract } = tables.source;
  const key = contract.key.map(identifier).join(", ");
  // a year's sums are looked at when the months have been told from them
  const odd = tables.source.table.cumulative ? [] : implausible(contract);
  // files with nothing to settle are the rule: one look tells, and counting keys is much cheaper than ordering rows
  const facts = await connection.runAndReadAll(`select ${["count(*)", `(select count(*) from (select distinct ${key} from ${tables.rows}))`, ...odd.map(({ test }) => `count(*) filter (where ${test})`)].join(", ")} from ${tables.rows}`);
  const [rows, keys, ...counts] = facts.getRows()[0]!.map(Number) as [number, number, ...number[]];
  for (const [index, { column, code, expected, test }] of odd.entries()) {
    if (counts[index] === 0) continue;
    await noteImplausible(connection, tables, { column, code, expected, test });
  }
  if (keys < rows) await dropRepeated(connection, tables, rows);
  return rows - keys;
}

/** Warns, at each row that stays, of an earlier row of its key that says otherwise, and drops the earlier ones; some keys at a time. */
async function dropRepeated(connection: DuckDBConnection, { number, rows, source: { contract } }: StagedTables, count: number): Promise<void> {
  const key = contract.key.map(identifier).join(", ");
  const { differs, figures } = comparison(contract);
  const slices = Math.ceil(count / keysAtOnce);
  for (let slice = 0; slice < slices; slice++) {
    const some = slices === 1 ? rows : `(select * from ${rows} where hash(${key}) % ${slices} = ${slice})`;
    await connection.run(`create or replace table ${repeated} as select *, row_number() over (partition by ${key} order by source_row desc) as place
      from ${some} qualify count(*) over (partition by ${key}) > 1`);
    await connection.run(`insert into ${asideTables.warnings}
      select ${number}, source_row, any_value(figure.column_name order by figure.column_name), string_agg(figure.column_name || ' ' || ${figureText("figure.new_value")} || '，那里是 ' || ${figureText("figure.old_value")}, '；' order by figure.column_name), 'repeated_key', old_row
      from (select latest.source_row, earlier.source_row as old_row, unnest(${figures}) as figure from ${repeated} as latest inner join ${repeated} as earlier using (${key})
        where latest.place = 1 and earlier.place > 1 and ${differs})
      group by source_row, old_row`);
    await connection.run(`delete from ${rows} where source_row in (select source_row from ${repeated} where place > 1)`);
  }
  await connection.run(`drop table ${repeated}`);
}

/** One thing that may look wrong with a row's figures. */
interface Implausible {
  readonly column: Column;
  readonly code: WarningCode;
  readonly expected: Sql;
  readonly test: Sql;
}

export async function noteImplausible(connection: DuckDBConnection, { number, rows }: StagedTables, { column, code, expected, test }: Implausible): Promise<void> {
  await connection.run(`insert into ${asideTables.warnings}
    select ${number}, source_row, ${literal(column.zh)}, ${shown(identifier(column.name))}, ${literal(code)}, ${expected} from ${rows} where ${test}`);
}

/** What of a row's figures looks wrong by the contract: outside their usual range, or a part that is larger than its whole. */
export function implausible(contract: Contract): Implausible[] {
  return contract.columns.flatMap((column) => {
    const name = identifier(column.name);
    const whole = contract.columns.find((other) => other.name === column.part_of);
    const [low, high] = column.plausible ?? [];
    return [
      ...(column.plausible ? [{ column, code: "implausible" as const, expected: literal(`${low}～${high}`), test: `${name} not between ${low} and ${high}` }] : []),
      // of a whole below nothing, taxes paid back, a part may well be more
      ...(whole ? [{ column, code: "part_over_whole" as const, expected: `${literal(`${whole.zh} `)} || ${shown(identifier(whole.name))}`, test: `${identifier(whole.name)} >= 0 and ${name} > ${identifier(whole.name)}` }] : []),
    ];
  });
}

/** Drops what was noted of rows that were superseded or sent back since; a sum of months is of a row of the sheet, whichever table its months are in. */
export async function forgetGoneRows(connection: DuckDBConnection, staged: readonly StagedTables[]): Promise<void> {
  for (const table of [asideTables.warnings, asideTables.matches]) {
    const noted = new Set((await connection.runAndReadAll(`select distinct table_no from ${table}`)).getRows().map(([number]) => Number(number)));
    for (const { number, rows } of staged) {
      if (noted.has(number)) await connection.run(`delete from ${table} where table_no = ${number} and ${table === asideTables.warnings ? "code <> 'months_sum' and " : ""}source_row not in (select source_row from ${rows})`);
    }
  }
}
