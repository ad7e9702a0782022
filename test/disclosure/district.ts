/** Small random districts, built by the real models; the sample's rows go straight into the raw tables, which is quicker than files. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbTypes, loadContracts } from "../../pipelines/intake/contracts.ts";
import { loaderTablesSql } from "../../pipelines/intake/load/raw-tables.ts";
import { makeDistrict } from "../../pipelines/sample/enterprises.ts";
import { filesOf } from "../../pipelines/sample/files.ts";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../pipelines/warehouse/database.ts";
import { quoteName } from "../../pipelines/warehouse/quote.ts";
import { seedFromRows } from "../../pipelines/warehouse/seed.ts";

export interface RandomDistrict {
  readonly database: Database;
  readonly connection: DuckDBConnection;
}

const origin = { file_id: "INTEGER", source_sheet: "VARCHAR", source_row: "INTEGER", known_at: "TIMESTAMPTZ" };

/**
 * Two years up to December 2021, with targets in both, so that a year can be subtracted from the next. Every third enterprise below scale pays
 * no tax at all: that, too, is nobody's to know.
 *
 * @param file  the DuckDB file; in memory where absent
 * @param later  statements that change the raw rows before the models are built
 */
export async function randomDistrict(seed: number, enterprises: number, file = ":memory:", later: readonly string[] = []): Promise<RandomDistrict> {
  const database = await openDatabase(file);
  const connection = await database.connect();
  const contracts = loadContracts();
  for (const statement of loaderTablesSql(contracts)) await connection.run(statement);
  await connection.run("insert into ops.import_file values (1, '示例.xlsx', '', 'ab', 'taxes', 1, 1, 0, 0, '2020-01-01 09:00:00+08', 1, 'xlsx', true)");
  const rows = new Map<string, Record<string, string>[]>();
  for (const { sheets } of filesOf(makeDistrict(seed, 0, enterprises, 24))) {
    for (const sheet of sheets) {
      const contract = contracts.get(sheet.dataset)!;
      for (const row of sheet.rows()) {
        const cells = contract.columns.flatMap(({ zh, name, type }) => (row[zh] === null || row[zh] === undefined ? [] : [[name, asStored(String(row[zh]), type)] as const]));
        rows.set(sheet.dataset, [...(rows.get(sheet.dataset) ?? []), Object.fromEntries(cells)]);
      }
    }
  }
  const targets = rows.get("town_targets") ?? [];
  rows.set("town_targets", [...targets.filter(({ year }) => year === "2021"), ...targets.filter(({ year }) => year === "2021").map((row) => ({ ...row, year: "2020" }))]);
  const below = (rows.get("enterprises") ?? []).filter(({ size_class }) => size_class === "规下").map(({ enterprise_id }) => enterprise_id);
  const untaxed = new Set(below.filter((_, index) => index % 3 === 1));
  for (const row of rows.get("taxes") ?? []) if (untaxed.has(row.enterprise_id)) for (const column of Object.keys(row).filter((name) => name.endsWith("_wan"))) row[column] = "0";
  for (const [dataset, list] of rows) {
    const contract = contracts.get(dataset)!;
    const types = { ...Object.fromEntries(contract.columns.map(({ name, type }) => [name, duckdbTypes[type]])), ...origin };
    const booleans = contract.columns.filter(({ type }) => type === "bool").map(({ name }) => name);
    const filled = list.map((row, index) => ({ ...row, ...Object.fromEntries(booleans.map((name) => [name, row[name] === undefined ? null : row[name] === "是"])), file_id: 1, source_sheet: "", source_row: index + 2, known_at: "2022-01-05 09:00:00+08" }));
    await connection.run(`drop table raw.${quoteName(dataset)}`);
    await seedFromRows(dataset, types, filled).create(connection, `raw.${quoteName(dataset)}`);
  }
  for (const statement of later) await connection.run(statement);
  await buildModels({ database, asOf: "2021-12", now: () => new Date("2022-01-20T01:00:00Z") });
  return { database, connection };
}

/** A clerk's cell as intake stores it. */
function asStored(cell: string, type: string): string {
  if (type === "month") return `${cell.slice(0, 7)}-01`;
  return cell.endsWith("%") ? String(Number(cell.slice(0, -1)) / 100) : cell;
}
