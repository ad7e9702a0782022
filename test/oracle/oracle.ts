import { type AwardLine, awardLines } from "./award-lines.ts";
import { Facts } from "./facts.ts";
import { type Grade, rate, type Rating } from "./rating.ts";
import type { Day, District } from "./rows.ts";
import { enterpriseRetention, type EnterpriseRetention, liabilityByClause, type LiabilityByClause } from "./summaries.ts";

/** A rating as `mart.efficiency_rating` shows it: an official grade of the year wins over the computed one. */
export interface ShownRating extends Rating {
  readonly grade: Grade | null;
  readonly grade_source: "computed" | "official";
  /** years in a row, up to this one, with a D */
  readonly consecutive_d_years: number;
}

export interface Answers {
  readonly award_line: readonly AwardLine[];
  readonly enterprise_retention: readonly EnterpriseRetention[];
  readonly liability_by_clause: readonly LiabilityByClause[];
  readonly efficiency_rating: readonly ShownRating[];
}

/**
 * What the marts must hold for a district in a dispatch month, computed enterprise by enterprise from the contract's
 * text alone: nothing here knows the models or the policy files.
 *
 * @param asOfMonth  first day of the dispatch month
 */
export function answer(district: District, asOfMonth: Day): Answers {
  const facts = new Facts(district, asOfMonth);
  const ratings = shownRatings(facts);
  const grades = new Map(ratings.map((rating) => [`${rating.enterprise_id} ${rating.rating_year}`, rating.computed_grade]));
  const lines = awardLines(facts, grades);
  return {
    award_line: lines,
    enterprise_retention: enterpriseRetention(facts, lines),
    liability_by_clause: liabilityByClause(lines),
    efficiency_rating: ratings,
  };
}

/** reading: a year is rated when it has land on file; a D of a year without land, official only, is not shown here, but it counts in a run. */
function shownRatings(facts: Facts): ShownRating[] {
  const years = [...new Set(facts.district.land.map((row) => row.year))].sort((one, other) => one - other);
  const ratings = years.flatMap((year) => rate(facts, year));
  const grades = new Map<string, Grade | null>(ratings.map((rating) => [`${rating.enterprise_id} ${rating.rating_year}`, rating.computed_grade]));
  for (const official of facts.district.official_ratings) grades.set(`${official.enterprise_id} ${official.year}`, official.grade);
  const run = (enterprise: string, year: number): number => (grades.get(`${enterprise} ${year}`) === "D" ? run(enterprise, year - 1) + 1 : 0);
  return ratings.map((rating) => {
    const { enterprise_id: enterprise, rating_year: year } = rating;
    const official = facts.district.official_ratings.some((row) => row.enterprise_id === enterprise && row.year === year);
    return { ...rating, grade: grades.get(`${enterprise} ${year}`)!, grade_source: official ? "official" : "computed", consecutive_d_years: run(enterprise, year) };
  });
}
