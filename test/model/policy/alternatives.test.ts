import { readdirSync } from "node:fs";
import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { defaultPolicyVersion, loadPolicy, policyDirectory } from "../../../pipelines/policy/load.ts";
import { type Cells, policyDatabase } from "./policy-database.ts";

// Each shipped reading that a careful reader could choose instead changes what it says it changes, and nothing else.
const months = (year: number) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}-01`);
const date = (text: string) => ({ recognised_on: text });
const recognition = (recognition_no: string, enterprise_id: string, title: string, level: string, more: Cells = {}): Cells => ({ recognition_no, enterprise_id, recipient: "示例获得者", recipient_type: "企业", title, level, ...date("2021-06-30"), ...more });
const project = (project_no: string, more: Cells): Cells => ({ project_no, year: 2021, enterprise_id: "P", project_name: "示例项目", project_type: "技术改造", total_investment_wan: 6000, is_filed: true, is_in_district: true, ...more });
const ids = ["T", "O", "B", "P", "S", "C", "D", "E"];

const rows: Record<string, readonly Cells[]> = {
  enterprises: ids.map((enterprise_id) => ({ enterprise_id, enterprise_name: `示例${enterprise_id}`, town: "西集镇", sector: enterprise_id === "S" ? "服务业" : "工业", is_manufacturing: true, size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" })),
  district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 1000 }))),
  // P has 12 of new retention
  taxes: ids.flatMap((enterprise_id) => [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id, total_tax_wan: 100, local_tax_wan: enterprise_id === "P" ? 0 : 200, turnover_tax_wan: 1000, retention_wan: year === 2020 ? 0 : enterprise_id === "P" ? 1 : 1000 })))),
  rates: [{ effective_on: "2020-04-20", lpr_1y_rate: "0.0385" }],
  recognitions: [
    // T: 省级瞪羚企业 30 before 国家级高新技术企业 10 by amount, after it by level
    recognition("R1", "T", "瞪羚企业", "省"), recognition("R2", "T", "高新技术企业", "国家"),
    recognition("R3", "O", "创新创业共同体", "省", { approved_wan: 400 }), recognition("R4", "O", "科技企业孵化器", "省", { approved_wan: 150 }),
    recognition("R5", "B", "科研平台", "国家", { recipient: "示例研究院甲" }), recognition("R6", "B", "科研平台", "省", { recipient: "示例研究院乙" }), recognition("R7", "B", "新型研发机构", "市", { recipient: "示例研究院乙" }),
    recognition("R8", "E", "质量奖", "市", date("2021-04-25")), recognition("R9", "E", "质量奖", "省", date("2021-04-26")),
  ],
  transformation_projects: [project("T1", { equipment_ex_tax_wan: 500 }), project("T2", { average_principal_wan: 1000, loan_from: "2021-05-01", loan_until: "2022-05-01" })],
  intellectual_property: [{ year: 2021, enterprise_id: "D", invention_patents: 6 }],
};
const ratings = [{ rating_year: 2021, enterprise_id: "D", grade: "D", grade_source: "computed" }];

/** Entitled and fundable by line that is not as in the policy itself. */
async function changed(version: string): Promise<Record<string, string>> {
  const lines = async (name: string) => {
    const { database, connection } = await policyDatabase({ asOf: "2021-12", rows, ratings, policy: loadPolicy(name) });
    const found = (await connection.runAndReadAll("select clause_id || ' ' || enterprise_id || ' ' || subject, entitled_cny::varchar, fundable_cny::varchar from award_line")).getRows();
    database.close();
    return new Map(found.map(([key, entitled, fundable]) => [String(key), `${new Decimal(String(entitled)).div(10_000)} ${new Decimal(String(fundable)).div(10_000)}`]));
  };
  const [before, after] = [await lines(defaultPolicyVersion), await lines(version)];
  return Object.fromEntries([...new Set([...before.keys(), ...after.keys()])].sort().filter((key) => before.get(key) !== after.get(key)).map((key) => [key, `${before.get(key) ?? "-"} → ${after.get(key) ?? "-"}`]));
}

const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "literal-effective-date": { "15.3 E R8": "10 10 → -" },
  "title-by-level": { "6.10 T R2": "0 0 → 10 10", "6.6 T R1": "30 30 → 0 0" },
  "incubation-apart": { "12.2 O R4": "0 0 → 150 150" },
  "platform-by-body": { "10.1 B R6": "0 0 → 20 20" },
  "transformation-outside-cap": { "8.3 P T1": "50 9.535732 → 50 50", "8.4 P T2": "12.921233 2.464268 → 12.921233 12.921233" },
  "bank-rate": { "8.3 P T1": "50 9.535732 → 50 9.288024", "8.4 P T2": "12.921233 2.464268 → 14.599315 2.711976" },
  "tax-award-industry-only": { "6.1 S ": "10 10 → -" },
  "community-from-budget": {},
  "rolling-inspections": {},
  "official-d-only": { "15.11 D ": "0 0 → 3 3", "6.1 D ": "0 0 → 10 10" },
};

describe("a shipped alternative reading", () => {
  it("has a case here, a label and a reason", () => {
    const shipped = readdirSync(policyDirectory).filter((name) => name !== defaultPolicyVersion && name !== "example-amended");
    expect(Object.keys(expected).sort()).toEqual(shipped.sort());
    for (const name of shipped) expect(loadPolicy(name).reason, name).toMatch(/可以理解|照字面/);
  });

  it.each(Object.entries(expected))("%s changes what it names, and nothing else", async (version, lines) => {
    expect(await changed(version)).toEqual(lines);
  });
});
