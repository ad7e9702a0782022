import { yearOf } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { byLevel, recognised, recognisedUpTo } from "../recognised.ts";
import { unknown } from "../truth.ts";

/** Article 13: talent. */
export function article13(facts: Facts, owner: string): Line[] {
  return [
    ...recognisedUpTo(facts, owner, "13.1", "人才工程", { 国家: 200, 省: 100, 市: 50 }),
    ...recognised(facts, owner, "13.3", "引才工作站", byLevel({ 国家: 50, 省: 20 })),
    ...hires(facts, owner),
  ];
}

/** 13.2 and 13.4. A person whose pay is not on file leaves 13.2 open, with no amount that could be named. */
function hires(facts: Facts, owner: string): Line[] {
  return facts.district.talent
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const hire = { year: yearOf(row.hired_on), owner, subject: row.talent_no, on: row.hired_on };
      if (row.category !== "国家级人才") return lineOf({ ...hire, clause: "13.4", own: row.category === "外籍高端人才" ? 5 : 2, condition: "met" });
      const pay = row.remuneration_wan;
      return lineOf({ ...hire, clause: "13.2", own: pay?.times("0.1"), condition: pay === null ? unknown("talent") : "met" });
    });
}
