import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier } from "../cells/sql.ts";
import { type StagedTables, countOf } from "./stage.ts";

/**
 * Of the good rows of one table that have the same key the last stays, whether their values differ or not.
 *
 * @returns how many rows were superseded
 */
export async function supersedeWithin(connection: DuckDBConnection, tables: StagedTables): Promise<number> {
  const key = tables.source.contract.key.map(identifier).join(", ");
  const rows = await countOf(connection, tables.rows);
  // files without a repeated key are the rule, and counting keys is much cheaper than ordering rows
  const keys = await countOf(connection, `(select distinct ${key} from ${tables.rows})`);
  if (keys === rows) return 0;
  await connection.run(`delete from ${tables.rows} where source_row in (
    select source_row from (select source_row, row_number() over (partition by ${key} order by source_row desc) as place from ${tables.rows}) where place > 1)`);
  return rows - keys;
}
