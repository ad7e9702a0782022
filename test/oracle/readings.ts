/** Both sides of each reading of the second edition that the random districts must meet. R17 is about words. */
export const readings = [
  "R1 a cap used up by grants", "R1 an earlier year that granted nothing uses up nothing",
  "R2 the other policy pays nothing more", "R2 the policy first granted goes on",
  "R3 the turnover tax decides for the loan", "R3 the larger line is kept",
  "R4 an earlier grant", "R4 an earlier line that lost leaves it open", "R4 a payment on file",
  "R5 a second listing", "R6 a renewal", "R6 a step up", "R6 the column says 复核", "R6 the column says 首次",
  "R7 the event's day", "R7 the as-of month's end", "R7 paid before the listing", "R7 removed before the as-of month's end",
  "R8 an old D says nothing", "R8 a D of the year before", "R9 outside the evaluation", "R9 in scope without a rating",
  "R10 an earlier event", "R10 an earlier loan", "R10 an entry of 2020 for 4.2",
  "R11 the loan's own rate", "R11 not a small enterprise",
  "R12 approved more", "R12 approved less", "R12 one person by number in two enterprises", "R12 one name in two enterprises",
  "R13 a large enterprise", "R13 a medium one that is not small", "R13 not small, 划型 blank",
  "R14 above the standards", "R14 not above them", "R14 blank", "R15 5A",
  "R16 a parcel's second year", "R16 leased land", "R16 a gate",
] as const;

export type Reading = (typeof readings)[number];

/** What the oracle has met so far in this process. */
export const metReadings = new Set<Reading>();

/** Notes that a reading was met; true, so that it can stand in a condition. */
export function met(reading: Reading): true {
  metReadings.add(reading);
  return true;
}
