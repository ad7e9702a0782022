import { type Sql, identifier, literal } from "../cells/sql.ts";
import { type Contract, type Contracts, duckdbTypes } from "../contracts.ts";

/**
 * What a load sorts out before its transaction, over all its tables, in the attached database `aside`. A table of a load is
 * told by its `table_no`. One set for all: thousands of files would else make thousands of tables that are mostly empty.
 */
export const asideTables = {
  /** rows with faults; `row_key` is as of `rowKey`, `origin` the 原文件位置 that the row carries */
  bad: "aside.main.bad",
  warnings: "aside.main.warnings",
  /** rows that were given the enterprise whose name they bear */
  matches: "aside.main.matches",
  /** figures that stand in another file than their row */
  joined: "aside.main.joined",
  /** figures of one file of the load that another's replaced; `place` 1 for the one next to what is loaded */
  replaced: "aside.main.replaced",
  /** rows of tables that may go back to their sender as they came: which are data, before any is superseded */
  dataRows: "aside.main.data_rows",
} as const;

const faultType = `struct("column" varchar, value varchar, code varchar, expected varchar, message varchar)`;

/** The rows of all small tables of one data set that are clean, with their `table_no`. */
export function gatheredTable(contract: Contract): string {
  return `aside.main.${identifier(`gathered_${contract.id}`)}`;
}

/** Statements that make them, empty. */
export function asideTablesSql(contracts: Contracts): Sql[] {
  const gathered = [...contracts.values()].map((contract) => `create or replace table ${gatheredTable(contract)} (
    ${contract.columns.map((column) => `${identifier(column.name)} ${duckdbTypes[column.type]}`).join(", ")}, source_row integer, plain boolean, table_no integer)`);
  return [
    `create or replace table ${asideTables.bad} (table_no integer, source_row integer, faults ${faultType}[], row_values json, row_key varchar, origin varchar)`,
    `create or replace table ${asideTables.warnings} (table_no integer, source_row integer, "column" varchar, value varchar, code varchar, expected varchar)`,
    `create or replace table ${asideTables.matches} (table_no integer, source_row integer, name varchar, enterprise_id varchar, enterprise_name varchar)`,
    `create or replace table ${asideTables.joined} (table_no integer, source_row integer, "column" varchar, place varchar)`,
    `create or replace table ${asideTables.replaced} (dataset varchar, old_table integer, old_row integer, new_table integer, new_row integer, place integer,
      enterprise_id varchar, period varchar, item varchar, column_name varchar, unit varchar, old_value varchar, new_value varchar, difference decimal(24, 8))`,
    `create or replace table ${asideTables.dataRows} (table_no integer, source_row integer)`,
    ...gathered,
  ];
}

type Value = string | number | boolean | null;

/** So many rows in one statement: short of what a parser takes long for. */
const rowsAtOnce = 500;

/** Statements that insert rows of plain values, all of one shape. */
export function insertRows(table: string, rows: readonly Readonly<Record<string, Value>>[]): Sql[] {
  const statements: Sql[] = [];
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    const some = rows.slice(first, first + rowsAtOnce);
    const values = some.map((row) => `(${Object.values(row).map((value) => (typeof value === "string" ? literal(value) : String(value))).join(", ")})`);
    statements.push(`insert into ${table} (${Object.keys(some[0]!).map(identifier).join(", ")}) values ${values.join(", ")}`);
  }
  return statements;
}
