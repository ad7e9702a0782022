import type { Day } from "./rows.ts";

const millisecondsPerDay = 86_400_000;

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

export function monthStart(year: number, month: number): Day {
  return `${year}-${String(month).padStart(2, "0")}-01`;
}

/** Days from `start` (counted) to `end` (not counted); never negative. */
export function daysBetween(start: Day, end: Day): number {
  return Math.max(0, (Date.parse(end) - Date.parse(start)) / millisecondsPerDay);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * millisecondsPerDay).toISOString().slice(0, 10);
}

/** The same day `months` later, held to the end of a shorter month: 2020-02-29 + 24 months is 2022-02-28. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10);
}

/** Last day of the month that starts on `month`. */
export function monthEnd(month: Day): Day {
  return addDays(addMonths(month, 1), -1);
}

export function later(left: Day, right: Day): Day {
  return left > right ? left : right;
}

export function earlier(left: Day, right: Day): Day {
  return left < right ? left : right;
}
