import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { explainAwards } from "../../../pipelines/policy/explain.ts";
import { explainLines } from "../../../pipelines/policy/explain-text.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { explained } from "../../../reports/shared/components/explained.js";
import { policyDatabase } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  ({ database, connection } = await policyDatabase({
    asOf: "2021-12",
    rows: {
      enterprises: [{ enterprise_id: "A", enterprise_name: "示例\u001b[2J企业", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续", file_id: 7, source_sheet: "企业名录" }, { enterprise_id: "B", enterprise_name: "<b>示例</b>", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" }],
      district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 100 }))),
      taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", total_tax_wan: year, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan: 0 }))),
      production: [
        ...[2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", output_wan: year === 2020 ? 500 : 600, revenue_wan: 0 }))),
        // a margin of 10% that becomes 11% and a hair, from a hair of profit in December
        ...[2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "B", output_wan: 0, revenue_wan: 1000, profit_wan: year === 2020 ? "100" : month === "2021-12-01" ? "110.000001" : "110" }))),
      ],
    },
  }));
  await connection.run("create schema ops");
  await connection.run("create table ops.import_file as select * from (values (1, '生产经营月报.csv'), (7, '企业名录.xlsx')) as files(file_id, file)");
});
afterAll(() => database.close());

it("says by how much a condition is missed, for a clause that made no line, with the rows behind it", async () => {
  const explanation = await explainAwards(connection, { enterprise: "A", year: 2021, clause: "6.3" });
  const claim = explanation.clauses[0]!.claims[0]!;
  expect(claim.line).toBeNull();
  expect(claim.asked.map(({ kind, fact, state }) => `${kind} ${fact} ${state}`)).toEqual(["condition is_industrial met", "rung output failed", "rung output failed", "rung output failed"]);
  expect(claim.sources.filter((source) => source.dataset === "production")).toHaveLength(24);
  expect(claim.sources).toContainEqual({ dataset: "enterprises", about: "A", file: "企业名录.xlsx", sheet: "企业名录", row: 2 });
  const text = explainLines(explanation, "zh").join("\n");
  // 7200 / 6000 is a growth of 20% and must be over it
  expect(text).toContain("第3档：工业总产值达到 5,000 万元、不到 10,000 万元，增幅超过 20%，奖 5 万元 — 不成立（当年 7,200 万元，上年 6,000 万元，增幅 20%；恰好相等，须超过）");
  expect(text).toContain("生产经营月报 2020-01…2021-12：生产经营月报.csv 第2–25行");
  expect(text).not.toContain("\u001b");
});

it("shows on which side of a threshold a growth lies that looks like it", async () => {
  const text = explainLines(await explainAwards(connection, { enterprise: "B", year: 2021, clause: "6.2" }), "zh").join("\n");
  // 1320.000001 / 12000 over 1200 / 12000
  expect(text).toContain("营业收入利润率增幅超过 10% — 成立（当年 11%，增幅 10.00000008%）");
});

it("gives the finance site the same words, and the rows behind them", async () => {
  await connection.run("create schema mart");
  await connection.run("create schema policy");
  await connection.run("create view mart.award_condition as select * from main.award_condition");
  await connection.run("create view policy.policy_fact as select * from main.policy_fact");
  const told = (await connection.runAndReadAll(readFileSync("sources/finance/award_condition.sql", "utf8"))).getRowObjectsJson().map(explained.asked);
  const find = (enterprise: string, clause: string, kind: string, no: number) => told.find((row) => row.enterprise_id === enterprise && row.clause_id === clause && row.kind === kind && row.item_no === no);
  expect(find("B", "6.2", "condition", 3)).toMatchObject({ asked: "营业收入利润率增幅超过 10%", has: "当年 11%，增幅 10.00000008%", state: "met", lack: "" });
  // no line, but near: 7200 / 6000 must be over 20%
  expect(find("A", "6.3", "rung", 3)).toMatchObject({ has_line: "false", asked: "工业总产值达到 5,000 万元、不到 10,000 万元，增幅超过 20%，奖 5 万元", has: "当年 7,200 万元，上年 6,000 万元，增幅 20%", state: "failed", lack: "恰好相等，须超过" });
  const sources = (await connection.runAndReadAll("select dataset, count(*)::integer as rows from award_source where enterprise_id = 'A' and award_year = 2021 group by dataset order by dataset")).getRowsJson();
  expect(sources).toEqual([["enterprises", 1], ["production", 24], ["taxes", 24]]);
});

it("answers for a clause that nothing on record could earn", async () => {
  const explanation = await explainAwards(connection, { enterprise: "A", year: 2021, clause: "10.1" });
  expect(explanation.clauses).toMatchObject([{ claims: [] }]);
  expect(explainLines(explanation, "en").join("\n")).toContain("Nothing on record could earn it");
});

it("refuses an unknown enterprise, year and clause, saying what there is", async () => {
  await expect(explainAwards(connection, { enterprise: "' or 1=1 --", year: 2021 })).rejects.toThrow(/no enterprise/);
  await expect(explainAwards(connection, { enterprise: "A", year: 2030 })).rejects.toThrow(/2021/);
  await expect(explainAwards(connection, { enterprise: "A", year: 2021, clause: "6.99" })).rejects.toThrow(/6\.99/);
});
