import { article01 } from "./articles/article-01.ts";
import { article04 } from "./articles/article-04.ts";
import { article05, borrowerOf } from "./articles/article-05.ts";
import { article06 } from "./articles/article-06.ts";
import { article07 } from "./articles/article-07.ts";
import { article08 } from "./articles/article-08.ts";
import { article09 } from "./articles/article-09.ts";
import { article10 } from "./articles/article-10.ts";
import { article11 } from "./articles/article-11.ts";
import { article12 } from "./articles/article-12.ts";
import { article13 } from "./articles/article-13.ts";
import { article14 } from "./articles/article-14.ts";
import { article15 } from "./articles/article-15.ts";
import { article16 } from "./articles/article-16.ts";
import { article18 } from "./articles/article-18.ts";
import { article19 } from "./articles/article-19.ts";
import { type Facts, firstAwardYear } from "./facts.ts";
import type { ComputedGrades } from "./gates.ts";
import type { Line, Status } from "./line.ts";
import { cnyOfWan, Decimal, type Money, sum } from "./money.ts";
import { recipientOf } from "./recognised.ts";
import { compareText } from "./clauses.ts";
import { applyGates, applyGroups, applyOnce, capByTurnoverTax, capExhibitions, capProjects, chooseProjects, fund, type Grant, inSharingOrder, traitsOf } from "./waterfall.ts";

/** A row of `mart.award_line`. */
export interface AwardLine {
  readonly award_year: number;
  readonly enterprise_id: string;
  readonly clause_id: string;
  readonly subject: string;
  readonly basis: "accrued" | "projected";
  readonly gross_cny: Money;
  readonly entitled_cny: Money;
  readonly fundable_cny: Money;
  readonly shortfall_cny: Money;
  readonly status: Status;
  /** sorted */
  readonly reasons: readonly string[];
  readonly paid_cny: Money;
  readonly outstanding_cny: Money;
  readonly redemption: "direct" | "apply" | "discretionary";
}

const articles = [
  article01, article04, article05, article06, article07, article08, article09, article10,
  article11, article12, article13, article14, article15, article16, article18, article19,
];

/**
 * Every award line of a district, ordered by owner, year, clause and subject. The waterfall runs award year by award year; each reads
 * what the earlier ones granted.
 */
export function awardLines(facts: Facts, grades: ComputedGrades): AwardLine[] {
  const linesOf = new Map(owners(facts).map((owner) => [owner, articles.flatMap((article) => article(facts, owner))]));
  const grants: Grant[] = [];
  const found: AwardLine[] = [];
  for (let year = firstAwardYear; year <= facts.asOfYear; year += 1) {
    const ofYear = [...linesOf.values()].map((lines) => lines.filter((line) => line.year === year)).filter((lines) => lines.length > 0);
    for (const lines of ofYear) {
      capProjects(lines, grants);
      capExhibitions(lines);
      chooseProjects(facts, lines, grants);
      capByTurnoverTax(facts, lines);
    }
    applyOnce(facts, ofYear.flat(), grants);
    for (const lines of ofYear) {
      applyGroups(facts, lines, grants);
      applyGates(facts, grades, lines);
      const fundable = fund(facts, lines);
      const paid = allot(facts, lines, fundable);
      found.push(...inSharingOrder(lines).map((line) => awardLine(line, fundable.get(line)!, paid.get(line)!)));
      for (const line of lines) {
        const amount = Decimal.max(line.entitled, paid.get(line)!);
        if (amount.greaterThan(0)) grants.push({ line, amount });
      }
    }
  }
  return found.sort((one, other) => compareText(one.enterprise_id, other.enterprise_id) || one.award_year - other.award_year);
}

/** Enterprises of the registry and of every list, and recipients without a credit code. */
function owners(facts: Facts): string[] {
  const { district } = facts;
  const ids = [
    ...district.enterprises, ...district.capital_events, ...district.size_events, ...district.transformation_projects, ...district.startup_subsidies,
    ...district.exhibitions, ...district.standards, ...district.talent, ...district.intellectual_property, ...district.energy_savings, ...district.land,
  ].map((row) => row.enterprise_id);
  return [...new Set([...ids, ...district.recognitions.map(recipientOf), ...district.startup_loans.map(borrowerOf)])].sort();
}

/**
 * What finance has paid, by line. A payment names enterprise, award year and clause, not a subject.
 * reading: over several lines of one clause it fills each up to what can be funded, by subject; what is over
 * stands at the first that can be funded at all, or else at the first.
 */
function allot(facts: Facts, lines: readonly Line[], fundable: ReadonlyMap<Line, Money>): Map<Line, Money> {
  const paid = new Map<Line, Money>();
  const clauses = new Map<string, Line[]>();
  for (const line of inSharingOrder(lines)) {
    const key = `${line.year} ${line.clause}`;
    clauses.set(key, [...(clauses.get(key) ?? []), line]);
  }
  for (const same of clauses.values()) {
    const { owner, year, clause } = same[0]!;
    const rows = facts.district.payments.filter((row) => row.enterprise_id === owner && row.award_year === year && row.clause_id === clause);
    let left = sum(rows.map((row) => cnyOfWan(row.amount_wan)));
    for (const line of same) {
      const part = Decimal.min(left, fundable.get(line)!);
      paid.set(line, part);
      left = left.minus(part);
    }
    const first = same.find((line) => fundable.get(line)!.greaterThan(0)) ?? same[0]!;
    paid.set(first, paid.get(first)!.plus(left));
  }
  return paid;
}

function awardLine(line: Line, fundable: Money, paid: Money): AwardLine {
  return {
    award_year: line.year,
    enterprise_id: line.owner,
    clause_id: line.clause,
    subject: line.subject,
    basis: line.basis,
    gross_cny: line.gross,
    entitled_cny: line.entitled,
    fundable_cny: fundable,
    shortfall_cny: line.entitled.minus(fundable),
    status: line.status,
    reasons: [...line.reasons].sort(),
    paid_cny: paid,
    outstanding_cny: Decimal.max(0, fundable.minus(paid)),
    redemption: traitsOf(line).upto ? "discretionary" : line.status === "undetermined" || line.reasons.has("unrated") ? "apply" : "direct",
  };
}
