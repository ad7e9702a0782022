import type { DuckDBConnection } from "@duckdb/node-api";
import { type Sql, identifier, literal } from "../cells/sql.ts";
import { type Column, type Contract, duckdbTypes } from "../contracts.ts";
import { warningMessages } from "../messages.ts";
import { sentenceSql } from "./sentence-sql.ts";
import { figureText } from "./comparison.ts";
import { shown } from "./shown.ts";
import { countOf } from "./stage.ts";

/**
 * Compares the rows that this load added with the other months on file: jumps of more than ten times, and years to date
 * that are not the sum of their months (over 0.01). Runs inside the load's transaction.
 *
 * @param fileIds   the files that this load added to the data set
 * @param repeated  some key may be on file more than once
 */
export async function warnAcrossMonths(connection: DuckDBConnection, contract: Contract, fileIds: readonly number[], repeated: boolean): Promise<void> {
  const jumping = contract.columns.filter((column) => column.jumps);
  const totals = contract.columns.filter((column) => column.year_to_date_of);
  if (jumping.length + totals.length === 0) return;
  const added = `file_id in (${fileIds.join(", ")})`;
  const keys = contract.key.map(identifier).join(", ");
  const table = `raw.${identifier(contract.id)}`;
  const current = repeated
    ? `(select * from (select *, row_number() over (partition by ${keys} order by known_at desc, file_id desc, source_row desc) as place from ${table}) where place = 1)`
    : table;
  const watched = [...new Set([...jumping, ...totals].flatMap((column) => [column.name, column.year_to_date_of ?? column.name]))].map(identifier);
  const months = `select enterprise_id, "month", ${watched.join(", ")}, file_id, source_sheet, source_row, year("month") * 12 + month("month") as month_number from ${current}`;
  const tests = [
    ...jumping.map((column) => isJump(identifier(column.name))),
    ...totals.map((column) => `month(this_month."month") > 1 and ${breaksOff(`this_month.${identifier(column.name)}`, `${wide(`last_month.${identifier(column.name)}`)} + this_month.${identifier(column.year_to_date_of!)}`)}`),
  ];
  // one join finds every row that any of the warnings may be about; they are few
  await connection.run(`create or replace temp table suspects as
    select this_month.*, ${watched.map((name, index) => `last_month.${name} as before${index}`).join(", ")}, ${tests.map((test, index) => `coalesce(${test}, false) as test${index}`).join(", ")}
    from (${months}) as this_month inner join (${months}) as last_month
      on last_month.enterprise_id = this_month.enterprise_id and last_month.month_number = this_month.month_number - 1
    where ${tests.map((test) => `(${test})`).join(" or ")}`);
  for (const [index, column] of jumping.entries()) {
    const name = identifier(column.name);
    const before = `before${watched.indexOf(name)}`;
    await insertWarnings(
      connection,
      contract,
      `select file_id, source_sheet, source_row, ${literal(column.zh)} as "column", ${shown(name)} as value, 'jump' as code, ${shown(before)} as expected from suspects where test${index} and ${added}`,
    );
  }
  for (const [index, column] of totals.entries()) {
    await warnYearToDate(connection, contract, column, current, `select enterprise_id, year("month") as year from suspects where test${jumping.length + index}`, added);
  }
  await connection.run("drop table suspects");
}

/**
 * Says which figures on file a correction blanked: it may have left out an optional column that it had nothing to say of.
 * Runs inside the load's transaction, after the load's restatements were recorded.
 */
export async function warnBlanked(connection: DuckDBConnection, contract: Contract, loadId: number): Promise<void> {
  // a text's zeros are its own
  const texts = contract.columns.filter((column) => duckdbTypes[column.type] === "VARCHAR").map((column) => literal(column.zh)).concat("''");
  await insertWarnings(
    connection,
    contract,
    `select imported.file_id, new_sheet as source_sheet, new_row as source_row, column_name as "column", '' as value, 'blanked' as code, case when column_name in (${texts.join(", ")}) then old_value else ${shown("old_value")} end as expected
      from ops.restatement as restated
      inner join ops.import_file as imported
        on imported.load_id = restated.load_id and imported.dataset = restated.dataset and imported.file = restated.new_file and imported.sheet = restated.new_sheet
      where restated.load_id = ${loadId} and restated.old_known_at < restated.new_known_at and restated.dataset = ${literal(contract.id)} and restated.new_value is null`,
  );
}

/**
 * Says where a file contradicts another that was loaded earlier on the same day, without a mark that it corrects it. Runs
 * inside the load's transaction, after the load's restatements were recorded.
 *
 * @param unmarked  the files of this load that bear no such mark
 */
export async function warnSameDay(connection: DuckDBConnection, contract: Contract, loadId: number, unmarked: readonly number[]): Promise<void> {
  if (unmarked.length === 0) return;
  const day = (time: Sql): Sql => `(${time} at time zone 'Asia/Shanghai')::date`;
  const figures = `column_name || ' ' || ${figureText("new_value")} || '，那里是 ' || ${figureText("old_value")}`;
  await insertWarnings(
    connection,
    contract,
    `select imported.file_id, new_sheet as source_sheet, new_row as source_row, min(column_name) as "column", string_agg(${figures}, '；' order by column_name) as value, 'contradicted_today' as code,
        '《' || old_file || '》' || case when old_sheet = '' then '' else '「' || old_sheet || '」' end || '第 ' || old_row || ' 行' as expected
      from ops.restatement as restated
      inner join ops.import_file as imported
        on imported.load_id = restated.load_id and imported.dataset = restated.dataset and imported.file = restated.new_file and imported.sheet = restated.new_sheet
      where restated.load_id = ${loadId} and restated.dataset = ${literal(contract.id)} and restated.old_known_at < restated.new_known_at
        and ${day("restated.old_known_at")} = ${day("restated.new_known_at")} and imported.file_id in (${unmarked.join(", ")})
      group by imported.file_id, new_sheet, new_row, old_file, old_sheet, old_row`,
  );
}

/** In a wider number than the stored one: a slip of the hand may be so large that ten times it has no room. */
const wide = (amount: Sql): Sql => `cast(${amount} as decimal(20, 6))`;

function isJump(name: Sql): Sql {
  const [now, before] = [wide(`this_month.${name}`), wide(`last_month.${name}`)];
  return `${before} > 0 and ${now} > 0 and (${now} > 10 * ${before} or 10 * ${now} < ${before})`;
}

/** Any step off its month makes a year suspect, also after a month without a total: steps of 0.01 add up to more. */
function breaksOff(total: Sql, sum: Sql): Sql {
  return `${total} is not null and ${total} is distinct from ${sum}`;
}

function isOff(total: Sql, sum: Sql): Sql {
  return `abs(${total} - (${sum})) > 0.01`;
}

/** Adds up the months of the years in which the total does not grow by the month's own figure, and of those alone. */
async function warnYearToDate(connection: DuckDBConnection, contract: Contract, column: Column, current: Sql, suspectYears: Sql, added: Sql): Promise<void> {
  const total = identifier(column.name);
  const part = identifier(column.year_to_date_of!);
  await connection.run(`create or replace temp table suspect_years as ${suspectYears}
    union select enterprise_id, year("month") from ${current} where month("month") = 1 and ${breaksOff(total, part)}`);
  if ((await countOf(connection, "suspect_years")) > 0) {
    await insertWarnings(
      connection,
      contract,
      `select file_id, source_sheet, source_row, ${literal(column.zh)} as "column", ${shown(total)} as value, 'year_to_date' as code, ${shown("summed")} as expected from (
        select *, sum(${part}) over year_so_far as summed, count(*) over year_so_far as months
        from ${current} as monthly semi join suspect_years on suspect_years.enterprise_id = monthly.enterprise_id and suspect_years.year = year(monthly."month")
        window year_so_far as (partition by enterprise_id, year("month") order by "month")
      ) where ${added} and months = month("month") and ${isOff(total, "summed")}`,
    );
  }
  await connection.run("drop table suspect_years");
}

async function insertWarnings(connection: DuckDBConnection, contract: Contract, found: Sql): Promise<void> {
  await connection.run(`insert into ops.warning
    select imported.file, found.source_sheet, found.source_row, found."column", found.value, found.code,
      ${sentenceSql(warningMessages, "found.code", "found.value", "found.expected")}, ${literal(contract.id)}, found.file_id, found.expected
    from (${found}) as found inner join ops.import_file as imported on imported.file_id = found.file_id
    order by found.file_id, found.source_row`);
}
