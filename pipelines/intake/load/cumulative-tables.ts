import { type Sql, identifier } from "../cells/sql.ts";
import { type Column, type Contract, type Contracts, duckdbTypes } from "../contracts.ts";
import { originColumns } from "./raw-tables.ts";

/** What is on file of a data set that was sent as the year's sums, as it was sent: the raw table's columns, with the sums in those that were differenced. */
export function cumulativeTable(contract: Contract): string {
  return `ops.${identifier(`cumulative_${contract.id}`)}`;
}

/** Statements that make them where they are missing. */
export function cumulativeTablesSql(contracts: Contracts): Sql[] {
  return [...contracts.values()].filter(({ cumulative }) => cumulative.length > 0).flatMap((contract) => [
    `create table if not exists ${cumulativeTable(contract)} (${contract.columns.map((column) => `${identifier(column.name)} ${duckdbTypes[column.type]}`).join(", ")}, ${originColumns})`,
    ...contract.columns.filter(({ required }) => !required).map((column) => `alter table ${cumulativeTable(contract)} add column if not exists ${identifier(column.name)} ${duckdbTypes[column.type]}`),
  ]);
}

/** The columns that are differenced. */
export function summedColumns(contract: Contract): Column[] {
  return contract.columns.filter(({ name }) => contract.cumulative.includes(name));
}

export function monthOf(contract: Contract): Column {
  return contract.columns.find(({ name, type }) => type === "month" && contract.key.includes(name))!;
}

/** SQL names of the key's columns. */
export function keysOf(contract: Contract): string[] {
  return contract.key.map(identifier);
}

/**
 * SQL of what stands on file for each key: its newest row, with the sums that were sent where it was differenced (`sum_<column>`),
 * or a row of sums that still waits for earlier months (`is_waiting`). Columns: the key, the differenced columns, their sums,
 * is_waiting, file_id, source_row, known_at.
 */
export function filedSql(contract: Contract): Sql {
  const table = `raw.${identifier(contract.id)}`;
  const keys = keysOf(contract);
  const figures = summedColumns(contract).map(({ name }) => name);
  const waiting = `select "row" from ops.quarantined_row as asked where asked.dataset = '${contract.id}' and asked.code = 'months_missing' and asked.answered_at is null and asked.file_id = sent.file_id and asked."row" = sent.source_row`;
  return `(select * from (
      select ${[...keys.map((key) => `filed.${key}`), ...figures.map((name) => `filed.${identifier(name)}`), ...figures.map((name) => `sent.${identifier(name)} as ${sumOf(name)}`)].join(", ")}, false as is_waiting, filed.file_id, filed.source_row, filed.known_at
        from ${table} as filed left join ${cumulativeTable(contract)} as sent on sent.file_id = filed.file_id and sent.source_row = filed.source_row
      union all
      select ${[...keys.map((key) => `sent.${key}`), ...figures.map(() => "null"), ...figures.map((name) => `sent.${identifier(name)}`)].join(", ")}, true, sent.file_id, sent.source_row, sent.known_at
        from ${cumulativeTable(contract)} as sent where exists (${waiting})
    ) qualify row_number() over (partition by ${keys.join(", ")} order by known_at desc, file_id desc, source_row desc) = 1)`;
}

/** The name of a figure's sum. */
export function sumOf(name: string): Sql {
  return identifier(`sum_${name}`);
}

/**
 * SQL of what is to be taken off the year's sum of each key: `base_<column>` is the sum of the year's earlier months, null where
 * one of them has no figure of that column, and `missing` the earlier months that there are no rows of («2021-02、2021-03», '' for none).
 * An earlier sum stands for all months up to its own, so that the order in which months are sent changes nothing.
 *
 * @param states  a relation with one row a key: the key, the differenced columns, their `sum_<column>` (null for a month's own figure)
 */
export function basesSql(contract: Contract, states: Sql): Sql {
  const month = identifier(monthOf(contract).name);
  const group = [...keysOf(contract).filter((key) => key !== month), `year(${month})`].join(", ");
  const figures = summedColumns(contract).map(({ name }, index) => ({ own: identifier(name), sum: sumOf(name), base: identifier(`base_${name}`), index }));
  const upTo = figures.flatMap(({ own, sum, index }) => [
    `sum(case when ${sum} is null then coalesce(${own}, 0) else 0 end) over months as plain${index}`,
    `count(*) filter (where ${sum} is null and ${own} is null) over months as blank${index}`,
  ]);
  const steps = figures.flatMap(({ sum, index }) => [`case when ${sum} is not null then ${sum} - plain${index} end as step${index}`, `case when ${sum} is not null then blank${index} end as blanks${index}`]);
  const last = (name: string) => `coalesce(last_value(${name} ignore nulls) over before, 0)`;
  const bases = figures.map(({ base, index }) => `case when coalesce(lag(blank${index}) over months, 0) = ${last(`blanks${index}`)} then coalesce(lag(plain${index}) over months, 0) + ${last(`step${index}`)} end as ${base}`);
  const window = (name: string, frame: string) => `${name} as (partition by ${group} order by ${month} ${frame})`;
  return `(with added as (select *, ${upTo.join(", ")} from ${states} window ${window("months", "rows between unbounded preceding and current row")}),
    stepped as (select *, ${steps.join(", ")} from added)
    select ${keysOf(contract).join(", ")}, ${bases.join(", ")},
      array_to_string(list_filter(list_transform(range(1, month(${month})), lambda n: strftime(make_date(year(${month}), n, 1), '%Y-%m')), lambda one: not coalesce(list_contains(list(strftime(${month}, '%Y-%m')) over before, one), false)), '、') as missing
    from stepped window ${window("months", "")}, ${window("before", "rows between unbounded preceding and 1 preceding")})`;
}
