import { awardBodySheet } from "./award-bodies.ts";
import { awardsSection } from "./awards.ts";
import type { Block, DocumentText } from "./blocks.ts";
import { office } from "../office.ts";
import { decisionsSection } from "./decisions.ts";
import type { Dispatch } from "./dispatch.ts";
import { type FactReader, say } from "./facts.ts";
import { fitting } from "./fit.ts";
import { leadTally } from "./leads.ts";
import { librarySection, suggestionSheet } from "./library.ts";
import { dispatchRow, documentNotes } from "./notes.ts";
import { ratingsSection } from "./ratings.ts";
import { lateRequestSheet, promisesSection, reportSheet, reportsSection } from "./service.ts";
import { targetsSection } from "./targets.ts";
import { rankingInBulletin, scoreSheets, scoreTable, targetsMet } from "./towns.ts";

const quarterNames = ["一", "二", "三", "四"];

/** The quarterly bulletin: five to eight pages. */
export async function bulletinText({ now, before }: Dispatch, quarter: string): Promise<DocumentText> {
  const dispatch = await dispatchRow(now);
  const targets = await targetsSection(now, 3);
  const library = await librarySection(now, 3);
  const awards = await awardsSection(now, before, 3);
  const ratings = await ratingsSection(now);
  const reports = await reportsSection(now, 3);
  const decisions = await decisionsSection(now, { targets: targets.rows, library: library.counts, awards: awards.row, reports: reports.counts, ratings: ratings.row });
  return fitting({
    masthead: "521季度通报",
    issue: say`${dispatch.fact("year", "count")}年第${dispatch.fact("quarter_no", "count")}期`,
    office: office,
    dated: [dispatch.fact("known_on")],
    title: [say`关于${dispatch.fact("year", "count")}年第${quarterNames[Number(quarter.slice(-1)) - 1]!}季度“521”企业培壮`, ["行动计划推进情况的通报"]],
    addressees: "各镇街，领导小组各成员单位：",
    isSigned: true,
    isSynthetic: dispatch.values.is_synthetic === true,
    blocks: [
      { kind: "paragraph", pieces: say`现将${dispatch.fact("year", "count")}年第${quarterNames[Number(quarter.slice(-1)) - 1]!}季度“521”企业培壮行动计划推进情况通报如下。` },
      { kind: "heading", level: 1, text: "一、目标进度" },
      ...targets.blocks,
      ...(await leadTally(now)),
      { kind: "heading", level: 1, text: "二、镇街排名" },
      { kind: "heading", level: 2, text: "（一）综合得分和名次" },
      ...(await rankingInBulletin(now, quarter)),
      { kind: "heading", level: 2, text: "（二）分项得分" },
      ...(await scoreTable(now, quarter)),
      { kind: "heading", level: 2, text: "（三）镇街目标完成" },
      ...(await targetsMet(now, quarter)),
      { kind: "heading", level: 1, text: "三、培育库和梯队" },
      ...library.blocks,
      ...(await flowTable(now, quarter)),
      { kind: "heading", level: 1, text: "四、亩均效益评价" },
      ...ratings.blocks,
      { kind: "heading", level: 1, text: "五、服务承诺和报送" },
      ...(await promisesSection(now, quarter)),
      ...reports.blocks,
      { kind: "heading", level: 1, text: "六、奖补兑现" },
      ...awards.blocks,
      { kind: "heading", level: 1, text: "七、下一步需要研究的事项" },
      ...decisions,
    ],
    notes: documentNotes(dispatch),
    annexes: [
      { title: "镇街得分和排名", sheets: scoreSheets(quarter, "季度") },
      { title: "培育库调整建议", sheets: [suggestionSheet] },
      { title: "迟报和逾期诉求", sheets: [reportSheet, lateRequestSheet] },
      { title: "牵头部门奖补事项", sheets: [awardBodySheet()] },
    ],
  }, 8);
}

async function flowTable(reader: FactReader, quarter: string): Promise<Block[]> {
  const rows = await reader.rows(`select from_tier, to_tier, enterprises from mart.tier_flow where quarter = '${quarter}' and from_tier <> to_tier order by case from_tier when '龙头' then 1 when '骨干' then 2 when '小微' then 3 else 4 end, enterprises desc, to_tier`);
  if (rows.length === 0) return [{ kind: "paragraph", pieces: ["本季度培育库各梯队之间没有流动。"] }];
  return [
    {
      kind: "table",
      caption: "本季度梯队流动（单位：家）",
      columns: [{ title: "原梯队", width: 40 }, { title: "现梯队", width: 40 }, { title: "企业数", width: 40 }],
      rows: rows.map((row) => [row.fact("from_tier"), row.fact("to_tier"), row.fact("enterprises", "count")]),
    },
  ];
}
