import { monthStart } from "../calendar.ts";
import { Decimal, type Money, zero } from "../money.ts";
import type { Day } from "../rows.ts";
import type { Draw } from "./draw.ts";

/** Months of several figures that stand or fall together: one row a month. */
export interface Series {
  readonly totals: ReadonlyMap<number, Money>;
  readonly flat: boolean;
}

export const firstDataYear = 2019;

/** Totals by year: a first one, then each by one of the growth factors or on the next of `landings` (ascending), off by a hair or not. */
export function drawSeries(draw: Draw, options: { start: Money; factors: readonly string[]; years: readonly number[]; landings?: readonly number[] }): Series {
  const totals = new Map<number, Money>();
  let total = options.start;
  for (const year of options.years) {
    totals.set(year, total);
    const hair = draw.pick(["0", "0", "0.000001", "-0.000001", "1"]);
    const grown = total.times(draw.pick(options.factors));
    // the next threshold above, so that a year can both grow and land on it
    const next = options.landings?.find((landing) => grown.lessThanOrEqualTo(landing));
    total = next !== undefined && draw.chance(35) ? new Decimal(next).plus(hair) : Decimal.max(0, grown.plus(hair)).toDecimalPlaces(6);
    if (draw.chance(3)) total = zero;
  }
  return { totals, flat: draw.chance(70) };
}

/** The share of a year's total that falls in a month; the twelve add up to the total exactly. */
export function monthOf(series: Series, month: Day): Money {
  const total = series.totals.get(Number(month.slice(0, 4))) ?? zero;
  const part = series.flat ? total.div(12).toDecimalPlaces(6, Decimal.ROUND_DOWN) : total.div(24).toDecimalPlaces(6, Decimal.ROUND_DOWN);
  return month.endsWith("-12-01") ? total.minus(part.times(11)) : part;
}

/**
 * The months on file: from a first year on, up to and sometimes past the as-of month, seldom with a hole, a year or a beginning missing.
 */
export function monthsOnFile(draw: Draw, holes: number): Day[] {
  const last = Number(draw.asOfMonth.slice(0, 4));
  const first = draw.chance(80) ? 2020 : firstDataYear + draw.int(3);
  const months: Day[] = [];
  for (let year = first; year <= last; year += 1) for (let month = 1; month <= 12; month += 1) months.push(monthStart(year, month));
  let kept = draw.chance(20) ? months : months.filter((month) => month <= draw.asOfMonth);
  if (draw.chance(holes)) {
    const hole = draw.pick(kept.length > 0 ? kept : [draw.asOfMonth]);
    kept = kept.filter((month) => month !== hole);
  }
  if (draw.chance(holes / 4)) kept = kept.filter((month) => !month.startsWith(String(last)));
  if (draw.chance(holes / 4)) kept = [];
  return kept;
}
