import { addMonths, yearOf } from "./calendar.ts";
import { type Facts, sumOnFile } from "./facts.ts";
import { compareText } from "./clauses.ts";
import { Decimal, type Money, sum, zero } from "./money.ts";
import type { EnterpriseRow } from "./rows.ts";

export type Grade = "A" | "B" | "C" | "D";

/** One enterprise's per-mu evaluation of a year, under the profile `shandong-assumed`. */
export interface Rating {
  readonly rating_year: number;
  readonly enterprise_id: string;
  readonly size_class: string;
  readonly land_mu: Money;
  readonly tax_per_mu: Money | null;
  readonly revenue_per_tce: Money | null;
  readonly revenue_per_pollutant_tonne: Money | null;
  readonly research_intensity: Money | null;
  readonly labour_productivity: Money | null;
  readonly score: Money | null;
  readonly computed_grade: Grade | null;
}

interface Ratio {
  readonly numerator: Money | undefined;
  readonly denominator: Money | undefined;
}

interface Candidate {
  readonly card: EnterpriseRow;
  readonly land: Money;
  readonly ratios: Readonly<Record<IndicatorName, Ratio>>;
}

const indicatorNames = ["tax_per_mu", "revenue_per_tce", "revenue_per_pollutant_tonne", "research_intensity", "labour_productivity"] as const;
type IndicatorName = (typeof indicatorNames)[number];

const weights: Readonly<Record<"规上" | "规下", Partial<Record<IndicatorName, number>>>> = {
  规上: { tax_per_mu: 50, revenue_per_tce: 15, revenue_per_pollutant_tonne: 10, research_intensity: 10, labour_productivity: 15 },
  规下: { tax_per_mu: 100 },
};

/** Ratings of one year: every enterprise on either list, the unrated ones (below scale, under 3 mu) without score and grade. */
export function rate(facts: Facts, year: number): Rating[] {
  const candidates = facts.district.enterprises.flatMap((card) => candidateOf(facts, card, year));
  return (["规上", "规下"] as const).flatMap((size) => rateClass(candidates.filter((candidate) => candidate.card.size_class === size), size, year));
}

/** On a list: industrial, in operation, with land, no utility. */
function candidateOf(facts: Facts, card: EnterpriseRow, year: number): Candidate[] {
  if (card.sector !== "工业" || card.operating_status !== "存续" || isUtility(card.industry_code)) return [];
  const parcels = facts.district.land.filter((row) => row.enterprise_id === card.enterprise_id && row.year === year);
  const land = sum(parcels.map((row) => row.area_mu));
  if (land.lessThanOrEqualTo(0)) return [];
  const id = card.enterprise_id;
  const revenue = sumOnFile(facts.months(id, "revenue"), year);
  const energy = facts.district.energy.filter((row) => row.enterprise_id === id && yearOf(row.month) === year).map((row) => row.energy_tce);
  const heads = facts.district.employment.filter((row) => row.enterprise_id === id && yearOf(row.month) === year).map((row) => new Decimal(row.insured_employees));
  return [
    {
      card,
      land,
      ratios: {
        tax_per_mu: { numerator: sumOnFile(facts.months(id, "total_tax"), year), denominator: land },
        revenue_per_tce: { numerator: revenue, denominator: energy.length > 0 ? sum(energy) : undefined },
        revenue_per_pollutant_tonne: { numerator: revenue, denominator: pollutants(facts, id, year) },
        research_intensity: { numerator: facts.district.research.find((row) => row.enterprise_id === id && row.year === year)?.research_wan, denominator: revenue },
        labour_productivity: { numerator: revenue, denominator: heads.length > 0 ? sum(heads).div(heads.length) : undefined },
      },
    },
  ];
}

/** reading: of the four pollutants those on file are added; a record with none of them is no record. */
function pollutants(facts: Facts, id: string, year: number): Money | undefined {
  const record = facts.district.emissions.find((row) => row.enterprise_id === id && row.year === year);
  const amounts = [record?.cod_t, record?.ammonia_t, record?.so2_t, record?.nox_t].filter((amount): amount is Money => amount !== undefined && amount !== null);
  return amounts.length > 0 ? sum(amounts) : undefined;
}

export function isUtility(industryCode: string | null): boolean {
  return ["44", "45", "46"].includes((industryCode ?? "").replace(/^[A-Z]/i, "").slice(0, 2));
}

function rateClass(candidates: readonly Candidate[], size: "规上" | "规下", year: number): Rating[] {
  const scores = new Map<Candidate, Money>();
  for (const name of indicatorNames) {
    const weight = weights[size][name];
    if (weight === undefined) continue;
    const points = score(candidates, name, weight);
    for (const [candidate, point] of points) scores.set(candidate, (scores.get(candidate) ?? zero).plus(point));
  }
  const rated = candidates.filter((candidate) => size === "规上" || candidate.land.greaterThanOrEqualTo(3));
  rated.sort(
    (one, other) =>
      scores.get(other)!.comparedTo(scores.get(one)!) ||
      (valueOf(other, "tax_per_mu") ?? zero).comparedTo(valueOf(one, "tax_per_mu") ?? zero) ||
      compareText(one.card.enterprise_id, other.card.enterprise_id),
  );
  return candidates.map((candidate) => {
    const rank = rated.indexOf(candidate) + 1;
    const values = Object.fromEntries(indicatorNames.map((name) => [name, valueOf(candidate, name) ?? null])) as Record<IndicatorName, Money | null>;
    return {
      rating_year: year,
      enterprise_id: candidate.card.enterprise_id,
      size_class: size,
      land_mu: candidate.land,
      ...values,
      score: rank > 0 ? scores.get(candidate)! : null,
      computed_grade: rank > 0 ? gradeOf(rank, candidates.length, candidate.card, year) : null,
    };
  });
}

/** Quotas count every enterprise of the list, the unrated too. A D of an enterprise younger than 24 months is lifted. */
function gradeOf(rank: number, count: number, card: EnterpriseRow, year: number): Grade {
  const share = rank * 100;
  if (share <= count * 20) return "A";
  if (share <= count * 70) return "B";
  if (share <= count * 95) return "C";
  return addMonths(card.founded_on, 24) > `${year}-12-31` ? "C" : "D";
}

function valueOf(candidate: Candidate, name: IndicatorName): Money | undefined {
  const { numerator, denominator } = candidate.ratios[name];
  if (numerator === undefined || denominator === undefined || denominator.isZero()) return undefined;
  return numerator.div(denominator);
}

/**
 * Scores of one indicator over a size class. The base is over all of the class with both inputs on file.
 * reading: the class's average is over the enterprises that have a value of their own; a missing input other
 * than the pollutant record scores 0 before a zero denominator is looked at; a base of zero or less scores 0.
 */
function score(candidates: readonly Candidate[], name: IndicatorName, weight: number): Map<Candidate, Money> {
  const complete = candidates.filter(({ ratios }) => ratios[name].numerator !== undefined && ratios[name].denominator !== undefined);
  const numerators = sum(complete.map(({ ratios }) => ratios[name].numerator!));
  const denominators = sum(complete.map(({ ratios }) => ratios[name].denominator!));
  const points = new Map<Candidate, Money>();
  const average: Candidate[] = [];
  for (const candidate of candidates) {
    const { numerator, denominator } = candidate.ratios[name];
    const value = valueOf(candidate, name);
    if (value !== undefined) {
      const base = denominators.isZero() ? zero : numerators.div(denominators);
      const raw = base.greaterThan(0) ? value.times(weight).div(base) : zero;
      points.set(candidate, Decimal.max(0, Decimal.min(raw, new Decimal(weight).times("1.5"))));
    } else if (numerator !== undefined && (denominator?.isZero() || name === "revenue_per_pollutant_tonne")) {
      average.push(candidate);
    } else {
      points.set(candidate, zero);
    }
  }
  const own = candidates.filter((candidate) => valueOf(candidate, name) !== undefined).map((candidate) => points.get(candidate)!);
  const mean = own.length > 0 ? sum(own).div(own.length) : zero;
  for (const candidate of average) points.set(candidate, mean);
  return points;
}
