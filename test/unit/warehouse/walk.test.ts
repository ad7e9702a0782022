import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import type { ModelDoc } from "../../../pipelines/warehouse/model-doc.ts";
import type { Model } from "../../../pipelines/warehouse/models.ts";
import { orderModels } from "../../../pipelines/warehouse/order.ts";
import { readsOf } from "../../../pipelines/warehouse/reads.ts";
import { walkedByYear } from "../../../pipelines/warehouse/walk.ts";

// A purse of 10 for a project's life, and what each year asks of it: what a year gets hangs on what the years before it got.
let database: Database;
let connection: DuckDBConnection;
beforeAll(async () => {
  database = await openDatabase(":memory:");
  connection = await database.connect();
});
afterAll(() => database.close());

async function model(name: string, sql: string, walk?: Partial<NonNullable<ModelDoc["walk"]>>): Promise<Model> {
  const doc: ModelDoc = { description: name, key: [], columns: {}, checks: [], ...(walk && { walk: { by: "award_year" as const, of_year: [], ...walk } }) };
  return { name, layer: "intermediate", file: `intermediate/${name}.sql`, sql, doc, reads: (await readsOf(connection, sql)).relations };
}

const years = [2021, 2022, 2023];

async function purse(): Promise<Model[]> {
  return Promise.all([
    model("asked", "select * from (values (2021, 'P', 4), (2022, 'P', 5), (2023, 'P', 5), (2023, 'Q', 3)) as rows (award_year, project, amount)"),
    model("got", "with lines as (select * from asked), before as (select * from given_before) select award_year, project, least(amount, 10 - coalesce((select sum(amount) from before where before.project = lines.project), 0)) as amount from lines", { of_year: ["asked"] }),
    model("given", "select award_year, project, amount from got where amount > 0", {}),
    model("given_before", "select 2020 as award_year, 'Q' as project, 9 as amount", { plus_earlier: "given" }),
    model("total", "select award_year, project, amount from got order by award_year, project"),
  ]);
}

async function run(models: readonly Model[], schema: string): Promise<unknown[][]> {
  await connection.run(`create schema ${schema}`);
  await connection.run(`set search_path = '${schema}'`);
  for (const { model: one } of orderModels(models, { seeds: new Set(), tables: new Set() })) await connection.run(`create table ${one.name} as ${one.sql}`);
  return (await connection.runAndReadAll("select award_year, project, cast(amount as integer) from total")).getRows() as unknown[][];
}

it("gives each year what the years before it left", async () => {
  expect(await run(walkedByYear(await purse(), years), "three_years")).toEqual([[2021, "P", 4], [2022, "P", 5], [2023, "P", 1], [2023, "Q", 1]]);
});

it("runs one year alone, and no year sees a later one", async () => {
  expect(await run(walkedByYear(await purse(), [2021]), "one_year")).toEqual([[2021, "P", 4]]);
  const models = walkedByYear(await purse(), years);
  expect(models.find((one) => one.name === "got_2022")?.reads.map((read) => read.name).sort()).toEqual(["asked", "given_2021"]);
});

it("has the rows of all years under the model's own name, in no table of their own", async () => {
  const whole = walkedByYear(await purse(), years).find((one) => one.name === "got");
  expect(whole?.parts).toEqual(["got_2021", "got_2022", "got_2023"]);
});

it("refuses a walk that names what the model does not read, or what is not walked", async () => {
  const stray = [await model("a", "select 1 as award_year", { of_year: ["b"] })];
  expect(() => walkedByYear(stray, years)).toThrow(/b/);
  const unwalked = [await model("a", "select 1 as award_year", { plus_earlier: "b" }), await model("b", "select 1 as award_year")];
  expect(() => walkedByYear(unwalked, years)).toThrow(/b/);
});
