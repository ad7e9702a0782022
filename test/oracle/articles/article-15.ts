import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { zero } from "../money.ts";
import { anyOf, byLevel, recognised, recognisedByGrade } from "../recognised.ts";
import { all, fromCell, when } from "../truth.ts";

/** Article 15: quality and intellectual property. */
export function article15(facts: Facts, owner: string): Line[] {
  return [
    ...recognised(facts, owner, "15.1", "高端品牌培育企业", byLevel({ 省: 20 })),
    ...recognised(facts, owner, "15.2", "优质品牌", byLevel({ 省: 10 })),
    ...recognised(facts, owner, "15.3", "质量奖", byLevel({ 国家: 30, 省: 20, 市: 10 })),
    ...recognised(facts, owner, "15.4", "地理标志", byLevel({ 国家: 20 })),
    ...recognised(facts, owner, "15.5", "马德里商标", byLevel({ 国际: 5 })),
    ...recognisedByGrade(facts, owner, "15.6", "中国专利奖", { 一等: 20, 二等: 15, 三等: 10 }),
    ...recognisedByGrade(facts, owner, "15.7", "山东省专利奖", { 一等: 10, 二等: 5, 三等: 3 }),
    ...recognised(facts, owner, "15.8", "知识产权贯标", anyOf(2)),
    ...recognised(facts, owner, "15.9", "国家知识产权示范企业", anyOf(10)),
    ...recognised(facts, owner, "15.10", "国家知识产权优势企业", anyOf(5)),
    ...recognised(facts, owner, "15.13", "质量管理体系认证", anyOf(2)),
    ...intellectualProperty(facts, owner),
  ];
}

/**
 * 15.11 and 15.12. reading: a row of the year is on a list, so nothing is projected and the line is accrued;
 * a blank number of patents or amount pledged is none, but whether a pledge on file was repaid can be missing.
 */
function intellectualProperty(facts: Facts, owner: string): Line[] {
  return facts.district.intellectual_property
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const claim = { year: row.year, owner };
      const patents = row.invention_patents ?? 0;
      const ofPatents = patents > 10 ? 5 : patents > 5 ? 3 : 0;
      const pledged = row.ip_pledge_financing_wan ?? zero;
      const ofPledge = pledged.greaterThan(1000) ? 5 : pledged.greaterThan(500) ? 2 : 0;
      return [
        ...lineOf({ ...claim, clause: "15.11", own: ofPatents, condition: when(ofPatents > 0) }),
        ...lineOf({ ...claim, clause: "15.12", own: ofPledge, condition: all(when(ofPledge > 0), fromCell(row.is_repaid, "intellectual_property")) }),
      ];
    });
}
