import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-known-"));
  database = await openDatabase(":memory:");
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(sql: string): Promise<unknown[][]> {
  const connection = await database.connect();
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

/** Loads a sample with everything out of place that real files have out of place, on a day of January 2022. */
async function load(name: string, day: number, options: { seed: number; mess: number }): Promise<void> {
  const out = path.join(folder, name);
  await writeSample({ out, enterprises: 25, months: 16, ...options });
  await loadExports({ exports: out, database: ":memory:", opened: database, returns: path.join(folder, "returns"), now: () => new Date(Date.UTC(2022, 0, day)) });
}

/** The names of all relations that a build shows. */
const shown = async () => (await rows("select schema_name || '.' || view_name from duckdb_views() where schema_name in ('staging', 'intermediate', 'mart', 'policy') order by all")).map(([name]) => String(name));

test("--known-at rebuilds every table of an earlier dispatch, whatever was corrected, answered, added and labelled since", async () => {
  const now = () => new Date("2022-02-01T00:00:00Z");
  await load("first", 5, { seed: 11, mess: 0.2 });
  // as if bureaus had sent these: a label that comes later must not come to stand on what was shown before
  const connection = await database.connect();
  await connection.run("update ops.import_file set is_synthetic = false");
  const first = await buildModels({ database, asOf: "2021-09", now });
  expect([first.visible, first.isSynthetic]).toEqual([true, false]);
  await connection.run("create schema kept");
  const relations = await shown();
  for (const name of relations) await connection.run(`create table kept."${name}" as from ${name}`);
  // other oddities of the same rows: other values of the same keys, rows that were in quarantine; then other enterprises
  await load("second", 20, { seed: 11, mess: 0.4 });
  await load("third", 25, { seed: 12, mess: 0 });
  expect(Number((await rows("select count(*) from ops.restatement"))[0]![0])).toBeGreaterThan(0);
  expect(Number((await rows("select count(*) from ops.quarantined_row where answered_at is not null"))[0]![0])).toBeGreaterThan(0);
  const differing = async () => {
    const found: string[] = [];
    for (const name of relations) {
      const [[count]] = (await rows(`select count(*) from ((from ${name} except all from kept."${name}") union all (from kept."${name}" except all from ${name}))`)) as [[string]];
      if (Number(count) > 0) found.push(name);
    }
    return found;
  };
  const second = await buildModels({ database, asOf: "2021-09", now });
  expect([second.visible, second.isSynthetic]).toEqual([true, true]);
  expect(await differing()).toEqual(expect.arrayContaining(["mart.award_line", "mart.enterprise", "mart.restatement", "staging.stg_taxes"]));
  await buildModels({ database, asOf: "2021-09", knownAt: new Date(Date.UTC(2022, 0, 5)), now });
  expect(await shown()).toEqual(relations);
  expect(await differing()).toEqual([]);
}, 120_000);
