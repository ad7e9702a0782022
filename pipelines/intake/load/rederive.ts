import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../cells/sql.ts";
import type { Contract } from "../contracts.ts";
import { warningMessages } from "../messages.ts";
import type { LoadClock } from "./commit.ts";
import { comparison, figureText } from "./comparison.ts";
import { basesSql, cumulativeTable, filedSql, keysOf, monthOf, sumOf, summedColumns } from "./cumulative-tables.ts";
import { bureauName } from "../returns/names.ts";
import { sentenceSql } from "./sentence-sql.ts";
import { rowKey } from "./row-values.ts";
import { countOf } from "./stage.ts";

export interface Rederived {
  /** figures of months that were differenced and have another value since this load; `ops.restatement` lists them */
  readonly restated: number;
  /** quarantined rows of sums that waited for months and have them now */
  readonly answered: number;
}

const nothing: Rederived = { restated: 0, answered: 0 };
const due = "due_sums";

/**
 * Keeps the differences of what was sent as the year's sums right, whatever this load brought of the months before: a month that
 * was differenced from figures that are others now is differenced again, and a row that waited for months is loaded when
 * it has them. The new value is a new row, known since this load, of the same place in the same file; the old one stays.
 * Inside the load's transaction, after its rows are in.
 *
 * @param firstFile  the first file of this load
 */
export async function rederiveMonths(connection: DuckDBConnection, contract: Contract, firstFile: number, clock: LoadClock): Promise<Rederived> {
  if (contract.cumulative.length === 0 || (await countOf(connection, cumulativeTable(contract))) === 0) return nothing;
  const raw = `raw.${identifier(contract.id)}`;
  const keys = keysOf(contract);
  const figures = summedColumns(contract).map(({ name }) => name);
  const own = (name: string) => `${identifier(`now_${name}`)}`;
  const required = summedColumns(contract).filter((column) => column.required).map(({ name }) => `${own(name)} is not null`).join(" and ") || "true";
  await connection.run(`create or replace temp table ${due} as
    with filed as materialized (select * from ${filedSql(contract)}),
    derived as (
      select filed.*, ${figures.map((name) => `try_cast(filed.${sumOf(name)} - ${identifier(`base_${name}`)} as decimal(18, 6)) as ${own(name)}`).join(", ")}
      from filed inner join ${basesSql(contract, "filed")} as bases using (${keys.join(", ")})
      where missing = '' and (${figures.map((name) => `filed.${sumOf(name)} is not null`).join(" or ")})
    )
    select * from derived where ${required} and (is_waiting or ${figures.map((name) => `${own(name)} is distinct from ${identifier(name)}`).join(" or ")})`);
  if ((await countOf(connection, due)) === 0) {
    await connection.run(`drop table ${due}`);
    return nothing;
  }
  // a row of this load is not to be seen yet with another value
  const set = figures.map((name) => `${identifier(name)} = due.${own(name)}`).join(", ");
  await connection.run(`update ${raw} as loaded set ${set} from ${due} as due where not due.is_waiting and due.file_id >= ${firstFile} and loaded.file_id = due.file_id and loaded.source_row = due.source_row`);
  const earlier = `(select * from ${raw} qualify row_number() over (partition by ${keys.join(", ")} order by known_at desc, file_id desc, source_row desc) = 1)`;
  await connection.run(`create or replace temp table replaced_months as select earlier.* from ${earlier} as earlier inner join ${due} as due using (${keys.join(", ")}) where due.is_waiting or due.file_id < ${firstFile}`);
  const columns = contract.columns.map(({ name }) => identifier(name));
  const values = contract.columns.map(({ name }) => (figures.includes(name) ? `due.${own(name)}` : `sent.${identifier(name)}`));
  await connection.run(`insert into ${raw} (${columns.join(", ")}, file_id, source_sheet, source_row, known_at)
    select ${values.join(", ")}, sent.file_id, sent.source_sheet, sent.source_row, ${literal(clock.at)}::timestamptz
    from ${due} as due inner join ${cumulativeTable(contract)} as sent on sent.file_id = due.file_id and sent.source_row = due.source_row
    where due.is_waiting or due.file_id < ${firstFile} order by sent.file_id, sent.source_row`);
  const restated = await recordRederived(connection, contract, clock);
  await warnRederived(connection, contract, firstFile);
  const newest = `(select max(file_id) from ops.import_file where dataset = ${literal(contract.id)})`;
  const answered = await connection.run(`update ops.quarantined_row set answered_by_file_id = ${newest}, answered_at = ${literal(clock.at)}::timestamptz
    where dataset = ${literal(contract.id)} and answered_at is null and code = 'months_missing' and row_key in (select ${rowKey(keys)} from ${due} where is_waiting)`);
  await connection.run(`drop table ${due}`);
  await connection.run("drop table replaced_months");
  return { restated, answered: answered.rowsChanged };
}

async function recordRederived(connection: DuckDBConnection, contract: Contract, clock: LoadClock): Promise<number> {
  const { differs, figures, enterprise, period, item } = comparison(contract);
  const keys = keysOf(contract).join(", ");
  const latest = `(select * from raw.${identifier(contract.id)} qualify row_number() over (partition by ${keys} order by known_at desc, file_id desc, source_row desc) = 1)`;
  const inserted = await connection.runAndReadAll(`insert into ops.restatement
    with changed as (
      select ${enterprise} as enterprise_id, ${period} as period, ${item} as item, unnest(${figures}) as figure,
        latest.file_id as new_file_id, latest.source_sheet as new_sheet, latest.source_row as new_row, latest.known_at as new_known_at,
        earlier.file_id as old_file_id, earlier.source_sheet as old_sheet, earlier.source_row as old_row, earlier.known_at as old_known_at
      from ${latest} as latest inner join replaced_months as earlier using (${keys}) where ${differs}
    )
    select ${clock.load_id}, ${literal(contract.id)}, ${literal(bureauName(contract.from))}, enterprise_id, period, item, figure.column_name, figure.unit, figure.old_value, figure.new_value, figure.difference,
      old_ledger.file, old_sheet, old_row, old_known_at, new_ledger.file, new_sheet, new_row, new_known_at
    from changed
    inner join ops.import_file as old_ledger on old_ledger.file_id = changed.old_file_id
    inner join ops.import_file as new_ledger on new_ledger.file_id = changed.new_file_id
    order by enterprise_id, period, item
    returning to_json([new_file, new_sheet, new_row::varchar])::varchar as place`);
  return new Set(inserted.getRows().map(([place]) => String(place))).size;
}

/** Says at the row of this load that brought it about, its first of the year, which later months were differenced again. */
async function warnRederived(connection: DuckDBConnection, contract: Contract, firstFile: number): Promise<void> {
  const month = monthOf(contract);
  const name = identifier(month.name);
  const group = keysOf(contract).filter((key) => key !== name);
  const changes = summedColumns(contract).map((column) => {
    const [old, latest] = [`due.${identifier(column.name)}`, `due.${identifier(`now_${column.name}`)}`];
    return `case when ${old} is distinct from ${latest} then concat(${literal(`${column.zh} `)}, ${figureText(`${old}::varchar`)}, ' → ', ${figureText(`${latest}::varchar`)}) end`;
  });
  const brought = `(select * from raw.${identifier(contract.id)} where file_id >= ${firstFile} qualify row_number() over (partition by ${[...group, `year(${name})`].join(", ")} order by ${name}, file_id desc, source_row desc) = 1)`;
  await connection.run(`insert into ops.warning (file, sheet, "row", "column", value, code, message, dataset, file_id, expected)
    select file, sheet, source_row, ${literal(month.zh)}, value, 'months_rederived', ${sentenceSql(warningMessages, "'months_rederived'", "value", "expected")}, ${literal(contract.id)}, file_id, expected
    from (
      select ledger.file, ledger.sheet, brought.source_row, brought.file_id, string_agg(strftime(due.${name}, '%Y-%m'), '、' order by due.${name}) as expected,
        string_agg(concat(strftime(due.${name}, '%Y-%m'), ' ', concat_ws('，', ${changes.join(", ")})), '；' order by due.${name}) as value
      from ${due} as due
      inner join ${brought} as brought on ${[...group.map((key) => `brought.${key} = due.${key}`), `year(brought.${name}) = year(due.${name})`].join(" and ")}
      inner join ops.import_file as ledger on ledger.file_id = brought.file_id
      where not due.is_waiting and due.file_id < ${firstFile}
      group by ledger.file, ledger.sheet, brought.source_row, brought.file_id
    )`);
}
