/** Sentences where there is nothing, everything, a tie, or no period before. */
import { describe, expect, test } from "vitest";
import { awardsSection } from "../../../pipelines/documents/awards.ts";
import { decisionsSection } from "../../../pipelines/documents/decisions.ts";
import { textOf } from "../../../pipelines/documents/facts.ts";
import { librarySection } from "../../../pipelines/documents/library.ts";
import { targetsSection } from "../../../pipelines/documents/targets.ts";
import { rankingInBrief, scoreTable, targetsMet } from "../../../pipelines/documents/towns.ts";
import { paragraphs, reader } from "./mart-reader.ts";

describe("the ranking of towns", () => {
  const ranked = async (...rows: [town: string, score: number, rank: number, previous: number | null][]) =>
    paragraphs(
      await rankingInBrief(
        await reader(
          "create table mart.town_ranking_public (period varchar, period_kind varchar, town varchar, total_score decimal(18, 2), rank integer, previous_rank integer)",
          "create table mart.town_score_public (period varchar, town varchar, label_zh varchar, indicator_order integer, contribution_change decimal(18, 2))",
          ...rows.map(([town, score, rank, previous]) => `insert into mart.town_ranking_public values ('2021-06', 'month', '${town}', ${score}, ${rank}, ${previous})`),
        ),
        "2021-06",
      ),
    );

  test("says equal points once, with all who share the last place", async () => {
    expect(await ranked(["甲镇", 60, 1, null], ["乙镇", 50, 2, null], ["丙镇", 30, 3, null], ["丁镇", 30, 3, null])).toEqual([
      "本月综合得分居前的是甲镇（60.00分）、乙镇（50.00分）；居后的是丙镇、丁镇（均为30.00分）。",
      "上月没有名次，不作比较。",
    ]);
  });
  test("does not part towns that are all equal", async () => {
    expect(await ranked(["甲镇", 30, 1, 1], ["乙镇", 30, 1, 1], ["丙镇", 30, 1, 1])).toEqual(["本月参加排名的镇街依次是甲镇、乙镇、丙镇（均为30.00分）。", "各镇街名次与上月相比没有变动。"]);
  });
  test("of one town, and of none", async () => {
    expect(await ranked(["甲镇", 30, 1, 1])).toEqual(["本月参加排名的镇街只有甲镇（30.00分）。", "各镇街名次与上月相比没有变动。"]);
    expect(await ranked()).toEqual(["各镇街指标均缺数据，本月不作排名。"]);
  });
  test("says who moved", async () => {
    expect((await ranked(["甲镇", 60, 1, 3], ["乙镇", 50, 2, 1], ["丙镇", 30, 3, 2]))[1]).toBe("名次变动较大的是：甲镇上升2位；乙镇下降1位。");
  });
});

describe("the scores by indicator", () => {
  const tables = async (towns: number, score: string) =>
    (
      await scoreTable(
        await reader(
          `create table mart.town_ranking_public as select '2021Q2' as period, '镇' || i as town, i as rank from range(${towns}) as r(i)`,
          `create table mart.town_score_public as select '2021Q2' as period, 'a' as indicator, 1 as indicator_order, '产值' as label_zh, 12.00 as weight, '镇' || i as town, ${score} as score, case when ${score} is null then 'missing:production' end as reason from range(${towns}) as r(i)`,
        ),
        "2021Q2",
      )
    ).map((block) => (block.kind === "table" ? [block.caption, block.columns.length, ...block.rows.map((row) => textOf(row))] : paragraphs([block])));
  test("of many towns stand in several tables, evenly", async () => {
    expect((await tables(27, "50")).map((table) => table.slice(0, 2))).toEqual([["分项得分（满分一百分；“—”为缺数据或不公布，不计分）", 11], ["分项得分（续）", 11], ["分项得分（续）", 11]]);
    expect(await tables(13, "50")).toHaveLength(1);
  });
  test("without any score say what is missing", async () => {
    expect(await tables(3, "cast(null as integer)")).toEqual([["各项指标均因缺数据没有得分，所缺数据见下表。"], ["各项指标所缺数据", 4, "产值123缺生产经营月报"]]);
  });
});

test("targets of towns: all, none, some, no data", async () => {
  const score = (order: number, goal: string, town: string, value: number | null, target: number | null) => `insert into mart.town_score_public values ('2021Q2', 'target_${order}', ${order}, '${goal}完成', '${town}', ${value}, ${target})`;
  const blocks = await targetsMet(
    await reader(
      "create table mart.town_score_public (period varchar, indicator varchar, indicator_order integer, label_zh varchar, town varchar, value decimal(18, 2), target decimal(18, 2))",
      score(1, "产值目标", "甲镇", 2, 2), score(1, "产值目标", "乙镇", 3, 2), score(2, "税收目标", "甲镇", 1, 2), score(2, "税收目标", "乙镇", null, 2),
      score(3, "入库目标", "甲镇", 2, 2), score(3, "入库目标", "乙镇", 1, 2), score(4, "技改目标", "甲镇", 1, null), score(4, "技改目标", "乙镇", null, 1),
    ),
    "2021Q2",
  );
  expect(paragraphs(blocks)).toEqual(["按到本季度末的累计目标衡量，产值目标各镇街全部完成；税收目标没有镇街完成、1个未完成；入库目标有1个镇街完成、1个未完成。技改目标因缺数据不能衡量。"]);
});

describe("the targets", () => {
  const targets = async (...rows: [label: string, planned: number, achieved: number, status: string][]) =>
    (
      await targetsSection(
        await reader(
          "create table mart.dispatch as select date '2021-06-01' as as_of_month",
          "create table mart.target_progress (target_order integer, target_id varchar, label_zh varchar, target integer, planned decimal(9, 2), achieved bigint, forecast_at_deadline integer, status varchar, not_known integer, months_left integer, deadline date, as_of_month date)",
          "create table mart.target_trajectory (month date, target_id varchar, achieved bigint, planned decimal(9, 2))",
          ...rows.map(([label, planned, achieved, status], at) => `insert into mart.target_progress values (${at}, 't${at}', '${label}', 10, ${planned}, ${achieved}, 4, '${status}', ${at}, 30, '2023-12-01', '2021-06-01')`),
        ),
        1,
      )
    ).blocks;
  test("ahead of the line and yet short at the pace of late: both are said", async () => {
    expect(paragraphs(await targets(["甲企业", 2, 5, "behind"], ["乙企业", 2, 6, "done"]))).toEqual(["甲企业目标10家，已达到5家；乙企业目标10家，已达到6家。没有上月数据，不作比较。与到2023年12月的序时进度（按月均摊）相比，均超前，但据预测，甲企业到期仍难以完成目标。到期预测在维持现状、近期速度等办法中取以往误差最小的，不超过在库数。另有乙企业1家因缺数据未计入。"]);
    expect(paragraphs(await targets(["甲企业", 2, 1, "behind"], ["乙企业", 2, 2, "on_track"]))[0]).toContain("相比，乙企业持平，甲企业落后；据预测，甲企业到期难以完成目标。");
  });
  test("before the line begins nothing is judged but what is done", async () => {
    const blocks = await targets(["甲企业", 0, 0, "behind"], ["乙企业", 0, 10, "done"]);
    expect(paragraphs(blocks)[0]).not.toContain("序时");
    expect(blocks.flatMap((block) => (block.kind === "table" ? block.rows.map((row) => row.at(-1)) : []))).toEqual(["—", "已完成"]);
  });
});

describe("the decisions", () => {
  const findings = async (awards: string) => {
    const made = await reader();
    const row = (sql: string) => made.one(`select ${sql}`);
    return { reader: made, found: { targets: [], library: await row("0 as enter, 0 as promote, 0 as demote, 1 as leave"), awards: await row(awards), reports: await row("0 as late, 0 as partial, 0 as missing") } };
  };
  test("each has its heading in the line; of one alone none", async () => {
    const { reader: made, found } = await findings("30000 as shortfall_cny, false as shortfall_few, 44400 as overpaid_cny, false as overpaid_few, 0 as undetermined");
    const blocks = await decisionsSection(made, found);
    expect(blocks.map((block) => block.kind === "paragraph" && [block.lead, textOf(block.pieces)])).toEqual([
      ["（一）培育库调整。", "调整建议名单见附件，请审定。"],
      ["（二）奖补缺口。", "应兑奖补中有约3万元超出企业新增地方留成，已兑付的有约4.4万元超出可兑额，请明确处理意见。"],
    ]);
    const ofFew = await findings("30000 as shortfall_cny, true as shortfall_few, 40000 as overpaid_cny, true as overpaid_few, 0 as undetermined");
    expect(paragraphs(await decisionsSection(ofFew.reader, ofFew.found))[1]).toBe("个别企业应兑奖补超出企业新增地方留成，个别兑付超出可兑额，请明确处理意见。");
    const alone = await findings("0 as shortfall_cny, 0 as overpaid_cny, 0 as undetermined");
    expect(await decisionsSection(alone.reader, alone.found)).toEqual([{ kind: "paragraph", pieces: ["调整建议名单见附件，请审定", "。"] }]);
  });
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
  const tables = (year: number, rows: readonly string[]) => [
    `create table mart.dispatch as select ${year} as as_of_year, 2021 as first_award_year`,
    "create table mart.award_line (award_year integer, status varchar, basis varchar, entitled_cny decimal(18, 2), fundable_cny decimal(18, 2), shortfall_cny decimal(18, 2), paid_cny decimal(18, 2), outstanding_cny decimal(18, 2), enterprise_id varchar default (uuid()), subject varchar)",
    "create table mart.enterprise_retention (award_year integer, new_retention_cny decimal(18, 2))",
    ...rows,
  ];
  const saidIn = async (year: number, ...rows: string[]) => paragraphs((await awardsSection(await reader(...tables(year, rows)), undefined, 1)).blocks)[0];
  const said = (...rows: string[]) => saidIn(2021, ...rows);
  /** the line of so many enterprises */
  const lines = (count: number, line: string) => Array.from({ length: count }, () => `insert into mart.award_line (award_year, status, basis, entitled_cny, fundable_cny, shortfall_cny, paid_cny, outstanding_cny) values (2021, ${line})`);

  test("retention that is not known is not zero", async () => {
    const three = lines(3, "'payable', 'accrued', 100000, 60000, 40000, 0, 60000");
    expect(await said(...three, "insert into mart.enterprise_retention values (2021, null), (2021, null)")).toBe("2021奖励年度共有可兑奖补3项，应兑约30万元。企业新增地方留成因缺数据不能计算。受逐户留成上限约束，可兑约18万元，缺口约12万元。尚未兑付。");
    expect(await said(...three, "insert into mart.enterprise_retention values (2021, 60000), (2021, 64999), (2021, 1), (2021, -50000), (2021, null)")).toContain("企业新增地方留成合计约13万元（减收企业按零计，缺数据的1家未计入）。");
  });
  test("what was paid beyond what may be paid is said, so that the sums agree", async () => {
    const rows = [...lines(3, "'payable', 'accrued', 100000, 100000, 0, 30000, 70000"), ...lines(3, "'payable', 'accrued', 50000, 20000, 30000, 50000, 0")];
    expect(await said(...rows)).toBe("2021奖励年度共有可兑奖补6项，应兑约45万元。受逐户留成上限约束，可兑约36万元，缺口约9万元。已兑付约24万元（其中约9万元超出可兑额），尚未兑付约21万元。");
    expect(await said(...lines(3, "'gated', 'accrued', 0, 0, 0, 10000, 0"))).toBe("按所选政策版本计算，2021奖励年度没有可兑奖补，未通过税收增幅、评价类别或失信审查的有3项。已兑付约3万元，均超出可兑额。");
  });
  test("a sum of one or two enterprises is not told", async () => {
    expect(await said(...lines(2, "'payable', 'accrued', 100000, 60000, 40000, 70000, 0"))).toBe("2021奖励年度共有可兑奖补2项，应兑不公布（不足三家）。受逐户留成上限约束，可兑不公布（不足三家），缺口不公布（不足三家）。已兑付不公布（不足三家）（有超出可兑额的，不足三家，数额不公布），尚未兑付0万元。");
  });
  test("nor is a change that is one or two enterprises' own", async () => {
    const earlier = await reader(...tables(2021, lines(4, "'payable', 'accrued', 100000, 100000, 0, 0, 100000").map((line, at) => line.replace("outstanding_cny)", "outstanding_cny, enterprise_id)").replace(/\)$/, `, 'E${at}')`))));
    const later = (more: number) => reader(...tables(2021, lines(4 + more, "'payable', 'accrued', 100000, 100000, 0, 0, 100000").map((line, at) => line.replace("outstanding_cny)", "outstanding_cny, enterprise_id)").replace(/\)$/, `, 'E${at}')`))));
    const after = async (more: number) => paragraphs((await awardsSection(await later(more), earlier, 1)).blocks)[0]!.split("。").at(-2);
    expect(await after(0)).toBe("与上月同口径相比没有变化");
    expect(await after(1)).toBe("与上月同口径相比，个别企业有变动，数额不公布");
    expect(await after(3)).toBe("与上月同口径相比，项数增加3项，应兑合计增加约30万元，可兑增加约30万元");
  });
  test("before the first award year", async () => {
    expect(await saidIn(2019)).toBe("奖补自2021年度起计算，本期没有奖补。");
  });
  test("nothing payable, but something held or not decided", async () => {
    expect(await said()).toBe("按所选政策版本计算，2021奖励年度没有可兑奖补。");
    expect(await said(...lines(1, "'undetermined', 'accrued', 0, 0, 0, 0, 0"), ...lines(1, "'gated', 'accrued', 0, 0, 0, 0, 0"))).toBe("按所选政策版本计算，2021奖励年度没有可兑奖补，未通过税收增幅、评价类别或失信审查的有1项，因缺数据不能判定的有1项。");
  });
});
