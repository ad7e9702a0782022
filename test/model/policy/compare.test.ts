import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdbTypes, loadContracts } from "../../../pipelines/intake/contracts.ts";
import { comparePolicies } from "../../../pipelines/policy/compare.ts";
import { buildModels } from "../../../pipelines/warehouse/build.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { seedFromRows } from "../../../pipelines/warehouse/seed.ts";
import { loadedDatabase, rowsOf } from "../../unit/warehouse/loaded-database.ts";
import type { Cells } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
const now = () => new Date("2022-01-10T01:00:00Z");
let database: Database;
let connection: DuckDBConnection;

/** A: 小巨人, 500,000 fundable by 300,000 of new retention; B: a 瞪羚, which the amendment leaves alone; C: a 共同体 of 500,000 and a 质量奖 of 200,000. */
beforeAll(async () => {
  ({ database, connection } = await loadedDatabase());
  const ids = ["A", "B", "C"];
  await fill("enterprises", ids.map((id) => ({ enterprise_id: id, enterprise_name: `示例${id}`, town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" })));
  await fill("district_taxes", [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 1000 }))));
  await fill("taxes", ids.flatMap((id) => [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: id, total_tax_wan: 100, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan: year === 2020 ? 0 : 2.5 })))));
  await fill("recognitions", [["A", "专精特新小巨人", "国家"], ["B", "瞪羚企业", "省"], ["C", "创新创业共同体", "省", 50], ["C", "质量奖", "省"]].map(([id, title, level, approved_wan], index) => ({ approved_wan: approved_wan ?? null, recognition_no: `R${index}`, enterprise_id: id as string, recipient: id as string, recipient_type: "企业", title: title as string, level: level as string, recognised_on: "2021-05-01" })));
  await buildModels({ database, asOf: "2021-12", now });
});
afterAll(() => database.close());

async function fill(dataset: string, rows: readonly Cells[]): Promise<void> {
  const contract = loadContracts().get(dataset)!;
  const columns = { ...Object.fromEntries(contract.columns.map((column) => [column.name, duckdbTypes[column.type]])), file_id: "INTEGER", source_sheet: "VARCHAR", source_row: "INTEGER", known_at: "TIMESTAMPTZ" };
  const origin = { file_id: 1, source_sheet: "", known_at: "2021-01-01 00:00:00+08" };
  await seedFromRows(dataset, columns, rows.map((row, index) => ({ ...origin, source_row: index + 2, ...row }))).create(connection, "given");
  await connection.run(`insert into raw.${dataset} by name select * from given`);
  await connection.run("drop table given");
}

it("finds no difference between a version and itself", async () => {
  expect(await comparePolicies({ database, version: "2021-04-26", now })).toMatchObject({ differences: 0, gainers: 0, losers: 0, by_clause: [] });
  expect(await rowsOf(connection, "select count(*)::integer from mart.policy_comparison")).toEqual([[0]]);
});

it("finds exactly the effect of a changed amount, on who it concerns", async () => {
  const report = await comparePolicies({ database, version: "example-amended", now });
  // 50万 becomes 40万; 30万 of new retention pay either way
  expect(report).toMatchObject({ differences: 1, gainers: 0, losers: 1, fundable_gainers: 0, fundable_losers: 0, base_entitled_cny: "1500000.00", entitled_cny: "1400000.00", base_fundable_cny: "900000.00", fundable_cny: "900000.00" });
  const columns = "enterprise_id, clause_id, base_entitled_cny::varchar, entitled_cny::varchar, base_fundable_cny::varchar, fundable_cny::varchar";
  const found = [["A", "6.5", "500000.00", "400000.00", "300000.00", "300000.00"]];
  expect(await rowsOf(connection, `select ${columns} from mart.policy_comparison`)).toEqual(found);
  // a second time replaces the first
  await comparePolicies({ database, version: "example-amended", now });
  expect(await rowsOf(connection, `select ${columns} from mart.policy_comparison`)).toEqual(found);
});

it("counts who moved in what can be paid, where nobody's entitlement moves", async () => {
  // C is entitled to 50 and 20, of which 30 can be paid; out of the cap the first is paid whole, and the second alone takes what it needs
  const other = await comparePolicies({ database, version: "community-from-budget", now });
  // 30 x 50/70 = 21.43 and 30 x 20/70 = 8.57 before
  expect(other).toMatchObject({ gainers: 0, losers: 0, fundable_gainers: 1, fundable_losers: 0 });
  expect(other.by_clause.map(({ clause_id, gainers, losers, fundable_gainers, fundable_losers, entitled_change_cny, fundable_change_cny }) => [clause_id, gainers, losers, fundable_gainers, fundable_losers, entitled_change_cny, fundable_change_cny])).toEqual([
    ["12.1", 0, 0, 1, 0, "0.00", "285714.29"],
    ["15.3", 0, 0, 1, 0, "0.00", "114285.71"],
  ]);
  // a count and the sum beside it speak of the same
  for (const clause of other.by_clause) {
    expect(clause.gainers + clause.losers > 0).toBe(Number(clause.entitled_change_cny) !== 0);
    expect(clause.fundable_gainers + clause.fundable_losers > 0).toBe(Number(clause.fundable_change_cny) !== 0);
  }
});

it("leaves the present build showing, and says when it has moved on", async () => {
  expect(await rowsOf(connection, "select policy_version from mart.dispatch")).toEqual([["2021-04-26"]]);
  expect(await rowsOf(connection, "select is_current from mart.policy_comparison_run where policy_version = 'example-amended'")).toEqual([[true]]);
  await buildModels({ database, asOf: "2021-11", now });
  expect(await rowsOf(connection, "select is_current from mart.policy_comparison_run where policy_version = 'example-amended'")).toEqual([[false]]);
});

it("refuses a version that is not there, and keeps what was", async () => {
  await expect(comparePolicies({ database, version: "1999", now })).rejects.toThrow(/1999/);
  expect(await rowsOf(connection, "select count(*)::integer from mart.policy_comparison")).toEqual([[3]]);
});
