import { office } from "../office.ts";
import { awardsSection } from "./awards.ts";
import type { DocumentText } from "./blocks.ts";
import { decisionsSection } from "./decisions.ts";
import type { Dispatch } from "./dispatch.ts";
import { say } from "./facts.ts";
import { fitting } from "./fit.ts";
import { leadTallySheet } from "./leads.ts";
import { librarySection, suggestionSheet } from "./library.ts";
import { dispatchRow, documentNotes } from "./notes.ts";
import { lateRequestSheet, reportSheet, reportsSection, requestsSection } from "./service.ts";
import { targetsSection } from "./targets.ts";
import { rankingInBrief, scoreSheets } from "./towns.ts";

/** The monthly dispatch for the leading group's office: two or three pages. */
export async function briefText({ now, before, month }: Dispatch): Promise<DocumentText> {
  const dispatch = await dispatchRow(now);
  const targets = await targetsSection(now, 1);
  const library = await librarySection(now, 1);
  const towns = await rankingInBrief(now, month);
  const awards = await awardsSection(now, before, 1);
  const reports = await reportsSection(now, 1);
  const requests = await requestsSection(now);
  const decisions = await decisionsSection(now, { targets: targets.rows, library: library.counts, awards: awards.row, reports: reports.counts, requests: requests.counts });
  return fitting({
    masthead: "521调度简报",
    issue: say`${dispatch.fact("year", "count")}年第${dispatch.fact("month_no", "count")}期`,
    office: office,
    dated: [dispatch.fact("known_on")],
    title: [say`${dispatch.fact("month")}“521”企业培壮行动计划`, ["调度情况"]],
    isSigned: false,
    isSynthetic: dispatch.values.is_synthetic === true,
    blocks: [
      { kind: "heading", level: 1, text: "一、目标进度" },
      ...targets.blocks,
      { kind: "heading", level: 1, text: "二、培育库变化" },
      ...library.blocks,
      { kind: "heading", level: 1, text: "三、镇街排名" },
      ...towns,
      { kind: "heading", level: 1, text: "四、奖补兑现" },
      ...awards.blocks,
      { kind: "heading", level: 1, text: "五、报送和服务" },
      ...reports.blocks,
      ...requests.blocks,
      { kind: "heading", level: 1, text: "六、需要研究的事项" },
      ...decisions,
    ],
    notes: documentNotes(dispatch),
    annexes: [
      { title: "培育库调整建议", sheets: [suggestionSheet] },
      { title: "镇街得分和排名", sheets: scoreSheets(month, "月份") },
      { title: "迟报和逾期诉求", sheets: [reportSheet, lateRequestSheet] },
      { title: "牵头部门台账", sheets: [leadTallySheet] },
    ],
  }, 3);
}
