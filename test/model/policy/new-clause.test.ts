import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { expect, it } from "vitest";
import { defaultPolicyVersion, loadPolicy, policyDirectory, type Policy } from "../../../pipelines/policy/load.ts";
import { type Cells, policyDatabase } from "./policy-database.ts";

const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
const rows: Record<string, Cells[]> = {
  enterprises: [{ enterprise_id: "A", enterprise_name: "示例企业", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" }],
  district_taxes: [2020, 2021, 2022].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 100 }))),
  taxes: [2020, 2021, 2022].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: "A", total_tax_wan: year, local_tax_wan: 500, turnover_tax_wan: 1, retention_wan: (year - 2019) * 100 }))),
  recognitions: [
    { recognition_no: "R1", enterprise_id: "A", recipient: "示例企业", recipient_type: "企业", title: "高新技术企业", level: "省", recognised_on: "2021-12-31" },
    { recognition_no: "R2", enterprise_id: "A", recipient: "示例企业", recipient_type: "企业", title: "高新技术企业", level: "省", recognised_on: "2022-01-01" },
  ],
};

/** The project's policy with one file of it edited, read from a folder of its own. */
function edited(file: string, edit: (content: any) => void): Policy {
  const directory = mkdtempSync(path.join(os.tmpdir(), "policy-"));
  try {
    cpSync(path.join(policyDirectory, defaultPolicyVersion), path.join(directory, defaultPolicyVersion), { recursive: true });
    const full = path.join(directory, defaultPolicyVersion, file);
    const content = parse(readFileSync(full, "utf8"));
    edit(content);
    writeFileSync(full, stringify(content, { aliasDuplicateObjects: false }));
    return loadPolicy(defaultPolicyVersion, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function linesOf(policy: Policy, clause: string): Promise<unknown[]> {
  const { database, connection } = await policyDatabase({ asOf: "2022-12", rows, policy });
  try {
    return (await connection.runAndReadAll("select award_year, subject, cast(entitled_cny as varchar), status from award_line where clause_id = $1 order by award_year, subject", [clause])).getRowsJson();
  } finally {
    database.close();
  }
}

it("a clause that is added to a file pays, with another amount from another date, and no SQL changed", async () => {
  const policy = edited("article-06.yaml", (content) => {
    content.clauses["6.12"] = { summary: "省级高企试行奖励", place: "第6条（示例）", key_phrase: "示例短语", kind: "event", source: "recognitions", title: "高新技术企业", level: "provincial", amount: { "2021-04-26": 3, "2022-01-01": 4.5 }, once: "each", funding: "retention" };
  });
  expect(await linesOf(policy, "6.12")).toEqual([
    [2021, "R1", "30000.00", "payable"],
    [2022, "R2", "45000.00", "payable"],
  ]);
});

it("a new ladder on an annual figure, with a condition", async () => {
  const policy = edited("article-06.yaml", (content) => {
    content.clauses["6.12"] = { summary: "税收合计试行奖励", place: "第6条（示例）", key_phrase: "示例短语", kind: "ladder", figure: "total_tax", compare: "from", rungs: { "2021-04-26": [{ threshold: 24252, amount: 2 }], "2022-06-01": [{ threshold: 24264.01, amount: 2 }] }, conditions: [{ fact: "is_industrial" }], once: "year", funding: "budget" };
  });
  expect(await linesOf(policy, "6.12")).toEqual([[2021, "", "20000.00", "payable"]]);
});

it("a rung's amount changed from a date applies to the award years that end after it", async () => {
  const policy = edited("article-06.yaml", (content) => {
    content.clauses["6.1"].rungs["2022-07-01"] = [{ threshold: 2000, amount: 11 }];
  });
  expect(await linesOf(policy, "6.1")).toEqual([
    [2021, "", "200000.00", "payable"],
    [2022, "", "110000.00", "payable"],
  ]);
});

it("null ends a clause's amount", async () => {
  const policy = edited("article-06.yaml", (content) => {
    content.clauses["6.1"].rungs["2022-07-01"] = null;
  });
  expect(await linesOf(policy, "6.1")).toEqual([[2021, "", "200000.00", "payable"]]);
});

it.each([
  ["off", [], "payable"],
  ["warn", ["tax_growth"], "payable"],
  ["on", ["tax_growth"], "gated"],
])("the tax-growth gate %s", async (mode, reasons, status) => {
  const policy = edited("common.yaml", (content) => {
    content.gates.tax_growth.mode = mode;
    content.gates.rating_d.mode = "off";
  });
  const falling = { ...rows, district_taxes: rows.district_taxes!.map((row) => ({ ...row, tax_revenue_wan: Number(String(row.month).slice(0, 4)) - 1900 })) };
  const { database, connection } = await policyDatabase({ asOf: "2022-12", rows: falling, policy });
  const found = (await connection.runAndReadAll("select status, reasons from award_line where clause_id = '6.1' and award_year = 2021")).getRowsJson();
  database.close();
  expect(found).toEqual([[status, reasons]]);
});

it("the margin's growth in points instead of a quotient", async () => {
  const production = [[2020, 100, 10], [2021, 1000, 205]].flatMap(([year, revenue, profit]) => months(year!).map((month) => ({ month, enterprise_id: "A", output_wan: 0, revenue_wan: revenue!, profit_wan: profit! })));
  const policy = (measure: string) => edited("article-06.yaml", (content) => (content.clauses["6.2"].conditions[2].measure = measure));
  for (const [measure, count] of [["relative", 1], ["points", 1]] as const) {
    const { database, connection } = await policyDatabase({ asOf: "2021-12", rows: { ...rows, production }, policy: policy(measure) });
    expect((await connection.runAndReadAll("select clause_id from award_line where clause_id = '6.2'")).getRowsJson()).toHaveLength(count);
    database.close();
  }
  const slower = production.map((row) => (row.month.startsWith("2021") ? { ...row, profit_wan: 200 } : row));
  const { database, connection } = await policyDatabase({ asOf: "2021-12", rows: { ...rows, production: slower }, policy: policy("points") });
  expect((await connection.runAndReadAll("select clause_id from award_line where clause_id = '6.2'")).getRowsJson()).toHaveLength(0);
  database.close();
});
