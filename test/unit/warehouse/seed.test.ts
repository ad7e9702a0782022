import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Decimal } from "decimal.js";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { seedFromRows } from "../../../pipelines/warehouse/seed.ts";
import { rowsOf } from "./loaded-database.ts";

let database: Database;
let connection: DuckDBConnection;
beforeAll(async () => {
  database = await openDatabase(":memory:");
  connection = await database.connect();
});
afterAll(() => database.close());

it("keeps values exactly, whatever they hold", async () => {
  const seed = seedFromRows(
    "policy_x",
    { name: "VARCHAR", rate: "DECIMAL(18,8)", amount: "DECIMAL(18,6)", on: "DATE", flag: "BOOLEAN", n: "INTEGER", levels: "VARCHAR[]", rung: "STRUCT(over DECIMAL(18,6), award DECIMAL(18,6))" },
    [
      { name: `it's "5" <b> '); drop table x; --`, rate: "0.0385", amount: new Decimal("12345678901.123456"), on: "2021-04-26", flag: true, n: 3, levels: ["国家", "省"], rung: { over: "10000", award: "30.5" } },
      { name: null, rate: 0.1, n: -1 },
    ],
  );
  await seed.create(connection, "policy_x");
  expect(await rowsOf(connection, "select * from policy_x")).toEqual([
    [`it's "5" <b> '); drop table x; --`, "0.03850000", "12345678901.123456", "2021-04-26", true, 3, ["国家", "省"], { over: "10000.000000", award: "30.500000" }],
    [null, "0.10000000", null, null, null, -1, null, null],
  ]);
});

it("makes an empty table of no rows", async () => {
  await seedFromRows("none", { id: "VARCHAR" }, []).create(connection, "none");
  expect(await rowsOf(connection, "select count(*) from none")).toEqual([["0"]]);
});

it("hashes content, columns included, in their order", () => {
  const hash = (columns: Record<string, string>, rows: Record<string, string>[]) => seedFromRows("s", columns, rows).contentHash;
  const same = hash({ a: "VARCHAR", b: "VARCHAR" }, [{ a: "1", b: "2" }]);
  expect(hash({ a: "VARCHAR", b: "VARCHAR" }, [{ b: "2", a: "1" }])).toBe(same);
  expect(hash({ b: "VARCHAR", a: "VARCHAR" }, [{ a: "1", b: "2" }])).not.toBe(same);
  expect(hash({ a: "VARCHAR", b: "VARCHAR" }, [{ a: "12" }])).not.toBe(same);
});

it("refuses a column that it does not know", () => {
  expect(() => seedFromRows("s", { a: "VARCHAR" }, [{ a: "1", aa: "2" }])).toThrow(/"aa"/);
});
