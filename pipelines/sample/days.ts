import type { Chance } from "./random.ts";

const two = (value: number) => String(value).padStart(2, "0");

/** Any day of a year but the last ones of its months. */
export function someDay(chance: Chance, year: number): string {
  return `${year}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`;
}

/** `2021-04-26` and a number of days → a later day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
