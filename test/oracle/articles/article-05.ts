import { met } from "../readings.ts";
import { addMonths, daysBetween, earlier, later, yearOf } from "../calendar.ts";
import type { Facts } from "../facts.ts";
import { type Line, lineOf } from "../line.ts";
import { Decimal } from "../money.ts";
import type { StartupLoanRow } from "../rows.ts";
import { all, type Truth, unknown, when } from "../truth.ts";

/** Article 5: start-up loans and subsidies. */
export function article05(facts: Facts, owner: string): Line[] {
  const loans = facts.district.startup_loans.filter((row) => borrowerOf(row) === owner);
  return [...loans.flatMap((row) => interest(facts, owner, row)), ...subsidies(facts, owner)];
}

/** Credit code, or the borrower's name where the row has no code. */
export function borrowerOf(row: StartupLoanRow): string {
  return row.enterprise_id ?? row.borrower;
}

/**
 * 5.1 and 5.2: two points a year on the loan, or its own rate where that is less.
 * reading: principal and months over the cap are cut out of the own amount, so gross is after them and no `cap` is named;
 * the days are those of the whole award year, also while it is open, because the loan's dates are on file.
 */
function interest(facts: Facts, owner: string, row: StartupLoanRow): Line[] {
  const [clause, principalCap, maxMonths] = row.loan_type === "小微" ? (["5.1", 300, 24] as const) : (["5.2", 20, 36] as const);
  const principal = Decimal.min(row.amount_wan, principalCap);
  const until = earlier(row.due_on, addMonths(row.issued_on, maxMonths));
  // R11: 5.1 is for small and micro enterprises
  const card = facts.registry.get(borrowerOf(row));
  const isSmall: Truth = row.loan_type === "个人" ? "met" : card ? when(card.is_small_micro) : unknown("enterprises");
  const condition = all(isSmall, when(row.nth_time <= 3), rateIsLow(facts, row), notListed(facts, row));
  // R11: no more than the interest itself
  if (row.loan_type === "小微" && card?.is_small_micro === false) met("R11 not a small enterprise");
  if (row.annual_rate.lessThan("0.02")) met("R11 the loan's own rate");
  const points = Decimal.min(2, row.annual_rate.times(100));
  const lines: Line[] = [];
  for (let year = yearOf(row.issued_on); year <= facts.asOfYear; year += 1) {
    const days = daysBetween(later(row.issued_on, `${year}-01-01`), earlier(until, `${year + 1}-01-01`));
    const own = principal.times(points).times(days).div(36_500);
    lines.push(...lineOf({ year, owner, clause, subject: row.loan_no, on: row.issued_on, own, condition }));
  }
  return lines;
}

function rateIsLow(facts: Facts, row: StartupLoanRow): Truth {
  const lpr = facts.lprOn(row.issued_on);
  return lpr === undefined ? unknown("rates") : when(row.annual_rate.lessThanOrEqualTo(lpr.plus("0.005")));
}

function notListed(facts: Facts, row: StartupLoanRow): Truth {
  return when(row.enterprise_id === null || facts.listingsOn(row.enterprise_id, row.issued_on).length === 0);
}

/** 5.3: a founder's and an enterprise's first; that it is the first is left to the once-rule. */
function subsidies(facts: Facts, owner: string): Line[] {
  const card = facts.registry.get(owner);
  return facts.district.startup_subsidies
    .filter((row) => row.enterprise_id === owner)
    .flatMap((row) => {
      const registered = card
        ? all(when(card.founded_on >= "2013-10-01"), when(card.is_small_micro), when(card.operating_status === "存续"))
        : unknown("enterprises");
      const condition = all(registered, when(row.is_first_licence), when(row.insured_months >= 12));
      // R12: a founder is one person by number; by name alone only within one enterprise
      if (row.approved_wan !== null) met(row.approved_wan.greaterThan("1.5") ? "R12 approved more" : "R12 approved less");
      if (row.person_no === null && facts.district.startup_subsidies.some((other) => other.founder === row.founder && other.enterprise_id !== owner)) met("R12 one name in two enterprises");
      const person = row.person_no ?? `${owner} ${row.founder}`;
      return lineOf({ year: yearOf(row.applied_on), owner, clause: "5.3", subject: row.application_no, on: row.applied_on, own: Decimal.max("1.5", row.approved_wan ?? 0), condition, alsoOnceFor: person });
    });
}
