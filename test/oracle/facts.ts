import { monthEnd, monthStart, yearOf } from "./calendar.ts";
import { Decimal, type Money, sum, zero } from "./money.ts";
import type { Day, DishonestyRow, District, EnterpriseRow } from "./rows.ts";

/** First year with award lines: the document took effect on 2021-04-26. */
export const firstAwardYear = 2021;
/** R10: an event or a loan dated earlier makes no line. */
export const eventsFrom: Day = "2021-01-01";

/** Month → figure of one enterprise (or of the district); a blank cell is null. */
export type Months = ReadonlyMap<Day, Money | null>;

/** The figures that come by the month. */
export type MonthlyFigure = "output" | "revenue" | "profit" | "online_retail" | "total_tax" | "local_tax" | "turnover_tax" | "retention";

/** A district as it is on file at the end of the as-of month: nothing later is in it. */
export class Facts {
  readonly asOfYear: number;
  readonly asOfDay: Day;
  /** months of the as-of year that have passed */
  readonly monthsPassed: number;
  readonly district: District;
  readonly registry: ReadonlyMap<string, EnterpriseRow>;
  readonly districtTax: Months;
  readonly #months = new Map<string, Map<Day, Money | null>>();

  /** @param asOfMonth first day of the as-of month */
  constructor(full: District, asOfMonth: Day) {
    this.asOfYear = yearOf(asOfMonth);
    this.asOfDay = monthEnd(asOfMonth);
    this.monthsPassed = Number(asOfMonth.slice(5, 7));
    this.district = cutAfter(full, asOfMonth);
    this.registry = new Map(this.district.enterprises.map((row) => [row.enterprise_id, row]));
    this.districtTax = new Map(this.district.district_taxes.map((row) => [row.month, row.tax_revenue_wan]));
    for (const row of this.district.production) {
      this.#note(row.enterprise_id, "output", row.month, row.output_wan);
      this.#note(row.enterprise_id, "revenue", row.month, row.revenue_wan);
      this.#note(row.enterprise_id, "profit", row.month, row.profit_wan);
      this.#note(row.enterprise_id, "online_retail", row.month, row.online_retail_wan);
    }
    for (const row of this.district.taxes) {
      this.#note(row.enterprise_id, "total_tax", row.month, row.total_tax_wan);
      this.#note(row.enterprise_id, "local_tax", row.month, row.local_tax_wan);
      this.#note(row.enterprise_id, "turnover_tax", row.month, row.turnover_tax_wan);
      this.#note(row.enterprise_id, "retention", row.month, row.retention_wan);
    }
  }

  /** The as-of year is open until its December. */
  isOpen(year: number): boolean {
    return year === this.asOfYear && this.monthsPassed < 12;
  }

  months(enterprise: string, figure: MonthlyFigure): Months {
    return this.#months.get(`${figure} ${enterprise}`) ?? new Map();
  }

  /** An enterprise's figure of a calendar year, projected in an open year; undefined where a month is not on file. */
  annual(enterprise: string, figure: MonthlyFigure, year: number): Money | undefined {
    return this.annualOf(this.months(enterprise, figure), year);
  }

  /** {@link annual} of any run of months. */
  annualOf(months: Months, year: number): Money | undefined {
    if (!this.isOpen(year)) return sumOfMonths(months, year, 1, 12);
    const passed = this.monthsPassed;
    const toDate = sumOfMonths(months, year, 1, passed);
    if (toDate === undefined) return undefined;
    const base = sumOfMonths(months, year - 1, 1, passed);
    const rest = sumOfMonths(months, year - 1, passed + 1, 12);
    // reading: a year before with a month missing, or with nothing in the same months, is no history to project from
    if (base === undefined || rest === undefined || base.isZero()) return toDate.times(12).div(passed).toDecimalPlaces(6);
    const growth = Decimal.max("0.5", Decimal.min(2, toDate.div(base)));
    // reading: a projected figure is rounded half up to six places of 万元, which is 0.01 CNY
    return toDate.plus(rest.times(growth)).toDecimalPlaces(6);
  }

  /** Years with any month of the figure on file, in order. */
  yearsOnRecord(enterprise: string, figure: MonthlyFigure): number[] {
    return [...new Set([...this.months(enterprise, figure).keys()].map(yearOf))].sort((one, other) => one - other);
  }

  /** The cells on file of a year, blank ones as null. */
  cellsOf(months: Months, year: number): (Money | null)[] {
    return [...months].filter(([month]) => yearOf(month) === year).map(([, value]) => value);
  }

  /** One-year LPR in force on a day; undefined before the first on file. */
  lprOn(day: Day): Money | undefined {
    const inForce = this.district.rates.filter((row) => row.effective_on <= day);
    inForce.sort((one, other) => (one.effective_on < other.effective_on ? 1 : -1));
    return inForce[0]?.lpr_1y_rate;
  }

  /** The listings [列入, 移出) that hold `day`. */
  listingsOn(enterprise: string, day: Day): DishonestyRow[] {
    return this.district.dishonesty.filter((row) => row.enterprise_id === enterprise && row.listed_on <= day && (row.removed_on === null || row.removed_on > day));
  }

  #note(enterprise: string, figure: MonthlyFigure, month: Day, value: Money | null): void {
    const key = `${figure} ${enterprise}`;
    const months = this.#months.get(key) ?? new Map<Day, Money | null>();
    months.set(month, value);
    this.#months.set(key, months);
  }
}

/** Sum of months `from` to `to` of a year; undefined where one of them is not on file. No months make zero. */
export function sumOfMonths(months: Months, year: number, from: number, to: number): Money | undefined {
  let total = zero;
  for (let month = from; month <= to; month += 1) {
    const value = months.get(monthStart(year, month));
    if (value === undefined || value === null) return undefined;
    total = total.plus(value);
  }
  return total;
}

/** Sum of what is on file of a year, however little; undefined where nothing is. */
export function sumOnFile(months: Months, year: number): Money | undefined {
  const values = [...months].filter(([month, value]) => yearOf(month) === year && value !== null).map(([, value]) => value as Money);
  return values.length > 0 ? sum(values) : undefined;
}

function cutAfter(full: District, asOfMonth: Day): District {
  const day = monthEnd(asOfMonth);
  const year = yearOf(asOfMonth);
  const byMonth = <Row extends { month: Day }>(rows: Row[]): Row[] => rows.filter((row) => row.month <= asOfMonth);
  const byYear = <Row extends { year: number }>(rows: Row[]): Row[] => rows.filter((row) => row.year <= year);
  return {
    enterprises: full.enterprises,
    production: byMonth(full.production),
    taxes: byMonth(full.taxes),
    district_taxes: byMonth(full.district_taxes),
    land: byYear(full.land),
    energy: byMonth(full.energy),
    energy_savings: byYear(full.energy_savings),
    emissions: byYear(full.emissions),
    employment: byMonth(full.employment),
    research: byYear(full.research),
    recognitions: full.recognitions.filter((row) => row.recognised_on <= day),
    capital_events: full.capital_events.filter((row) => row.happened_on <= day),
    size_events: full.size_events.filter((row) => row.happened_on <= day),
    transformation_projects: byYear(full.transformation_projects),
    startup_loans: full.startup_loans.filter((row) => row.issued_on <= day),
    startup_subsidies: full.startup_subsidies.filter((row) => row.applied_on <= day),
    exhibitions: full.exhibitions.filter((row) => row.held_on <= day),
    standards: full.standards.filter((row) => row.reached_on <= day),
    intellectual_property: byYear(full.intellectual_property),
    talent: full.talent.filter((row) => row.hired_on <= day),
    // reading: a removal on file counts from its day on, also where that day is after the as-of month (31 December of an open year)
    dishonesty: full.dishonesty.filter((row) => row.listed_on <= day),
    official_ratings: byYear(full.official_ratings),
    payments: full.payments.filter((row) => row.paid_on <= day),
    rates: full.rates,
  };
}
