import { afterAll, beforeAll, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { explainAwards } from "../../../pipelines/policy/explain.ts";
import { explainLines } from "../../../pipelines/policy/explain-text.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { policyDatabase } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  ({ database, connection } = await policyDatabase({
    asOf: "2021-12",
    rows: {
      enterprises: [{ enterprise_id: "A", enterprise_name: "示例\u001b[2J企业", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续", file_id: 7, source_sheet: "企业名录" }],
      district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 100 }))),
      taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", total_tax_wan: year, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan: 0 }))),
      production: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", output_wan: year === 2020 ? 500 : 600, revenue_wan: 0 }))),
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
  expect(claim.conditions).toMatchObject([{ fact: "is_industrial", state: "met" }]);
  expect(claim.rungs.map((rung) => rung.state)).toEqual(["failed", "failed", "failed"]);
  expect(claim.sources.filter((source) => source.dataset === "production")).toHaveLength(24);
  expect(claim.sources).toContainEqual({ dataset: "enterprises", about: "A", file: "企业名录.xlsx", sheet: "企业名录", row: 2 });
  const text = explainLines(explanation, "zh").join("\n");
  // 7200 / 6000 is a growth of 20% and must be over it
  expect(text).toContain("第3档：工业总产值达到5000 万元且增幅超过20%，奖 50000.00 元；企业为20%（当年 7200 万元，上年 6000 万元）：不成立，恰好相等，须超过");
  expect(text).toContain("生产经营月报 2020-01…2021-12：生产经营月报.csv 第2–25行");
  expect(text).not.toContain("\u001b");
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
