import { z } from "zod";
import { inWords } from "../schema-words.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, readParameters } from "./parameter-file.ts";

const days = z.array(z.string().regex(/^\d{2}-\d{2}(\/\d{2}-\d{2})?$/, inWords({ zh: "应为 月-日 或 首日/末日，如 10-01/10-07", en: "month-day or first/last was expected, such as 10-01/10-07" })));

/** `models/evaluation/holidays.yaml`: days off and working weekends of each year. */
export const holidaysSchema = z.strictObject({ years: z.record(z.string().regex(/^\d{4}$/), z.strictObject({ source: z.string().min(1), off: days, work: days })) });

/**
 * The shipped holidays as tables: the years that are known, and the days that differ from the week.
 *
 * @throws D521Error of `readParameters`
 */
export function holidaySeeds(directory: string = evaluationDirectory): Seed[] {
  const { years } = readParameters(holidaysSchema, "holidays.yaml", directory);
  const entries = Object.entries(years);
  return [
    seedFromRows("evaluation_holiday_year", { year: "INTEGER", source: "VARCHAR" }, entries.map(([year, { source }]) => ({ year: Number(year), source }))),
    seedFromRows(
      "evaluation_holiday",
      { day: "DATE", day_type: "VARCHAR" },
      entries.flatMap(([year, { off, work }]) => [
        ...off.flatMap((span) => daysOf(year, span)).map((day) => ({ day, day_type: "休" })),
        ...work.flatMap((span) => daysOf(year, span)).map((day) => ({ day, day_type: "班" })),
      ]),
    ),
    seedFromRows("evaluation_day_of_year", { days_after_new_year: "INTEGER" }, Array.from({ length: 366 }, (_, days_after_new_year) => ({ days_after_new_year }))),
  ];
}

/** `10-01/10-07` of a year → its seven days. */
export function daysOf(year: string, span: string): string[] {
  const [first = "", last = first] = span.split("/");
  const found: string[] = [];
  const end = new Date(`${year}-${last}T00:00:00Z`).getTime();
  for (let time = new Date(`${year}-${first}T00:00:00Z`).getTime(); time <= end; time += 86_400_000) found.push(new Date(time).toISOString().slice(0, 10));
  return found;
}
