import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { loadContracts } from "../../pipelines/intake/contracts.ts";
import { type BuildReport, buildModels } from "../../pipelines/warehouse/build.ts";
import type { Database } from "../../pipelines/warehouse/database.ts";
import { discoverModels, layers, type Model } from "../../pipelines/warehouse/models.ts";
import { type ColumnKind, columnKinds, resultTables } from "../../pipelines/warehouse/tables.ts";
import { loadedDatabase } from "../unit/warehouse/loaded-database.ts";

// The project's own models, run on a database whose tables are there and empty.
let database: Database;
let connection: DuckDBConnection;
let models: Model[];
let report: BuildReport;
const built = new Map<string, string[]>();

beforeAll(async () => {
  ({ database, connection } = await loadedDatabase());
  models = await discoverModels(connection);
  report = await buildModels({ database, asOf: "2021-12", now: () => new Date("2022-01-10T01:00:00Z") });
  const reader = await connection.runAndReadAll("select table_schema || '.' || table_name, column_name, data_type from information_schema.columns order by table_schema, table_name, ordinal_position");
  for (const [relation, column, type] of reader.getRows()) built.set(String(relation), [...(built.get(String(relation)) ?? []), `${column} ${type}`]);
});
afterAll(() => database.close());

it("runs every model on empty tables, and no check fails", () => {
  expect(report.failedChecks.filter((check) => check.severity === "error")).toEqual([]);
  expect(report.models.map((model) => model.name).sort()).toEqual(models.map((model) => model.name));
});

it("describes the columns that each model has, no more and no fewer, in their order", () => {
  // a description of a column that is gone, or a column that nobody describes, is what readers trip over
  const wrong = models.flatMap((model) => {
    const described = Object.keys(model.doc.columns);
    const found = (built.get(`${layers[model.layer]}.${model.name}`) ?? []).map((column) => column.split(" ")[0]);
    if (described.join() === found.join()) return [];
    const only = (these: (string | undefined)[], those: (string | undefined)[]) => these.filter((column) => !those.includes(column)).join(", ");
    return [`${model.file}: described only: ${only(described, found)}; built only: ${only(found, described)}`];
  });
  expect(wrong).toEqual([]);
});

it("has the columns that programs read, of the types they expect", () => {
  // a table may have more columns; it may not lack one of these
  const wrong = Object.entries(resultTables).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, kind]) => {
      const types: readonly string[] = columnKinds[kind.replace("?", "") as ColumnKind];
      const found = built.get(table)?.find((one) => one.startsWith(`${column} `))?.slice(column.length + 1);
      return types.some((type) => found === type || (type.endsWith("(") && found?.startsWith(type))) ? [] : [`${table}.${column} should be ${types.join(" or ")}`];
    }),
  );
  expect(wrong).toEqual([]);
});

it("holds money as a decimal, never as a float", () => {
  const floats = [...built].flatMap(([relation, columns]) => columns.filter((column) => /_(cny|wan) (?!DECIMAL)/.test(column)).map((column) => `${relation}.${column}`));
  expect(floats).toEqual([]);
});

describe("staging", () => {
  it("has a model for every data set, with the contract's columns and where each row came from", () => {
    for (const contract of loadContracts().values()) {
      const columns = (built.get(`staging.stg_${contract.id}`) ?? []).map((column) => column.split(" ")[0]);
      expect(columns, contract.id).toEqual([...contract.columns.map((column) => column.name), "file_id", "source_sheet", "source_row", "known_at"]);
    }
  });

  it("takes the contract's key and its allowed values", () => {
    for (const contract of loadContracts().values()) {
      const model = models.find((one) => one.name === `stg_${contract.id}`);
      expect(model?.doc.key, contract.id).toEqual(contract.key);
      for (const column of contract.columns.filter((one) => one.type === "enum")) {
        expect(model?.doc.checks, `${contract.id}.${column.name}`).toContainEqual({ check: "accepted_values", column: column.name, values: column.values, severity: "error" });
      }
    }
  });

  it("is the only layer that reads raw", () => {
    // when a row was first sent is in the history alone: staging holds the newest rows
    const history = new Set(["int_timeliness_month", "int_town_contribution", "int_town_report"]);
    const readers = models.filter((model) => model.layer !== "staging" && !history.has(model.name) && model.reads.some((read) => read.schema === "raw"));
    expect(readers.map((model) => model.file)).toEqual([]);
  });
});

it("keeps layers apart: staging reads no other model, and names tell the layer", () => {
  // an intermediate model may read a mart: a grade is a public table and a gate of the awards, and a copy would be a second truth
  const names = new Set(models.map((model) => model.name));
  const readers = models.filter((model) => model.layer === "staging" && model.reads.some((read) => names.has(read.name) && read.schema === ""));
  expect(readers.map((model) => model.file)).toEqual([]);
  const misnamed = models.filter((model) => (model.layer === "staging") !== model.name.startsWith("stg_") || (model.layer === "intermediate") !== model.name.startsWith("int_"));
  expect(misnamed.map((model) => model.file)).toEqual([]);
});

it("says its grain first, and keeps to SQL that a distributed engine can be given in translation", () => {
  const withoutGrain = models.filter((model) => !model.sql.startsWith("-- Grain: "));
  expect(withoutGrain.map((model) => model.file)).toEqual([]);
  const own = /\bqualify\b|\b(group|order) by all\b|\bexclude\s*\(|\bpivot\b|\basof\b|\bpositional join\b|::/im;
  const sql = (model: Model) => model.sql.replaceAll(/--.*$/gm, "");
  expect(models.filter((model) => own.test(sql(model))).map((model) => `${model.file}: ${own.exec(sql(model))?.[0]}`)).toEqual([]);
});
