import { met } from "./readings.ts";
import { yearOf } from "./calendar.ts";
import type { Facts } from "./facts.ts";
import { type Line, lineOf } from "./line.ts";
import type { RecognitionRow } from "./rows.ts";
import { unknown } from "./truth.ts";

/** Credit code, or the recipient's name where the row has no code. */
export function recipientOf(row: RecognitionRow): string {
  return row.enterprise_id ?? row.recipient;
}

/** A fixed amount (万元) for each recognition with the title for which `amountOf` names one. */
export function recognised(facts: Facts, owner: string, clause: string, title: string, amountOf: (row: RecognitionRow) => number | undefined): Line[] {
  return titled(facts, owner, title).flatMap((row) => {
    const amount = amountOf(row);
    if (amount === undefined) return [];
    return lineOf({ year: yearOf(row.recognised_on), owner, clause, subject: row.recognition_no, on: row.recognised_on, own: amount, condition: "met", renewal: isRenewal(facts, row) });
  });
}

/** Titles that only the new ones of are paid for. */
const clauseTitles = new Set(["专精特新小巨人", "瞪羚企业", "隐形冠军", "专精特新", "高新技术企业", "智能制造试点示范", "中小企业公共示范平台", "科技企业孵化器", "众创空间"]);

/** From the highest. */
const levels: readonly RecognitionRow["level"][] = ["国际", "国家", "省", "市", "区"];

/** R6: the same title at the same or a higher level, on an earlier day, by the same recipient; 首次或复核 says otherwise where it is filled in. */
export function isRenewal(facts: Facts, row: RecognitionRow): boolean {
  if (row.first_or_renewal !== null && clauseTitles.has(row.title)) met(row.first_or_renewal === "复核" ? "R6 the column says 复核" : "R6 the column says 首次");
  if (row.first_or_renewal !== null) return row.first_or_renewal === "复核";
  if (clauseTitles.has(row.title) && facts.district.recognitions.some((other) => other.title === row.title && recipientOf(other) === recipientOf(row) && other.recognised_on < row.recognised_on && levels.indexOf(other.level) > levels.indexOf(row.level))) met("R6 a step up");
  return facts.district.recognitions.some(
    (other) => other.title === row.title && recipientOf(other) === recipientOf(row) && other.recognised_on < row.recognised_on && levels.indexOf(other.level) <= levels.indexOf(row.level),
  );
}

/**
 * A fixed amount (万元) by the grade (等次) of each recognition with the title.
 * reading: a blank grade is not a grade that the clause does not name; it is missing, with the highest amount at stake.
 */
export function recognisedByGrade(facts: Facts, owner: string, clause: string, title: string, amounts: Readonly<Record<string, number>>): Line[] {
  return titled(facts, owner, title).flatMap((row) => {
    const claim = { year: yearOf(row.recognised_on), owner, clause, subject: row.recognition_no, on: row.recognised_on };
    if (row.grade === null) return lineOf({ ...claim, own: undefined, atStake: Math.max(...Object.values(amounts)), condition: unknown("recognitions") });
    const own = amounts[row.grade];
    return own === undefined ? [] : lineOf({ ...claim, own, condition: "met" });
  });
}

/** Up to a cap (万元) for each recognition with the title at a level that has one: the approved amount, or the cap. */
export function recognisedUpTo(facts: Facts, owner: string, clause: string, title: string, caps: Partial<Record<RecognitionRow["level"], number>>): Line[] {
  return titled(facts, owner, title).flatMap((row) => {
    const cap = caps[row.level];
    if (cap === undefined) return [];
    return lineOf({
      year: yearOf(row.recognised_on),
      owner,
      clause,
      subject: row.recognition_no,
      on: row.recognised_on,
      own: row.approved_wan ?? cap,
      cap,
      estimated: row.approved_wan === null,
      condition: "met",
      renewal: isRenewal(facts, row),
    });
  });
}

export function byLevel(amounts: Partial<Record<RecognitionRow["level"], number>>): (row: RecognitionRow) => number | undefined {
  return (row) => amounts[row.level];
}

export function anyOf(amount: number): () => number {
  return () => amount;
}

function titled(facts: Facts, owner: string, title: string): RecognitionRow[] {
  return facts.district.recognitions.filter((row) => row.title === title && recipientOf(row) === owner);
}
