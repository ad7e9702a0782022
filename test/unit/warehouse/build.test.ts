import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { D521Error } from "../../../pipelines/errors.ts";
import { buildAside, buildModels, type BuildOptions, type BuildReport, checkSentence } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { seedFromRows } from "../../../pipelines/warehouse/seed.ts";
import { loadedDatabase, rowsOf } from "./loaded-database.ts";
import { ModelsFolder } from "./models-folder.ts";

let database: Database;
let connection: DuckDBConnection;
let models: ModelsFolder;

beforeEach(async () => {
  ({ database, connection } = await loadedDatabase());
  await insertTax("2021-06-01", "甲", 1, "2021-07-05 09:00:00+08", 1);
});
afterEach(() => {
  database.close();
  models.remove();
});

async function insertTax(month: string, enterprise: string, total: number, knownAt: string, fileId: number): Promise<void> {
  await connection.run("insert into raw.taxes values (cast($1 as date), $2, $3, 0, 0, 0, $4, '', 2, cast($5 as timestamptz))", [month, enterprise, total, fileId, knownAt]);
}

function build(more: Partial<BuildOptions> = {}): Promise<BuildReport> {
  return buildModels({ database, modelsDir: models.dir, now: () => new Date("2021-07-06T01:00:00Z"), ...more });
}

const outcomes = (report: BuildReport) => Object.fromEntries(report.models.map((model) => [model.name, model.outcome]));

const taxes = "select enterprise_id as id, sum(total_tax_wan) as total_wan from raw.taxes where known_at <= (select known_at from build_parameters) group by enterprise_id";
const documented = { doc: { columns: { id: { meaning: "企业" }, total_wan: { meaning: "税", unit: "万元" } } } };

describe("what shows", () => {
  it("builds in the order of what is read and shows each layer in its schema", async () => {
    models = new ModelsFolder({
      "marts/a_last": "select id from int_b",
      "intermediate/deep/int_b": "select id from stg_c",
      "staging/stg_c": { sql: taxes, ...documented },
    });
    const report = await build();
    expect(report.visible).toBe(true);
    expect(await rowsOf(connection, "select id from mart.a_last")).toEqual([["甲"]]);
    expect(await rowsOf(connection, "select id from intermediate.int_b")).toEqual([["甲"]]);
    expect(await rowsOf(connection, "select * from staging.stg_c")).toEqual([["甲", "1.000000"]]);
    expect(await rowsOf(connection, "select strftime(as_of_on, '%Y-%m-%d'), as_of_closed, first_award_year, is_synthetic from policy.build_parameters")).toEqual([["2021-06-30", false, 2021, true]]);
    expect(await rowsOf(connection, "select models, skipped, is_visible from ops.build")).toEqual([[3, 0, true]]);
    // nothing of the work is left beside it
    expect(await rowsOf(connection, "select count(*) from duckdb_schemas() where starts_with(schema_name, 'build_')")).toEqual([["0"]]);
    expect(await rowsOf(connection, "select count(*) from duckdb_tables() where schema_name = 'store' and not regexp_matches(table_name, '^(policy|evaluation)_')")).toEqual([["4"]]);
  });

  it("drops what models no longer make, and keeps other people's tables", async () => {
    models = new ModelsFolder({ "marts/kept": "select 1 as id", "marts/gone": "select 1 as id" });
    await build();
    await connection.run("create table mart.by_hand as select 1 as id");
    models.drop("marts/gone");
    await build();
    expect(await rowsOf(connection, "select table_name from information_schema.tables where table_schema = 'mart' and table_name in ('by_hand', 'gone', 'kept') order by 1")).toEqual([["by_hand"], ["kept"]]);
  });

  it("replaces all views at once: a reader inside a transaction keeps the old build whole", async () => {
    models = new ModelsFolder({ "marts/one": "select 1 as id", "marts/two": "select 1 as id" });
    await build();
    const reader = await database.connect();
    await reader.run("begin transaction");
    expect(await rowsOf(reader, "select id from mart.one")).toEqual([[1]]);
    models.write("marts/one", "select 2 as id");
    models.write("marts/two", "select 2 as id");
    await build();
    expect(await rowsOf(reader, "select one.id, two.id from mart.one cross join mart.two")).toEqual([[1, 1]]);
    await reader.run("commit");
    expect(await rowsOf(reader, "select one.id, two.id from mart.one cross join mart.two")).toEqual([[2, 2]]);
  });
});

describe("what is skipped", () => {
  const chain = { "staging/stg_t": { sql: taxes, ...documented }, "staging/stg_l": "select distinct enterprise_id as id from raw.land", "marts/m": "select id from stg_t", "marts/n": "select id from stg_l" };

  it("builds nothing when nothing has changed", async () => {
    models = new ModelsFolder(chain);
    await build();
    expect(outcomes(await build())).toEqual({ stg_t: "unchanged", stg_l: "unchanged", m: "unchanged", n: "unchanged" });
  });

  it("builds what reads a table that grew, and nothing else", async () => {
    models = new ModelsFolder(chain);
    await build({ knownAt: new Date("2022-01-01T00:00:00Z") });
    await insertTax("2021-06-01", "乙", 2, "2021-07-09 09:00:00+08", 2);
    expect(outcomes(await build({ knownAt: new Date("2022-01-01T00:00:00Z") }))).toEqual({ stg_t: "built", stg_l: "unchanged", m: "built", n: "unchanged" });
    expect(await rowsOf(connection, "select id from mart.m order by id")).toEqual([["乙"], ["甲"]]);
  });

  it("builds a model whose SQL or seed changed, and what reads it", async () => {
    models = new ModelsFolder({ "marts/a": "select id from policy_x", "marts/b": "select id from a", "marts/c": "select 1 as id" });
    const seed = (id: string) => [seedFromRows("policy_x", { id: "VARCHAR" }, [{ id }])];
    await build({ extraSeeds: seed("old") });
    expect(outcomes(await build({ extraSeeds: seed("new") }))).toEqual({ a: "built", b: "built", c: "unchanged" });
    models.write("marts/c", "select 2 as id");
    expect(outcomes(await build({ extraSeeds: seed("new") }))).toEqual({ a: "unchanged", b: "unchanged", c: "built" });
    expect(await rowsOf(connection, "select id from mart.b")).toEqual([["new"]]);
  });
});

describe("two clocks", () => {
  beforeEach(() => {
    models = new ModelsFolder({ "marts/m": { sql: taxes, ...documented } });
  });

  it("shows what was known then, and all that is known without --known-at", async () => {
    await insertTax("2021-06-01", "甲", 5, "2021-08-05 09:00:00+08", 2);
    await build({ knownAt: new Date("2021-07-31T00:00:00Z") });
    expect(await rowsOf(connection, "select total_wan from mart.m")).toEqual([["1.000000"]]);
    const report = await build();
    expect(report.knownAt).toBe("2021-08-05 09:00:00+08");
    expect(await rowsOf(connection, "select total_wan from mart.m")).toEqual([["6.000000"]]);
  });

  it("takes the newest month known then as the month of the dispatch", async () => {
    await insertTax("2021-07-01", "甲", 1, "2021-08-05 09:00:00+08", 2);
    expect((await build()).asOfMonth).toBe("2021-07");
    expect((await build({ knownAt: new Date("2021-07-31T00:00:00Z") })).asOfMonth).toBe("2021-06");
    expect((await build({ asOf: "2021-02" })).asOfMonth).toBe("2021-02");
    expect(await rowsOf(connection, "select strftime(as_of_on, '%Y-%m-%d') from policy.build_parameters")).toEqual([["2021-02-28"]]);
  });
});

describe("what keeps the last good state", () => {
  beforeEach(async () => {
    models = new ModelsFolder({ "staging/stg_a": "select 1 as id", "marts/m": "select id from stg_a" });
    await build();
  });
  const shown = () => rowsOf(connection, "select id from mart.m");

  it("a failing check of severity error", async () => {
    models.write("staging/stg_a", "select unnest([2, 2, null]) as id");
    const report = await build();
    expect(report.visible).toBe(false);
    expect(await shown()).toEqual([[1]]);
    expect(report.failedChecks.filter((check) => check.model === "stg_a").map(({ check, failedRows }) => [check, failedRows])).toEqual([
      ["not_null(id)", 1],
      ["unique(id)", 1],
    ]);
    expect(await rowsOf(connection, `select model, "check", failed_rows, severity, build_id from ops.check_result where failed_rows > 0 and model = 'm' order by "check"`)).toEqual([
      ["m", "not_null(id)", "1", "error", 2],
      ["m", "unique(id)", "1", "error", 2],
    ]);
    // the next build asks nothing twice, and still fails
    expect((await build()).visible).toBe(false);
    models.write("staging/stg_a", "select 3 as id");
    expect((await build()).visible).toBe(true);
    expect(await shown()).toEqual([[3]]);
    expect(await rowsOf(connection, "select count(*) from duckdb_tables() where schema_name = 'store' and not regexp_matches(table_name, '^(policy|evaluation)_')")).toEqual([["3"]]);
  });

  it("not a check of severity warn: it is told and shown", async () => {
    models.write("marts/m", { sql: "select 4 as id", doc: { checks: [{ check: "accepted_values", column: "id", values: [1, 2], severity: "warn" }] } });
    const report = await build();
    expect(report.visible).toBe(true);
    expect(report.failedChecks.map((check) => checkSentence(check, "zh"))).toEqual(["m 的检查 accepted_values(id) 提醒：1 行不符。"]);
    expect(await shown()).toEqual([[4]]);
  });

  it("a crash between the last model and the showing; the next build takes up what was finished", async () => {
    models.write("staging/stg_a", "select 5 as id");
    const crash = build({
      onProgress: ({ step }) => {
        if (step === "show") throw new Error("power cut");
      },
    });
    await expect(crash).rejects.toThrow("power cut");
    expect(await shown()).toEqual([[1]]);
    expect(outcomes(await build())).toEqual({ stg_a: "unchanged", m: "unchanged" });
    expect(await shown()).toEqual([[5]]);
    expect(await rowsOf(connection, "select count(*) from duckdb_tables() where schema_name = 'store' and not regexp_matches(table_name, '^(policy|evaluation)_')")).toEqual([["3"]]);
  });

  it("a model that DuckDB refuses; the sentence names its file", async () => {
    models.write("staging/stg_a", "select no_such_column as id from raw.taxes");
    await expect(build()).rejects.toSatisfy((error) => error instanceof D521Error && error.in("zh").includes("models/staging/stg_a.sql") && error.in("en").includes("no_such_column"));
    expect(await shown()).toEqual([[1]]);
  });
});

describe("a build aside", () => {
  it("runs the same models with other seeds, shows nothing, and leaves nothing", async () => {
    models = new ModelsFolder({ "marts/a": "select id from policy_x", "marts/b": "select 1 as id" });
    await build({ extraSeeds: [seedFromRows("policy_x", { id: "VARCHAR" }, [{ id: "real" }])] });
    const aside = await buildAside({ database, modelsDir: models.dir, now: () => new Date(), extraSeeds: [seedFromRows("policy_x", { id: "VARCHAR" }, [{ id: "what-if" }])] });
    expect(await rowsOf(connection, `select id from ${aside.schema}.a`)).toEqual([["what-if"]]);
    expect(await rowsOf(connection, "select id from mart.a")).toEqual([["real"]]);
    await aside.release();
    expect(await rowsOf(connection, "select a.id from mart.a cross join mart.b")).toEqual([["real"]]);
    expect(await rowsOf(connection, "select count(*) from duckdb_tables() where schema_name = 'store' and not regexp_matches(table_name, '^(policy|evaluation)_')")).toEqual([["3"]]);
    expect(await rowsOf(connection, "select count(*) from ops.build")).toEqual([["1"]]);
  });
});

describe("what is refused", () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ["a circle", { "marts/a": "select id from b", "marts/b": "select id from a" }, /a → b → a/],
    ["an unknown relation", { "marts/a": "select id from nowhere" }, /models\/marts\/a\.sql.*"nowhere"/],
    ["an unknown table of raw", { "marts/a": "select id from raw.nowhere" }, /"raw\.nowhere"/],
    ["a model read by its schema", { "marts/a": "select id from staging.stg_b", "staging/stg_b": "select 1 as id" }, /without a schema: stg_b/],
    ["a name used twice", { "marts/a": "select 1 as id", "staging/a": "select 1 as id" }, /taken/],
    ["two statements", { "marts/a": "select 1 as id; select 2 as id" }, /one plain SELECT/],
    ["the machine's clock", { "marts/a": "select now() as id" }, /build_parameters/],
    ["a file on disk", { "marts/a": "select * from 'secret.csv'" }, /secret\.csv/],
  ])("%s", async (_, files, message) => {
    models = new ModelsFolder(files);
    await expect(build()).rejects.toThrow(message);
    await expect(build()).rejects.toMatchObject({ exitCode: 3, code: "model_invalid" });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["an unknown word in a description", { desciption: "x" }, /models\/marts\/a\.yml.*desciption/],
    ["a key that is no column", { key: ["nowhere"] }, /"nowhere"/],
    ["a check of an unknown kind", { checks: [{ check: "nearly_unique" }] }, /models\/marts\/a\.yml/],
  ])("%s", async (_, doc, message) => {
    models = new ModelsFolder({ "marts/a": { sql: "select 1 as id", doc } });
    await expect(build()).rejects.toThrow(message);
  });

  it("a model without a description", async () => {
    models = new ModelsFolder({ "marts/a": "select 1 as id" });
    rmSync(path.join(models.dir, "marts", "a.yml"));
    await expect(build()).rejects.toThrow(/models\/marts\/a\.yml/);
  });

  it("a policy version that is not there", async () => {
    models = new ModelsFolder();
    await expect(build({ policyVersion: "../2021" })).rejects.toMatchObject({ exitCode: 2, code: "policy_missing" });
  });

  it("a database without a load", async () => {
    models = new ModelsFolder();
    const empty = await openDatabase(":memory:");
    await expect(build({ database: empty })).rejects.toMatchObject({ exitCode: 3, code: "no_load" });
    empty.close();
  });

  it("a load without monthly reports, unless the month is named", async () => {
    models = new ModelsFolder();
    await connection.run("delete from raw.taxes");
    await expect(build()).rejects.toMatchObject({ exitCode: 2, code: "no_months" });
    expect((await build({ asOf: "2021-12" })).asOfMonth).toBe("2021-12");
    await expect(build({ asOf: "2021-13" })).rejects.toMatchObject({ exitCode: 2, code: "bad_as_of" });
  });
});
