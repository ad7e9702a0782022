import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../cells/sql.ts";
import { asideTables } from "./aside-tables.ts";
import type { StagedTables } from "./stage.ts";

const unchanged = JSON.stringify({ times: "1" });

/**
 * Warns of an amount column that names no unit beside one that names another than the usual: the exports' contract reads it in
 * 万元, and a reader may have meant its neighbour's. Once a column, at the table's first row.
 */
export async function warnPartlyUnits(connection: DuckDBConnection, { number, rows, source }: StagedTables): Promise<void> {
  const amounts = source.table.columns.filter(({ column }) => column.type === "money");
  const stated = amounts.find(({ unit, conversion }) => unit !== undefined && conversion !== undefined && JSON.stringify(conversion) !== unchanged);
  if (!stated) return;
  for (const open of amounts.filter(({ unit, stated: said }) => unit === undefined && said === undefined)) {
    await connection.run(`insert into ${asideTables.warnings}
      select ${number}, min(source_row), ${literal(open.column.zh)}, ${literal(`${stated.column.zh}（${stated.unit!}）`)}, 'unit_partly', ${literal(open.column.unit ?? "")} from ${rows} having count(*) > 0`);
  }
}
