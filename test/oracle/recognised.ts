import { yearOf } from "./calendar.ts";
import type { Facts } from "./facts.ts";
import { type Line, lineOf } from "./line.ts";
import type { RecognitionRow } from "./rows.ts";

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

export function byGrade(amounts: Readonly<Record<string, number>>): (row: RecognitionRow) => number | undefined {
  return (row) => (row.grade === null ? undefined : amounts[row.grade]);
}

export function anyOf(amount: number): () => number {
  return () => amount;
}

function titled(facts: Facts, owner: string, title: string): RecognitionRow[] {
  return facts.district.recognitions.filter((row) => row.title === title && recipientOf(row) === owner);
}
