import { evaluationSeeds } from "../evaluation/seeds.ts";
import { loadPolicy } from "../policy/load.ts";
import { policySeeds } from "../policy/seeds.ts";
import { type BuildMoment, buildParameters } from "./parameters.ts";
import type { Seed } from "./seed.ts";

export interface ProjectSeeds {
  /** the policy version that was taken */
  readonly policyVersion: string;
  /** the years whose awards are computed, in order: from the policy's first to the as-of month's, at least one */
  readonly awardYears: readonly number[];
  readonly seeds: readonly Seed[];
}

/**
 * The seeds of a build: its parameters, the policy's tables and those of the evaluation.
 *
 * @param ratingProfile  name of a profile of the per-mu evaluation
 * @param budget  a budget file
 * @param extra  seeds that replace one of the same name, or add to them
 * @throws D521Error as `loadPolicy` and `evaluationSeeds` do
 */
export function projectSeeds(moment: BuildMoment, policyVersion?: string, extra: readonly Seed[] = [], ratingProfile?: string, budget?: string): ProjectSeeds {
  const policy = loadPolicy(policyVersion);
  const parameters = buildParameters(moment, { version: policy.version, label: policy.label, firstAwardYear: policy.first_award_year });
  const own = [parameters, ...policySeeds(policy), ...evaluationSeeds({ ratingProfile, budget, ...(policy.inspectionWindow && { inspectionWindow: policy.inspectionWindow }) })];
  return { policyVersion: policy.version, awardYears: awardYearsOf(policy.first_award_year, moment.asOfMonth), seeds: withSeeds(own, extra) };
}

/** Seeds with others laid over them: one of the same name takes its place. */
export function withSeeds(seeds: readonly Seed[], extra: readonly Seed[] = []): Seed[] {
  return [...new Map([...seeds, ...extra].map((seed) => [seed.name, seed])).values()];
}

/** The award years of a build, in order: from the policy's first to that of the as-of month (`2021-06`), at least one. */
export function awardYearsOf(first: number, asOfMonth: string): number[] {
  const last = Math.max(first, Number(asOfMonth.slice(0, 4)));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
