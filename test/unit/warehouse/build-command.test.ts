import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { main } from "../../../pipelines/cli/main.ts";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { loaderTablesSql } from "../../../pipelines/intake/load/raw-tables.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { rowsOf } from "./loaded-database.ts";

const dir = mkdtempSync(path.join(tmpdir(), "d521-build-"));
const file = path.join(dir, "district.duckdb");

beforeAll(async () => {
  const database = await openDatabase(file);
  const connection = await database.connect();
  for (const statement of loaderTablesSql(loadContracts())) await connection.run(statement);
  database.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(["build", ...words], {
    interactive: false,
    now: () => new Date("2022-01-10T01:00:00Z"),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

it("wants a database, a load in it, and a month", async () => {
  expect(await run("--database", path.join(dir, "none.duckdb"))).toMatchObject({ code: 3, out: [], err: [expect.stringContaining("none.duckdb")] });
  expect(await run("--database", file)).toMatchObject({ code: 3, err: [expect.stringContaining("d521 load")] });
  const database = await openDatabase(file);
  await (await database.connect()).run("insert into ops.import_file values (1, '企业名录.xlsx', '', 'ab', 'enterprises', 0, 0, 0, 0, '2022-01-05 09:00:00+08', 1, 'xlsx', true)");
  database.close();
  expect(await run("--database", file)).toMatchObject({ code: 2, err: [expect.stringContaining("--as-of")] });
  expect(await run("--database", file, "--as-of", "2021-13")).toMatchObject({ code: 2, err: [expect.stringContaining("2021-13")] });
  expect(await run("--database", file, "--known-at", "yesterday")).toMatchObject({ code: 2, err: [expect.stringContaining("yesterday")] });
});

it("says a line a layer, and the second time that nothing changed", async () => {
  const first = await run("--database", file, "--as-of", "2021-12");
  expect(first).toMatchObject({ code: 0, err: [] });
  expect(first.out).toHaveLength(4);
  expect(first.out[0]).toMatch(/^清洗层：计算 31 个，未变 0 个，用时 \d+\.\d 秒$/);
  const second = await run("--database", file, "--as-of", "2021-12", "--json", "--lang", "en");
  const report = JSON.parse(second.out.join("\n")) as Record<string, unknown>;
  expect(report).toMatchObject({ buildId: 2, asOfMonth: "2021-12", visible: true, failedChecks: [] });
  expect((report.layers as { built: number }[]).map((layer) => layer.built)).toEqual([0, 0, 0]);
  const database = await openDatabase(file, { readOnly: true });
  expect(await rowsOf(await database.connect(), "select strftime(as_of_month, '%Y-%m'), is_synthetic from mart.dispatch")).toEqual([["2021-12", true]]);
  database.close();
});

it("takes a budget by year from the file named, or from the one beside the database, and says what is wrong with one", async () => {
  const budget = async () => {
    const database = await openDatabase(file, { readOnly: true });
    const rows = await rowsOf(await database.connect(), "select award_year, budget_cny, source from policy.evaluation_budget order by award_year");
    database.close();
    return rows;
  };
  expect(await budget()).toEqual([]);
  const named = path.join(dir, "named.yaml");
  writeFileSync(named, 'source: 区财政局\nbudget_wan: {2021: 4000, 2022: "4200.505"}\n');
  expect(await run("--database", file, "--as-of", "2021-12", "--budget", named)).toMatchObject({ code: 0 });
  expect(await budget()).toEqual([[2021, "40000000.00", "区财政局"], [2022, "42005050.00", "区财政局"]]);
  writeFileSync(path.join(dir, "budget.yaml"), "source: 区财政局\nbudget_wan: {2021: 0}\n");
  expect(await run("--database", file, "--as-of", "2021-12")).toMatchObject({ code: 0 });
  expect(await budget()).toEqual([[2021, "0.00", "区财政局"]]);
  rmSync(path.join(dir, "budget.yaml"));
  for (const [text, wrong] of [["source: 区财政局\nbudget_wan: {2021: -1}\n", "2021"], ["source: 区财政局\nbudget_wan: {21: 1}\n", "四位年份"], ["budget_wan: {}\n", "source"]] as const) {
    writeFileSync(named, text);
    expect(await run("--database", file, "--as-of", "2021-12", "--budget", named)).toMatchObject({ code: 2, err: [expect.stringMatching(new RegExp(`named\\.yaml.*${wrong}`))] });
  }
  expect(await run("--database", file, "--as-of", "2021-12", "--budget", path.join(dir, "none.yaml"))).toMatchObject({ code: 2, err: [expect.stringContaining("none.yaml")] });
});

it("ends with 1 and a sentence when a check fails, and leaves what showed", async () => {
  const database = await openDatabase(file);
  const connection = await database.connect();
  // intake lets no such row in; a check that nothing can fail is none
  await connection.run("insert into raw.enterprises (enterprise_id, enterprise_name, town, sector, size_class, is_small_micro, founded_on, operating_status, file_id, source_sheet, source_row, known_at) values ('A', '甲', '山城街道', '农业', '规上', true, '2015-01-01', '存续', 1, '', 2, '2022-01-05 09:00:00+08')");
  database.close();
  const failed = await run("--database", file, "--as-of", "2021-12");
  expect(failed.code).toBe(1);
  expect(failed.err[0]).toBe("stg_enterprises 未通过检查 accepted_values(sector)：1 行不符。");
  expect(failed.err.at(-1)).toMatch(/没有生成/);
  const reader = await openDatabase(file, { readOnly: true });
  expect(await rowsOf(await reader.connect(), "select count(*) from mart.enterprise")).toEqual([["0"]]);
  reader.close();
});

it("says that the month asked for lies beyond the reports", async () => {
  const database = await openDatabase(file);
  const connection = await database.connect();
  await connection.run("insert into raw.taxes by name (select date '2021-11-01' as month, 'A' as enterprise_id, 1 as file_id, '' as source_sheet, 2 as source_row, timestamptz '2022-01-05 09:00:00+08' as known_at)");
  database.close();
  const note = expect.stringMatching(/最新的月报是 2021-11，2021-12 的月报还没有入库/);
  expect((await run("--database", file, "--as-of", "2021-11")).err).not.toContainEqual(note);
  expect((await run("--database", file, "--as-of", "2021-12")).err).toContainEqual(note);
});
