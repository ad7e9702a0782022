import { identifier } from "../cells/sql.ts";
import { cumulativeTablesSql } from "./cumulative-tables.ts";
import { profileUseTable } from "./used-profiles.ts";
import { restatementTable } from "./restated.ts";
import { type Contract, type Contracts, duckdbTypes } from "../contracts.ts";

/** The columns that every raw table has after its contract's: where a row came from, and since when it is known. */
export const originColumns = "file_id integer not null, source_sheet varchar not null, source_row integer not null, known_at timestamptz not null";

/** The raw table of a data set: its history, every row that was ever loaded. */
export function rawTableSql(contract: Contract): string {
  const columns = contract.columns.map((column) => `${identifier(column.name)} ${duckdbTypes[column.type]}`);
  return `create table if not exists raw.${identifier(contract.id)} (${[...columns, originColumns].join(", ")})`;
}

/**
 * Statements that give the raw tables of a database made by an earlier version the optional columns that have come since, empty;
 * a table that is not there is left out. They change nothing where every column is there.
 */
export function laterColumnsSql(contracts: Contracts): string[] {
  return [...contracts.values()].flatMap((contract) =>
    contract.columns.filter((column) => !column.required).map((column) => `alter table if exists raw.${identifier(contract.id)} add column if not exists ${identifier(column.name)} ${duckdbTypes[column.type]}`),
  );
}

/**
 * Statements that make the loader's tables where they are missing: all raw tables, also of data sets that nobody has
 * sent yet, and the ledger.
 */
export function loaderTablesSql(contracts: Contracts): string[] {
  return [
    "create schema if not exists raw",
    "create schema if not exists ops",
    ...[...contracts.values()].map(rawTableSql),
    ...laterColumnsSql(contracts),
    ...cumulativeTablesSql(contracts),
    `create table if not exists ops.import_file (
      file_id integer not null, file varchar not null, sheet varchar not null, sha256 varchar not null, dataset varchar not null,
      rows_read bigint not null, rows_loaded bigint not null, rows_superseded bigint not null, rows_quarantined bigint not null,
      loaded_at timestamptz not null, load_id integer not null, encoding varchar not null, is_synthetic boolean not null)`,
    `create table if not exists ops.quarantined_row (
      file varchar not null, sheet varchar not null, "row" integer not null, "column" varchar, value varchar, code varchar not null,
      message varchar not null, faults json not null, row_values json not null, dataset varchar not null, file_id integer not null, loaded_at timestamptz not null)`,
    // columns of later versions, at the end: databases made before them get them here
    ...["row_key varchar", "origin varchar", "answered_by_file_id integer", "answered_at timestamptz"].map((column) => `alter table ops.quarantined_row add column if not exists ${column}`),
    "create table if not exists ops.rejected_file (file varchar not null, sheet varchar not null, sha256 varchar, code varchar not null, message varchar not null, loaded_at timestamptz not null)",
    restatementTable,
    profileUseTable,
    `create table if not exists ops.warning (
      file varchar not null, sheet varchar not null, "row" integer not null, "column" varchar, value varchar, code varchar not null,
      message varchar not null, dataset varchar not null, file_id integer not null, expected varchar)`,
    // of a row whose figures came in a file each: where those stand that are in another file than the row's own
    `create table if not exists ops.joined_figure (
      file varchar not null, sheet varchar not null, "row" integer not null, "column" varchar not null, place varchar not null, dataset varchar not null, file_id integer not null)`,
    `create table if not exists ops.name_match (
      file varchar not null, sheet varchar not null, "row" integer not null, dataset varchar not null, name varchar not null,
      enterprise_id varchar not null, enterprise_name varchar not null, file_id integer not null)`,
  ];
}
