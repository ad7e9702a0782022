import { daysOf, holidaysSchema } from "../../evaluation/holidays.ts";
import { readParameters } from "../../evaluation/parameter-file.ts";

/** Working days that a bureau has to correct what was sent back. No document sets a term; this is the project's own. */
export const returnWorkingDays = 5;

/**
 * The last of the working days after a day, by the shipped holidays.
 *
 * @param day  `2022-01-05`; it does not count itself
 * @returns `2022-01-12`; undefined where the holidays of a year that it takes are not known
 */
export function dueDay(day: string, workingDays: number = returnWorkingDays): string | undefined {
  const { years } = readParameters(holidaysSchema, "holidays.yaml");
  const moment = new Date(`${day}T00:00:00Z`);
  for (let left = workingDays; left > 0; ) {
    moment.setUTCDate(moment.getUTCDate() + 1);
    const text = moment.toISOString().slice(0, 10);
    const known = years[text.slice(0, 4)];
    if (!known) return undefined;
    const isIn = (spans: readonly string[]) => spans.some((span) => daysOf(text.slice(0, 4), span).includes(text));
    const isWeekend = moment.getUTCDay() === 0 || moment.getUTCDay() === 6;
    if (isIn(known.work) || (!isWeekend && !isIn(known.off))) left--;
  }
  return moment.toISOString().slice(0, 10);
}
