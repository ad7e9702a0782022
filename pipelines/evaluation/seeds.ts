import { z } from "zod";
import { budgetSeed } from "./budget.ts";
import { disclosureRules } from "../disclosure/rules.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, readParameters } from "./parameter-file.ts";
import { holidaySeeds } from "./holidays.ts";
import { leadSeeds } from "./leads.ts";
import { type InspectionWindow, promiseSeeds } from "./promises.ts";
import { loadRatingProfile, type RatingProfile, ratingSeeds } from "./rating-profile.ts";
import { targetSeeds } from "./targets.ts";
import { tierSeeds } from "./tiers.ts";
import { townSeeds } from "./towns.ts";

export interface EvaluationOptions {
  /** a profile, or its name; the one that `settings.yaml` names where absent */
  readonly ratingProfile?: RatingProfile | string;
  /** another reading of the year of inspections than `promises.yaml` has */
  readonly inspectionWindow?: InspectionWindow;
  /** a budget file; the project's own where absent */
  readonly budget?: string;
  readonly directory?: string;
}

const settingsSchema = z.strictObject({ rating_profile: z.string().min(1), threshold_proximity: z.number().positive().max(0.5) });

/** How many months back models may look from the as-of month: four years. */
const monthsBack = 48;

/**
 * All parameters of ratings, targets, tiers, towns and promises as tables named `evaluation_…`, which models read unqualified.
 *
 * @throws D521Error `evaluation_missing`, `evaluation_unreadable`, `evaluation_wrong` (2)
 */
export function evaluationSeeds(options: EvaluationOptions = {}): Seed[] {
  const directory = options.directory ?? evaluationDirectory;
  const settings = readParameters(settingsSchema, "settings.yaml", directory);
  const chosen = options.ratingProfile ?? settings.rating_profile;
  const { min_contributors, largest_share } = disclosureRules();
  const profile = typeof chosen === "string" ? loadRatingProfile(chosen, directory) : chosen;
  return [
    seedFromRows("evaluation_month_back", { months_back: "INTEGER" }, Array.from({ length: monthsBack }, (_, months_back) => ({ months_back }))),
    seedFromRows("evaluation_threshold_proximity", { share: "DECIMAL(9,6)" }, [{ share: String(settings.threshold_proximity) }]),
    seedFromRows("evaluation_disclosure", { min_contributors: "INTEGER", largest_share: "DECIMAL(9,6)" }, [{ min_contributors, largest_share }]),
    ...ratingSeeds(profile, directory),
    ...targetSeeds(directory),
    ...tierSeeds(directory),
    ...townSeeds(directory),
    ...holidaySeeds(directory),
    ...promiseSeeds(directory, options.inspectionWindow),
    ...leadSeeds(directory),
    budgetSeed(options.budget),
  ];
}
