import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Decimal } from "decimal.js";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { kysely } from "../../../pipelines/warehouse/kysely.ts";
import { plainValue, queryRows } from "../../../pipelines/warehouse/values.ts";
import { loadedDatabase } from "./loaded-database.ts";

let database: Database;
let connection: DuckDBConnection;
beforeAll(async () => {
  ({ database, connection } = await loadedDatabase());
  await connection.run("create schema mart");
  await connection.run(`create table mart.award_line as select 2021 as award_year, 'A' as enterprise_id, '6.1' as clause_id, '' as subject,
    10.10::decimal(18,2) as entitled_cny, ['rating_d', 'group'] as reasons`);
});
afterAll(() => database.close());

it("reads typed rows: money exactly, lists as arrays", async () => {
  const db = kysely(database);
  const rows = await db.selectFrom("mart.award_line").select(["clause_id", "entitled_cny", "reasons"]).where("enterprise_id", "=", "A").where("award_year", "=", 2021).execute();
  expect(rows).toEqual([{ clause_id: "6.1", entitled_cny: new Decimal("10.10"), reasons: ["rating_d", "group"] }]);
  await db.destroy();
  // the database is the caller's: it is still open
  expect(await queryRows(connection, "select 1 as one")).toEqual([{ one: 1 }]);
});

it("binds values, whatever they hold, and reads a column named count", async () => {
  const db = kysely(database);
  const counted = await db.selectFrom("ops.import_file").select(({ fn }) => fn.countAll<number>().as("count")).where("file", "=", "it's \"; drop table x").execute();
  expect(counted).toEqual([{ count: 0 }]);
  await db.destroy();
});

it("reads dates and times as they are in the office", async () => {
  expect(await queryRows(connection, "select date '2021-06-30' as day, '2021-07-05 09:00:00+08'::timestamptz as moment, null as nothing, {'a': 1.5::decimal(4,2)} as parts")).toEqual([
    { day: "2021-06-30", moment: "2021-07-05T09:00:00.000+08:00", nothing: null, parts: { a: new Decimal("1.5") } },
  ]);
});

it("refuses a whole number that a float cannot hold", () => {
  expect(() => plainValue(2n ** 60n)).toThrow(RangeError);
});
