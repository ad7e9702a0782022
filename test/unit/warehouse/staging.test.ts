import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { defaultModelsDir } from "../../../pipelines/warehouse/models.ts";
import { loadedDatabase, rowsOf } from "./loaded-database.ts";

let database: Database;
let connection: DuckDBConnection;
const modelsDir = mkdtempSync(path.join(tmpdir(), "d521-staging-"));

const june = "2021-07-05 09:00:00+08";
const august = "2021-08-20 09:00:00+08";

beforeAll(async () => {
  cpSync(path.join(defaultModelsDir, "staging"), path.join(modelsDir, "staging"), { recursive: true });
  ({ database, connection } = await loadedDatabase());
  await connection.run(`insert into raw.taxes values
    ('2021-06-01', 'A', 10, 5, 1, 1, 1, '税收', 3, '${june}'),
    ('2021-06-01', 'A', 12, 6, 1, 1, 1, '税收', 4, '${june}'),
    ('2021-06-01', 'A', 20, 9, 1, 1, 2, '税收', 3, '${august}'),
    ('2021-07-01', 'A', 30, 9, 1, 1, 2, '税收', 4, '${august}')`);
  await connection.run(`insert into raw.nurture_library values
    ('2021Q2', 'A', '龙头', '2021-04-01', '2021-07-15', '停产', null, 1, '', 2, '${june}'),
    ('2021Q2', 'B', '骨干', '2021-07-02', null, null, null, 1, '', 3, '${june}'),
    ('2021Q3', 'A', '骨干', '2021-04-01', null, null, null, 1, '', 4, '${june}')`);
  await connection.run(`insert into raw.dishonesty values
    ('A', '2021-06-30', '2021-07-01', null, 1, '', 2, '${june}'), ('B', '2021-07-01', null, null, 1, '', 3, '${june}')`);
  await connection.run(`insert into raw.land values
    (2021, 'A', '1', 3, '自有', null, null, null, 1, '', 2, '${june}'), (2022, 'A', '1', 3, '自有', null, null, null, 1, '', 3, '${june}')`);
  await connection.run(`insert into raw.rates values ('2021-12-20', 0.038, 1, '', 2, '${june}')`);
});
afterAll(() => {
  database.close();
  rmSync(modelsDir, { recursive: true });
});

async function build(asOf: string, knownAt?: string): Promise<void> {
  expect((await buildModels({ database, modelsDir, asOf, knownAt: knownAt ? new Date(knownAt) : undefined, now: () => new Date("2022-01-01T00:00:00Z") })).visible).toBe(true);
}

it("takes the row known last: the newer load, and in one file the lower row", async () => {
  await build("2021-06", "2021-07-05T09:00:00+08:00");
  expect(await rowsOf(connection, "select total_tax_wan, file_id, source_sheet, source_row from staging.stg_taxes")).toEqual([["12.000000", 1, "税收", 4]]);
  await build("2021-06", "2021-07-05T08:59:59+08:00");
  expect(await rowsOf(connection, "select total_tax_wan from staging.stg_taxes")).toEqual([]);
  await build("2021-06");
  expect(await rowsOf(connection, "select total_tax_wan from staging.stg_taxes")).toEqual([["20.000000"]]);
});

it("lets nothing of a later month through", async () => {
  await build("2021-06");
  expect(await rowsOf(connection, "select quarter, enterprise_id, left_on, leave_reason from staging.stg_nurture_library")).toEqual([["2021Q2", "A", null, null]]);
  // a listing of a later month is none yet; a removal on file stays, since annual figures ask whether it comes by 31 December
  expect(await rowsOf(connection, "select enterprise_id, removed_on from staging.stg_dishonesty")).toEqual([["A", "2021-07-01"]]);
  expect(await rowsOf(connection, "select year from staging.stg_land")).toEqual([[2021]]);
  expect(await rowsOf(connection, "select count(*) from staging.stg_rates")).toEqual([["1"]]);
  await build("2021-07");
  expect(await rowsOf(connection, "select month from staging.stg_taxes order by month")).toEqual([["2021-06-01"], ["2021-07-01"]]);
  expect(await rowsOf(connection, "select quarter, enterprise_id, left_on, leave_reason from staging.stg_nurture_library order by 1, 2")).toEqual([
    ["2021Q2", "A", "2021-07-15", "停产"],
    ["2021Q2", "B", null, null],
    ["2021Q3", "A", null, null],
  ]);
  expect(await rowsOf(connection, "select enterprise_id, removed_on from staging.stg_dishonesty order by 1")).toEqual([["A", "2021-07-01"], ["B", null]]);
});
