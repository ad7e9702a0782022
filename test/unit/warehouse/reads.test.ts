import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { readsOf } from "../../../pipelines/warehouse/reads.ts";

// A relation that is missed here gives a stale table, not an error, so each shape that SQL allows has its line.
const cases: readonly [name: string, sql: string, reads: readonly string[]][] = [
  ["a table", "select * from stg_taxes", ["stg_taxes"]],
  ["a table of a schema", "select * from raw.taxes", ["raw.taxes"]],
  ["a join by using", "select * from stg_taxes inner join stg_land using (enterprise_id)", ["stg_land", "stg_taxes"]],
  ["a join by comma", "select * from a, b", ["a", "b"]],
  ["a subquery in from", "select * from (select * from a) as inner_query", ["a"]],
  ["a subquery in where", "select 1 from a where exists (select 1 from b where b.x = a.x) and a.y in (select y from c)", ["a", "b", "c"]],
  ["a scalar subquery", "select (select max(x) from a) from b", ["a", "b"]],
  ["a set operation", "select 1 from a union all select 2 from b except select 3 from c", ["a", "b", "c"]],
  ["a CTE is not a relation", "with taxes as (select * from stg_taxes) select * from taxes", ["stg_taxes"]],
  ["a CTE that nobody uses still reads", "with unused as (select * from a) select * from b", ["a", "b"]],
  ["a CTE with its relation's name reads the relation", "with a as (select * from a) select * from a", ["a"]],
  ["a CTE that reads an earlier one", "with x as (select * from a), y as (select * from x) select * from y", ["a"]],
  ["a name that only a later CTE takes", "with y as (select * from x), x as (select * from a) select * from x, y", ["a", "x"]],
  ["a CTE hides its name in subqueries", "with x as (select * from a) select * from b where b.k in (select k from x)", ["a", "b"]],
  ["an inner CTE hides nothing outside", "select * from (with x as (select * from a) select * from x) as q, x", ["a", "x"]],
  ["a qualified name is never a CTE", "with taxes as (select 1 as one) select * from raw.taxes", ["raw.taxes"]],
  ["a recursive CTE", "with recursive n as (select 1 as i union all select i + 1 from n, a where i < 3) select * from n", ["a"]],
  ["a materialized CTE", "with x as materialized (select * from a) select * from x", ["a"]],
  ["a quoted name, in any case", 'select * from "Stg_Taxes" as "t x"', ["stg_taxes"]],
  ["a CTE over a union", "with x as (select * from a) select * from x union all select * from b", ["a", "b"]],
  ["a table function is none", "select * from range(3), a, unnest(a.list) as item", ["a"]],
  ["a name in a comment or text is none", "select 'from b' -- from c\nfrom a", ["a"]],
];

describe("readsOf", () => {
  let database: Database;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    database = await openDatabase(":memory:");
    connection = await database.connect();
  });
  afterAll(() => database.close());

  it.each(cases)("finds what is read by %s", async (_, sql, expected) => {
    const { relations } = await readsOf(connection, sql);
    expect(relations.map(({ schema, name }) => (schema === "" ? name : `${schema}.${name}`)).sort()).toEqual(expected);
  });

  it("names the functions, not the operators", async () => {
    expect((await readsOf(connection, "select max(x) + now() from a")).functions).toEqual(["max", "now"]);
  });

  it.each(["drop table a", "select 1; select 2", "selec 1", "", "insert into a select 1"])("refuses what is not one SELECT: %s", async (sql) => {
    await expect(readsOf(connection, sql)).rejects.toThrow(/./);
  });
});
