import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { planChecks, runChecks } from "../../../pipelines/warehouse/checks.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { modelDocSchema } from "../../../pipelines/warehouse/model-doc.ts";
import type { Model } from "../../../pipelines/warehouse/models.ts";

let database: Database;
let connection: DuckDBConnection;
beforeAll(async () => {
  database = await openDatabase(":memory:");
  connection = await database.connect();
  await connection.run("create schema raw");
  await connection.run("create table lines as select * from (values (1, 'a', '甲'), (2, 'b', '乙'), (2, 'it''s', null), (null, 'a', '丙')) as line(id, kind, enterprise_id)");
  await connection.run("create table enterprises as select * from (values ('甲'), ('乙')) as enterprise(enterprise_id)");
  await connection.run("create table raw.lines as select 1 as id");
});
afterAll(() => database.close());

const hashes = new Map([["lines", "h1"], ["enterprises", "h2"], ["raw.lines", "h3"]]);

function model(doc: Record<string, unknown>): Model {
  const parsed = modelDocSchema.parse({ description: "lines", key: ["kind", "id", "enterprise_id"], columns: { id: { meaning: "id" }, kind: { meaning: "kind" } }, ...doc });
  return { name: "lines", layer: "marts", file: "marts/lines.sql", sql: "", doc: parsed, reads: [] };
}

async function failedRows(doc: Record<string, unknown>): Promise<Record<string, number>> {
  const planned = await planChecks(connection, model(doc), hashes);
  return Object.fromEntries((await runChecks(connection, "lines", planned)).map(({ check, failedRows: rows }) => [check, rows]));
}

describe("checks count the rows that must not be there", () => {
  it.each<[string, Record<string, unknown>, string, number]>([
    ["not_null", { check: "not_null", columns: ["id"] }, "not_null(id)", 1],
    ["unique: the surplus rows", { check: "unique", columns: ["id"] }, "unique(id)", 1],
    ["unique over several columns", { check: "unique", columns: ["id", "kind"] }, "unique(id, kind)", 0],
    ["accepted_values, null let through", { check: "accepted_values", column: "kind", values: ["a", "it's"] }, "accepted_values(kind)", 1],
    ["accepted_values of numbers", { check: "accepted_values", column: "id", values: [1] }, "accepted_values(id)", 2],
    ["relationships, null let through", { check: "relationships", column: "enterprise_id", to: "enterprises", field: "enterprise_id" }, "relationships(enterprise_id → enterprises.enterprise_id)", 1],
    ["row_count_equals a relation", { check: "row_count_equals", to: "raw.lines" }, "row_count_equals(raw.lines)", 3],
    ["row_count_equals a query", { check: "row_count_equals", sql: "select 2 * count(*) from enterprises", name: "twice" }, "row_count_equals(twice)", 0],
    ["sql", { check: "sql", name: "no_b", sql: "select * from lines where kind = 'b'" }, "sql(no_b)", 1],
  ])("%s", async (_, check, name, expected) => {
    expect((await failedRows({ checks: [check] }))[name]).toBe(expected);
  });

  it("asks for the key without being told", async () => {
    expect(await failedRows({})).toEqual({ "not_null(kind)": 0, "not_null(id)": 1, "not_null(enterprise_id)": 1, "unique(kind, id, enterprise_id)": 0 });
    expect(await failedRows({ key: [] })).toEqual({ "row_count_equals(one_row)": 3 });
  });
});

describe("a check's hash", () => {
  const hashOf = async (check: Record<string, unknown>, known = hashes) => (await planChecks(connection, model({ checks: [check] }), known)).at(-1)?.hash;
  const related = { check: "relationships", column: "enterprise_id", to: "enterprises", field: "enterprise_id" };

  it("changes with the model, the question, and the other tables that it reads", async () => {
    const same = await hashOf(related);
    expect(await hashOf(related)).toBe(same);
    expect(await hashOf({ ...related, severity: "warn" })).not.toBe(same);
    expect(await hashOf(related, new Map([...hashes, ["enterprises", "grown"]]))).not.toBe(same);
    expect(await hashOf(related, new Map([...hashes, ["lines", "grown"]]))).not.toBe(same);
    expect(await hashOf(related, new Map([...hashes, ["raw.lines", "grown"]]))).toBe(same);
  });
});

describe("a check is refused", () => {
  it.each([
    ["that reads an unknown relation", { check: "sql", name: "x", sql: "select * from nowhere" }, /models\/marts\/lines\.yml.*"nowhere"/],
    ["that is no query", { check: "sql", name: "x", sql: "drop table lines" }, /not one SELECT/],
  ])("%s", async (_, check, message) => {
    await expect(planChecks(connection, model({ checks: [check] }), hashes)).rejects.toThrow(message);
  });

  it.each([
    ["an unknown kind", { check: "nearly_unique", columns: ["id"] }],
    ["an unknown field", { check: "not_null", columns: ["id"], colums: [] }],
    ["both a relation and a query", { check: "row_count_equals", to: "a", sql: "select 1" }],
    ["a column that is no name", { check: "not_null", columns: ['id" is null) or ("'] }],
  ])("%s", (_, check) => {
    expect(() => model({ checks: [check] })).toThrow(/./);
  });
});
