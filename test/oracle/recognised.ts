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
    return lineOf({ year: yearOf(row.recognised_on), owner, clause, subject: row.recognition_no, on: row.recognised_on, own: amount, condition: "met" });
  });
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
