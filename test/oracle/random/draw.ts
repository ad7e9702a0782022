import fc from "fast-check";
import { Decimal, type Money } from "../money.ts";
import { addDays, monthEnd } from "../calendar.ts";
import type { Day } from "../rows.ts";

/** fast-check leans to small numbers, which would make every chance come true. */
const evenly = (most: number): fc.Arbitrary<number> => fc.noBias(fc.nat(most));

/** Draws of one random district, all from fast-check, so that one seed tells them all. */
export class Draw {
  readonly #value: fc.GeneratorValue;
  /** last month of the data; some rows are drawn just after it */
  readonly asOfMonth: Day;

  constructor(value: fc.GeneratorValue, asOfMonth: Day) {
    this.#value = value;
    this.asOfMonth = asOfMonth;
  }

  /** 0 up to, not with, `below`. */
  int(below: number): number {
    return this.#value(evenly, below - 1);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.int(values.length)]!;
  }

  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean {
    return this.int(100) < percent;
  }

  maybe<Value>(percent: number, value: () => Value): Value | null {
    return this.chance(percent) ? value() : null;
  }

  /** `make` repeated 0 to `most` times. */
  several<Value>(most: number, make: (index: number) => Value): Value[] {
    return Array.from({ length: this.int(most + 1) }, (_, index) => make(index));
  }

  /** One of the thresholds: just below, equal, just above, or well away. */
  near(thresholds: readonly (number | string)[]): Money {
    const threshold = new Decimal(this.pick(thresholds));
    const shift = this.pick(["0", "0.000001", "-0.000001", "1", "-1", "0", "123.45", "-87.654321"]);
    return Decimal.max(0, threshold.plus(shift));
  }

  /** A year of the data: two before the first award year up to the as-of year, sometimes the next. */
  year(): number {
    const last = Number(this.asOfMonth.slice(0, 4));
    if (this.chance(5)) return last + 1;
    return this.chance(75) ? 2021 + this.int(Math.max(1, last - 2020)) : 2019 + this.int(Math.max(1, last - 2018));
  }

  /** A day: ends of years and months, the as-of month's end, the day after it, or any. */
  day(): Day {
    const end = monthEnd(this.asOfMonth);
    if (this.chance(6)) return this.pick([end, addDays(end, 1), addDays(end, -1), "2020-12-31", "2021-01-01", "2021-12-31", "2021-04-25", "2021-04-26"]);
    return addDays(`${this.year()}-01-01`, this.int(365));
  }

  amount(most: number): Money {
    return new Decimal(this.int(most * 100)).div(100);
  }
}
