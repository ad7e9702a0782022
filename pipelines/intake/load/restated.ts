import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../cells/sql.ts";
import { comparison } from "./comparison.ts";
import type { Contract } from "../contracts.ts";
import { asideTables } from "./aside-tables.ts";
import type { LoadClock } from "./commit.ts";
import { bureauName } from "../returns/names.ts";

/** The ledger of corrections: one row a figure that a load changed, with what it was and where both values stand. */
export const restatementTable = `create table if not exists ops.restatement (
  load_id integer not null, dataset varchar not null, bureau varchar not null, enterprise_id varchar, period varchar not null, item varchar not null,
  column_name varchar not null, unit varchar not null, old_value varchar, new_value varchar, difference decimal(24, 8),
  old_file varchar not null, old_sheet varchar not null, old_row integer not null, old_known_at timestamptz not null,
  new_file varchar not null, new_sheet varchar not null, new_row integer not null, new_known_at timestamptz not null)`;

/** One figure that a load changed, as `d521 load --json` lists it. */
export interface RestatedFigure {
  dataset: string;
  bureau: string;
  enterprise_id: string | null;
  /** month, quarter, year or day that the figure speaks of, '' where the data set has none */
  period: string;
  /** what else tells the row from others: a project's number, a town */
  item: string;
  column: string;
  unit: string;
  old_value: string | null;
  new_value: string | null;
  /** new - old of a number; null of a text or where either is blank */
  difference: string | null;
  old_file: string;
  old_sheet: string;
  old_row: number;
  new_file: string;
  new_sheet: string;
  new_row: number;
}


/**
 * Records the figures that were on file before this load and are other after it. The same values sent again restate nothing,
 * nor does a row whose key is new.
 *
 * @param firstFile  the first file of this load; lower file ids were there before
 * @returns how many keys have another value than before
 */
export async function recordRestated(connection: DuckDBConnection, contract: Contract, firstFile: number, clock: LoadClock): Promise<number> {
  const keys = contract.columns.filter((column) => contract.key.includes(column.name));
  const others = contract.columns.filter((column) => !contract.key.includes(column.name));
  if (others.length === 0) return 0;
  const keyNames = keys.map((column) => identifier(column.name)).join(", ");
  const newest = (condition: string) => `(select * from (
      select *, row_number() over (partition by ${keyNames} order by known_at desc, file_id desc, source_row desc) as place from raw.${identifier(contract.id)} where ${condition}
    ) where place = 1)`;
  const { differs, figures, enterprise, period, item } = comparison(contract);
  const inserted = await connection.runAndReadAll(`insert into ops.restatement
    with changed as (
      select ${enterprise} as enterprise_id, ${period} as period, ${item} as item,
        latest.file_id as new_file_id, latest.source_sheet as new_sheet, latest.source_row as new_row, latest.known_at as new_known_at,
        earlier.file_id as old_file_id, earlier.source_sheet as old_sheet, earlier.source_row as old_row, earlier.known_at as old_known_at,
        ${figures} as figures
      from ${newest(`file_id >= ${firstFile}`)} as latest
      inner join ${newest(`file_id < ${firstFile}`)} as earlier using (${keyNames})
      where ${differs}
    )
    select ${clock.load_id}, ${literal(contract.id)}, ${literal(bureauName(contract.from))}, enterprise_id, period, item,
      figure.column_name, figure.unit, figure.old_value, figure.new_value, figure.difference,
      old_ledger.file, old_sheet, old_row, old_known_at, new_ledger.file, new_sheet, new_row, new_known_at
    from (select *, unnest(figures) as figure from changed) as changed
    inner join ops.import_file as old_ledger on old_ledger.file_id = changed.old_file_id
    inner join ops.import_file as new_ledger on new_ledger.file_id = changed.new_file_id
    order by enterprise_id, period, item
    returning to_json([new_file, new_sheet, new_row::varchar])::varchar as place`);
  return new Set(inserted.getRows().map(([place]) => String(place))).size;
}

/**
 * Records the figures that a file of this load gave and another of the same load replaced, as `settleContradictions` found
 * them. A key that this load changed against what was on file before is recorded by that alone.
 *
 * @returns how many keys
 */
export async function recordReplaced(connection: DuckDBConnection, contract: Contract, clock: LoadClock): Promise<number> {
  const inserted = await connection.runAndReadAll(`insert into ops.restatement
    select ${clock.load_id}, replaced.dataset, ${literal(bureauName(contract.from))}, enterprise_id, period, item, column_name, unit, old_value, new_value, difference,
      old_ledger.file, old_ledger.sheet, old_row, ${literal(clock.at)}::timestamptz, new_ledger.file, new_ledger.sheet, new_row, ${literal(clock.at)}::timestamptz
    from ${asideTables.replaced} as replaced
    inner join coming as old_ledger on old_ledger.table_no = replaced.old_table
    inner join coming as new_ledger on new_ledger.table_no = replaced.new_table
    where replaced.dataset = ${literal(contract.id)} and place = 1 and not exists (
      select 1 from ops.restatement as recorded where recorded.load_id = ${clock.load_id} and recorded.dataset = replaced.dataset
        and recorded.enterprise_id is not distinct from replaced.enterprise_id and recorded.period = replaced.period and recorded.item = replaced.item)
    order by enterprise_id, period, item
    returning to_json([new_file, new_sheet, new_row::varchar])::varchar as place`);
  return new Set(inserted.getRows().map(([place]) => String(place))).size;
}

/** The first of the figures that a load restated, and how many there are. */
export async function listRestated(connection: DuckDBConnection, loadId: number, limit: number): Promise<{ total: number; figures: RestatedFigure[] }> {
  const total = Number((await connection.runAndReadAll(`select count(*) from ops.restatement where load_id = ${loadId}`)).getRows()[0]![0]);
  if (total === 0) return { total, figures: [] };
  const rows = await connection.runAndReadAll(`select dataset, bureau, enterprise_id, period, item, column_name as "column", unit, old_value, new_value, difference::varchar as difference,
      old_file, old_sheet, old_row, new_file, new_sheet, new_row
    from ops.restatement where load_id = ${loadId} order by dataset, enterprise_id, period, item, column_name limit ${limit}`);
  return { total, figures: rows.getRowObjects() as unknown as RestatedFigure[] };
}
