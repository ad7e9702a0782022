import type { Facts } from "./facts.ts";
import type { Grade } from "./rating.ts";
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

/** The newest official grade for a year up to the award year; without one, the computed grade of the award year; null is unrated. */
export function gradeFor(facts: Facts, grades: ComputedGrades, owner: string, year: number): Grade | null {
  const official = facts.district.official_ratings.filter((row) => row.enterprise_id === owner && row.year <= year);
  official.sort((one, other) => other.year - one.year);
  return official[0]?.grade ?? grades.get(`${owner} ${year}`) ?? null;
}

/** Not on the list at the end of the as-of month, or removed by the event's day (annual figures: 31 December). */
export function isListed(facts: Facts, line: Line): boolean {
  return facts.isDishonest(line.owner, facts.asOfDay, line.on ?? `${line.year}-12-31`);
}
