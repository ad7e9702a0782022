/** Sentences where there is nothing, everything, a tie, or no period before. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awardsSection } from "../../../pipelines/documents/awards.ts";
import type { Block } from "../../../pipelines/documents/blocks.ts";
import { FactReader, textOf } from "../../../pipelines/documents/facts.ts";
import { librarySection } from "../../../pipelines/documents/library.ts";
import { requestsSection } from "../../../pipelines/documents/service.ts";
import { rankingInBrief, targetsMet } from "../../../pipelines/documents/towns.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

let database: Database;
beforeAll(async () => void (database = await openDatabase(":memory:")));
afterAll(() => database.close());

let count = 0;
/** A reader of a schema of its own, made by these statements; `mart.` stands for it. */
async function reader(...statements: string[]): Promise<FactReader> {
  const schema = `m${(count += 1)}`;
  const connection = await database.connect();
  await connection.run(`create schema ${schema}`);
  for (const statement of statements) await connection.run(statement.replaceAll("mart.", `${schema}.`));
  return new FactReader(connection, schema);
}

const paragraphs = (blocks: readonly Block[]) => blocks.flatMap((block) => (block.kind === "paragraph" ? [textOf(block.pieces)] : []));

describe("the ranking of towns", () => {
  const ranked = async (...rows: [town: string, score: number, rank: number, previous: number | null][]) =>
    paragraphs(
      await rankingInBrief(
        await reader(
          "create table mart.town_ranking (period varchar, period_kind varchar, town varchar, total_score decimal(18, 2), rank integer, previous_rank integer)",
          "create table mart.town_score (period varchar, town varchar, label_zh varchar, indicator_order integer, contribution_change decimal(18, 2))",
          ...rows.map(([town, score, rank, previous]) => `insert into mart.town_ranking values ('2021-06', 'month', '${town}', ${score}, ${rank}, ${previous})`),
        ),
        "2021-06",
      ),
    );

  test("says equal points once, with all who share the last place", async () => {
    expect(await ranked(["甲镇", 60, 1, null], ["乙镇", 50, 2, null], ["丙镇", 30, 3, null], ["丁镇", 30, 3, null])).toEqual([
      "本月综合得分居前的是甲镇（60.00分）、乙镇（50.00分）；居后的是丁镇、丙镇（均为30.00分）。",
      "上月没有名次，不作比较。",
    ]);
  });
  test("does not part towns that are all equal", async () => {
    expect(await ranked(["甲镇", 30, 1, 1], ["乙镇", 30, 1, 1], ["丙镇", 30, 1, 1])).toEqual(["本月参加排名的镇街依次是丙镇、乙镇、甲镇（均为30.00分）。", "各镇街名次与上月相比没有变动。"]);
  });
  test("of one town, and of none", async () => {
    expect(await ranked(["甲镇", 30, 1, 1])).toEqual(["本月参加排名的镇街只有甲镇（30.00分）。", "各镇街名次与上月相比没有变动。"]);
    expect(await ranked()).toEqual(["本月没有镇街排名。"]);
  });
  test("says who moved", async () => {
    expect((await ranked(["甲镇", 60, 1, 3], ["乙镇", 50, 2, 1], ["丙镇", 30, 3, 2]))[1]).toBe("名次变动较大的是：甲镇上升2位；乙镇下降1位。");
  });
});

test("targets of towns: all, none, some, no data", async () => {
  const score = (order: number, goal: string, town: string, value: number | null, target: number | null) => `insert into mart.town_score values ('2021Q2', 'target_${order}', ${order}, '${goal}完成', '${town}', ${value}, ${target})`;
  const blocks = await targetsMet(
    await reader(
      "create table mart.town_score (period varchar, indicator varchar, indicator_order integer, label_zh varchar, town varchar, value decimal(18, 2), target decimal(18, 2))",
      score(1, "产值目标", "甲镇", 2, 2), score(1, "产值目标", "乙镇", 3, 2), score(2, "税收目标", "甲镇", 1, 2), score(2, "税收目标", "乙镇", null, 2),
      score(3, "入库目标", "甲镇", 2, 2), score(3, "入库目标", "乙镇", 1, 2), score(4, "技改目标", "甲镇", 1, null), score(4, "技改目标", "乙镇", null, 1),
    ),
    "2021Q2",
  );
  expect(paragraphs(blocks)).toEqual(["按到本季度末的累计目标衡量，产值目标各镇街全部完成；税收目标没有镇街完成、1个未完成；入库目标有1个镇街完成、1个未完成。技改目标因缺数据不能衡量。"]);
});

describe("the library", () => {
  const tables = (earlier: string) => [
    "create table mart.dispatch (as_of_month date, as_of_on date)",
    "insert into mart.dispatch values ('2021-06-01', '2021-06-30')",
    "create table mart.growth_tier (enterprise_id varchar, enterprise_name varchar, town varchar, library_tier varchar, suggested_tier varchar, suggestion varchar, entered_on date)",
    "create table mart.target_trajectory (month date, target_id varchar, in_library bigint)",
    "insert into mart.target_trajectory values ('2021-06-01', 'leading_2', 2), ('2021-06-01', 'backbone_20', 21), ('2021-06-01', 'small_micro_100', 90)",
    earlier,
  ];
  test("adds up to its tiers, whoever is missing from the register", async () => {
    const { blocks } = await librarySection(await reader(...tables("insert into mart.target_trajectory values ('2021-05-01', 'leading_2', 2), ('2021-05-01', 'backbone_20', 22), ('2021-05-01', 'small_micro_100', 85)")), 1);
    expect(paragraphs(blocks)).toEqual(["培育库在库企业113家，其中龙头2家（与上月持平）、骨干21家（净减1家）、小微90家（净增5家）。按动态调整规则，没有调整建议。"]);
  });
  test("without a month before compares nothing; a long name is cut", async () => {
    const name = "甲".repeat(200);
    const { blocks } = await librarySection(await reader(...tables(`insert into mart.growth_tier values ('1', '${name}', '乙镇', 'small_micro', 'outside', 'leave', null)`)), 1);
    expect(paragraphs(blocks)).toEqual(["培育库在库企业113家，其中龙头2家、骨干21家、小微90家。按动态调整规则，建议出库1家，名单见附件。", `建议出库的有${"甲".repeat(30)}……（乙镇，小微）。`]);
  });
});

describe("the awards", () => {
  const tables = (...rows: string[]) => [
    "create table mart.dispatch (as_of_year integer)",
    "insert into mart.dispatch values (2021)",
    "create table mart.award_line (award_year integer, status varchar, basis varchar, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2), shortfall_cny decimal(18, 2), paid_cny decimal(18, 2), outstanding_cny decimal(18, 2))",
    "create table mart.enterprise_retention (award_year integer, new_retention_cny decimal(18, 2))",
    ...rows,
  ];
  const said = async (...rows: string[]) => paragraphs((await awardsSection(await reader(...tables(...rows)), undefined, 1)).blocks)[0];

  test("retention that is not known is not zero", async () => {
    const line = "insert into mart.award_line values (2021, 'payable', 'accrued', 100000, 60000, 40000, 0, 60000)";
    expect(await said(line, "insert into mart.enterprise_retention values (2021, null), (2021, null)")).toBe("2021奖励年度共有可兑奖补1项，应兑10.00万元。企业新增地方留成因缺数据不能计算。受逐户留成上限约束，可兑6.00万元，缺口4.00万元。尚未兑付。");
    expect(await said(line, "insert into mart.enterprise_retention values (2021, 60000), (2021, -50000), (2021, null)")).toContain("企业新增地方留成合计6.00万元（减收企业按零计，缺数据的1家未计入）。");
  });
  test("nothing payable, but something held or not decided", async () => {
    expect(await said()).toBe("按所选政策版本计算，2021奖励年度没有可兑奖补。");
    expect(await said("insert into mart.award_line values (2021, 'undetermined', 'accrued', 0, 0, 0, 0, 0), (2021, 'gated', 'accrued', 0, 0, 0, 0, 0)")).toBe("按所选政策版本计算，2021奖励年度没有可兑奖补，未通过税收增幅、评价类别或失信审查的有1项，因缺数据不能判定的有1项。");
  });
});

test.each([
  ["none due", [], "本月没有到期的企业诉求，没有逾期仍未办结的诉求。"],
  ["all kept", ["'kept', '2021-06-10', '2021-06-09', 1"], "本月到期的企业诉求1件，全部按时办结；没有逾期仍未办结的诉求。"],
  ["none kept", ["'late', '2021-06-10', null, 9"], "本月到期的企业诉求1件，没有按时办结的，逾期1件；逾期仍未办结的诉求共1件。"],
] as const)("requests: %s", async (_, rows, expected) => {
  const { blocks } = await requestsSection(
    await reader(
      "create table mart.dispatch (as_of_month date, as_of_on date)",
      "insert into mart.dispatch values ('2021-06-01', '2021-06-30')",
      "create table mart.service_promise (promise varchar, town varchar, state varchar, due_on date, closed_on date, working_days integer)",
      ...rows.map((row) => `insert into mart.service_promise values ('request_general', '甲镇', ${row})`),
    ),
  );
  expect(paragraphs(blocks)[0]).toBe(expected);
});
