import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DuckDBConnection } from "@duckdb/node-api";
import { amountNote } from "../../../reports/shared/components/amounts.js";
import { asked, has, lack } from "../../../reports/shared/components/asked.js";
import { explained } from "../../../reports/shared/components/explained.js";
import { stepNote } from "../../../reports/shared/components/steps.js";
import { explainAwards, type ExplainRow } from "../../../pipelines/policy/explain.ts";
import { explainLines } from "../../../pipelines/policy/explain-text.ts";
import { facts } from "../../../pipelines/policy/facts.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
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

describe("an enterprise that lost much", () => {
  let given: Awaited<ReturnType<typeof policyDatabase>>;
  const told = async (clause: string, enterprise = "91370406MA3ABC1D2X") => explainLines(await explainAwards(given.connection, { enterprise, year: 2021, clause }), "zh").filter((line) => !line.startsWith("  出处"));
  const code = "91370406MA3ABC1D2X";
  const recognised = (enterprise_id: string, no: string, title: string, level: string, recognised_on: string) => ({ recognition_no: no, enterprise_id, recipient: "示例", recipient_type: "企业", title, level, recognised_on });

  beforeAll(async () => {
    const enterprise = { enterprise_name: "示例", town: "西集镇", sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2015-01-01", operating_status: "存续" };
    const taxes = (enterprise_id: string, year: number, total_tax_wan: string, retention_wan: string) => months(year).map((month) => ({ month, enterprise_id, total_tax_wan, local_tax_wan: 0, turnover_tax_wan: 0, retention_wan }));
    given = await policyDatabase({
      asOf: "2021-12",
      rows: {
        enterprises: [{ ...enterprise, enterprise_id: code }, { ...enterprise, enterprise_id: "LISTED" }, { ...enterprise, enterprise_id: "LATER" }],
        district_taxes: [2020, 2021].flatMap((year) => months(year).map((month) => ({ month, tax_revenue_wan: 1000 }))),
        taxes: [...taxes(code, 2020, "100", "0"), ...taxes(code, 2021, "110", "0.01"), ...taxes("LISTED", 2020, "100", "0"), ...taxes("LISTED", 2021, "110", "10")],
        production: [2019, 2020, 2021].flatMap((year) => months(year).map((month) => ({ month, enterprise_id: code, output_wan: (year - 2018) * 1000, revenue_wan: 0 }))),
        recognitions: [
          recognised(code, "R1", "专精特新小巨人", "国家", "2021-03-01"),
          recognised(code, "R2", "瞪羚企业", "省", "2021-04-01"),
          recognised(code, "R3", "知识产权贯标", "国家", "2021-05-01"),
          recognised(code, "R4", "优秀企业家", "区", "2021-06-01"),
          recognised("LATER", "R6", "瞪羚企业", "省", "2021-04-01"),
          // won three years before: a renewal
          recognised(code, "R7", "高新技术企业", "国家", "2018-11-30"),
          recognised(code, "R8", "高新技术企业", "国家", "2021-11-30"),
          recognised("LISTED", "R5", "瞪羚企业", "省", "2021-04-01"),
        ],
        capital_events: [{ event_no: "C1", enterprise_id: code, event: "混改完成", happened_on: "2021-07-01" }],
        standards: ["立项", "发布"].map((node, index) => ({ standard_no: "B1", enterprise_id: code, standard_type: "国家标准", role: "主持", node, reached_on: `2021-0${index + 2}-01` })),
        exhibitions: ([["X1", 8], ["X2", 16]] as const).map(([exhibition_no, stand_fee_wan]) => ({ exhibition_no, enterprise_id: code, exhibition_name: "示例", held_on: "2021-05-01", stand_fee_wan, is_municipal_or_above: true })),
        dishonesty: [{ enterprise_id: "LISTED", listed_on: "2021-02-01", removed_on: "2021-06-01" }, { enterprise_id: "LATER", listed_on: "2021-10-01" }],
        payments: [{ payment_no: "Z1", enterprise_id: code, award_year: 2020, clause_id: "15.8", amount_wan: 2, paid_on: "2020-12-20" }],
      },
      ratings: [{ rating_year: 2021, enterprise_id: "LISTED", grade: "D", grade_source: "computed" }],
    });
    await given.connection.run("create schema ops");
    await given.connection.run("create table ops.import_file (file_id integer, file varchar)");
  });
  afterAll(() => given.database.close());

  it("names the winner of a group and the earlier payment, with amount and year", async () => {
    expect(await told("6.6")).toContain("  步骤6 同组取最高：300,000.00 → 0.00 元（同组只取最高的，取的是条款 6.5「R1」，2021 年度，500,000.00 元；不重复奖励）");
    expect(await told("15.8")).toContain("  步骤5 以前是否已奖：20,000.00 → 0.00 元（以前已奖：条款 15.8，2020 年度，20,000.00 元（兑付记录）；不重复奖励）");
  });

  it("says where the earlier payment stands", async () => {
    const { sources } = await explainAwards(given.connection, { enterprise: code, year: 2021, clause: "15.8" });
    expect(sources).toContainEqual(expect.objectContaining({ dataset: "payments", about: "Z1", row: 2 }));
    expect((await given.connection.runAndReadAll("select about, source_row from award_source where dataset = 'payments'")).getRowsJson()).toEqual([["Z1", 2]]);
  });

  it("names the earlier record of a renewal, with its date", async () => {
    expect(await told("6.10")).toContain("  步骤5 以前是否已奖：100,000.00 → 0.00 元（不是新获得，以前已有同一称号：「R7」，2018-11-30；不重复奖励）");
    expect(await told("6.10")).toContainEqual(expect.stringContaining("原因：复核，不是新获得"));
    const [claim] = (await explainAwards(given.connection, { enterprise: code, year: 2021, clause: "6.10" })).clauses[0]!.claims;
    expect(claim!.sources.filter(({ dataset }) => dataset === "recognitions").map(({ about }) => about)).toEqual(["R8", "R7"]);
  });

  it("gives the reading of each rule, from the policy's files", async () => {
    expect(await told("6.11")).toContainEqual(expect.stringMatching(/^ {2}规则：同一企业同一年度最高 5 万元：.*。理解：.*按比例分摊是本项目的读法/));
    expect(await told("6.6")).toContainEqual(expect.stringMatching(/^ {2}规则：同一年度多个称号按最高奖励（.*）：取金额最高的。理解：最高级别理解为金额最高的一个/));
    expect(await told("6.6")).toContainEqual(expect.stringMatching(/^ {2}列入失信名单的不兑现（.*；执行）：列入日起、移出日前为失信/));
  });

  it("has a gate that failed for each that took the money away, in one polarity", async () => {
    const lines = await told("6.6", "LISTED");
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}门槛：税收增幅不低于全区 — 成立（企业 10%（.*）；全区 0%（/));
    expect(lines).toContain("  门槛：亩产效益评价不是D类 — 不成立（D，2021年测算评价）");
    expect(lines).toContain("  门槛：不在失信名单 — 不成立（2021-02-01列入，2021-06-01移出；事项当天在名单上）");
    expect(lines).toContainEqual(expect.stringContaining("（不成立：亩均评价为D、在失信名单；门槛未过）"));
    // listed only after the event, and still at the end of the as-of month
    expect((await told("6.6", "LATER")).filter((line) => line.includes("失信名单 —"))).toEqual(["  门槛：不在失信名单 — 不成立（2021-10-01列入，尚未移出；调度月末在名单上）"]);
    expect(lines).toContainEqual(expect.stringContaining("结论：门槛未过；应奖 0.00 元"));
  });

  it("shows the arithmetic of what is shared, and whose reading that is", async () => {
    // halves of 8 and 16 are 4 and 8, into 5
    expect(await told("6.11")).toContain("  步骤2 条款上限：80,000.00 → 33,333.33 元（80,000.00 × 50,000.00 ÷ 120,000.00 = 33,333.33 元（到分，尾差按最大余数分配）；按比例分摊是本项目的读法；可兑现）");
    expect((await told("6.5")).find((line) => line.includes("新增留成限额"))).toMatch(/500,000\.00 × 1,200\.00 ÷ [\d,]+\.00 = [\d.,]+ 元.*按比例分摊是本项目的读法/);
  });

  it("shows each node's own half, and the line once", async () => {
    const lines = await told("16.1");
    expect(lines.filter((line) => line.includes("本身金额"))).toEqual(["  本身金额 150,000.00 元（按 50% 计；同年的节点合为一行：本节点 150,000.00 元，合计 300,000.00 元）", "  本身金额 150,000.00 元（按 50% 计；同年的节点合为一行：本节点 150,000.00 元，合计 300,000.00 元）"]);
    expect(lines.filter((line) => line.startsWith("  事项"))).toEqual(["  事项 B1（发布）（2021-03-01）", "  事项 B1（立项）（2021-02-01）"]);
    expect(lines.filter((line) => line.startsWith("  结论"))).toHaveLength(1);
  });

  it("lists what the event on file attests, and three years beside «逐年增加»", async () => {
    expect((await told("1.1")).filter((line) => line.startsWith("  条件"))).toEqual(["混改已完成", "工程如期完工", "项目正常运营"].map((says) => `  条件：${says} — 成立（以在案事项为准）`));
    expect((await told("14.1")).filter((line) => line.startsWith("  条件"))).toEqual([
      "  条件：产值、缴税逐年增加 — 成立（以在案事项为准；工业总产值 2019年 12,000 万元，2020年 24,000 万元，2021年 36,000 万元）",
      "  条件：产值、缴税逐年增加 — 成立（以在案事项为准；税收合计 2019年 缺，2020年 1,200 万元，2021年 1,320 万元）",
    ]);
  });

  it("says on the page what it says on the command line, of every claim that the page tells", async () => {
    for (const [schema, relation] of [["mart", "award_condition"], ["mart", "award_amount"], ["mart", "award_step"], ["policy", "policy_fact"]]) {
      await given.connection.run(`create schema if not exists ${schema}`);
      await given.connection.run(`create view ${schema}.${relation} as select * from main.${relation}`);
    }
    const page = async (source: string) => (await given.connection.runAndReadAll(readFileSync(`sources/finance/${source}.sql`, "utf8"))).getRowObjectsJson() as Record<string, unknown>[];
    const onPage = new Set([
      ...(await page("award_condition")).map(explained.asked).map((row) => [row.enterprise_id, row.clause_id, row.kind, row.asked, row.has, row.state, row.lack].join("|")),
      ...(await page("award_amount")).map(explained.amount).map((row) => [row.enterprise_id, row.clause_id, row.subject, row.note].join("|")),
      ...(await page("award_step")).map(explained.step).map((row) => [row.enterprise_id, row.clause_id, row.subject, row.step, row.note].join("|")),
    ]);
    const said = [];
    for (const enterprise of [code, "LISTED"]) {
      for (const { clause, claims } of (await explainAwards(given.connection, { enterprise, year: 2021 })).clauses) {
        for (const claim of claims.filter(({ line, subject }) => line !== null || subject !== "")) {
          const label = (row: ExplainRow) => facts[String(row.fact)]?.zh ?? "";
          said.push(...claim.asked.map((row) => [enterprise, clause.clause_id, row.kind, asked(row, label(row)), has(row, label(row)), row.state, lack(row)].join("|")));
          if (claim.amount) said.push([enterprise, clause.clause_id, claim.subject + (claim.node ? `（${claim.node}）` : ""), amountNote(claim.amount)].join("|"));
          said.push(...claim.steps.map((row) => [enterprise, clause.clause_id, row.subject, row.step, stepNote(row)].join("|")));
        }
      }
    }
    expect(said.length).toBeGreaterThan(80);
    expect(said.filter((words) => !onPage.has(words))).toEqual([]);
  });

  it("finds a code in lower case, and never has 万元 and 元 in one line", async () => {
    const lines = await told("6.5", code.toLowerCase());
    expect(lines[0]).toContain(code);
    for (const clause of ["6.3", "6.5", "6.11", "14.1", "16.1"]) for (const line of await told(clause)) expect(line.startsWith("条款") || !(line.includes(" 万元") && line.includes(" 元")), line).toBe(true);
  });
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
