import { met } from "./readings.ts";
import type { Facts } from "./facts.ts";
import { cnyOfWan, type Money, sum } from "./money.ts";
import { type Grade, isUtility } from "./rating.ts";
import type { Day } from "./rows.ts";
import type { Line } from "./line.ts";
import { all, type Truth, unknown, when } from "./truth.ts";

/** Grades that the ratings computed, by `enterprise year`. */
export type ComputedGrades = ReadonlyMap<string, Grade | null>;

/** The enterprise's total tax grew at least as much as the district's; figures are projected in an open year. */
export function taxGrowth(facts: Facts, owner: string, year: number): Truth {
  const tax = facts.annual(owner, "total_tax", year);
  const lastTax = facts.annual(owner, "total_tax", year - 1);
  // reading: refunds that leave a total below zero are «no tax» as a zero is
  if (lastTax !== undefined && lastTax.lessThanOrEqualTo(0)) return tax === undefined ? unknown("taxes") : when(tax.greaterThan(0));
  const district = facts.annualOf(facts.districtTax, year);
  const lastDistrict = facts.annualOf(facts.districtTax, year - 1);
  const ofEnterprise = tax === undefined || lastTax === undefined ? unknown("taxes") : "met";
  const ofDistrict = district === undefined || lastDistrict === undefined ? unknown("district_taxes") : "met";
  const onFile = all(ofEnterprise, ofDistrict);
  if (onFile !== "met") return onFile;
  return when(tax!.times(lastDistrict!).greaterThanOrEqualTo(district!.times(lastTax!)));
}

/** R8: the newest official grade of the award year or the year before; without one, the computed grade of the award year; null is unrated. */
export function gradeFor(facts: Facts, grades: ComputedGrades, owner: string, year: number): Grade | null {
  const official = facts.district.official_ratings.filter((row) => row.enterprise_id === owner && (row.year === year || row.year === year - 1));
  official.sort((one, other) => other.year - one.year);
  if (official[0]?.grade === "D" && official[0].year < year) met("R8 a D of the year before");
  if (official.length === 0 && facts.district.official_ratings.some((row) => row.enterprise_id === owner && row.year < year - 1 && row.grade === "D")) met("R8 an old D says nothing");
  return official[0]?.grade ?? grades.get(`${owner} ${year}`) ?? null;
}

/**
 * R9: without a grade though the evaluation is about it: industrial, in operation, no utility, and not below scale on less than 3 mu by what is
 * on file. Who is in no registry may be one; a recipient without a credit code is none.
 */
export function lacksRating(facts: Facts, owner: string, year: number): boolean {
  const card = facts.registry.get(owner);
  if (!card) return isCode(owner);
  if (card.sector !== "工业" || card.operating_status !== "存续" || isUtility(card.industry_code)) return false;
  const parcels = facts.district.land.filter((row) => row.enterprise_id === owner && row.year === year);
  if (parcels.length === 0) return true;
  const land = sum(parcels.map((row) => row.area_mu));
  return land.greaterThan(0) && (card.size_class !== "规下" || land.greaterThanOrEqualTo(3));
}

function isCode(owner: string): boolean {
  return /^[0-9A-Z]{18}$/.test(owner);
}

/**
 * R7: a listing holds the event's day (annual figures: 31 December), or the last day of the as-of month; the second leaves alone what was paid in
 * full before it.
 *
 * @param claimed  CNY of the clause's lines of the enterprise and year together, as they come to the gates
 */
export function isListed(facts: Facts, line: Line, claimed: Money): boolean {
  const listed = (day: Day) => facts.listingsOn(line.owner, day).filter((row) => row.listed_on <= facts.asOfDay);
  if (listed(line.on ?? `${line.year}-12-31`).length > 0) return met("R7 the event's day");
  if (listed(facts.asOfDay).length === 0 && facts.district.dishonesty.some((row) => row.enterprise_id === line.owner && row.listed_on > (line.on ?? `${line.year}-12-31`) && row.removed_on !== null && row.removed_on <= facts.asOfDay)) met("R7 removed before the as-of month's end");
  return listed(facts.asOfDay).some((row) => {
    const before = facts.district.payments.filter((one) => one.enterprise_id === line.owner && one.award_year === line.year && one.clause_id === line.clause && one.paid_on < row.listed_on);
    const isPaid = before.length > 0 && sum(before.map((one) => cnyOfWan(one.amount_wan))).greaterThanOrEqualTo(claimed);
    return isPaid ? !met("R7 paid before the listing") : met("R7 the as-of month's end");
  });
}
