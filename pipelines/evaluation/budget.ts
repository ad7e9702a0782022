import path from "node:path";
import { Decimal } from "decimal.js";
import { z } from "zod";
import { inWords } from "../schema-words.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, positiveText, readParameters } from "./parameter-file.ts";

/** A budget file: the funds set aside for awards by award year, in 万元 (parts of one in quotes), and whose figures they are. */
export const budgetSchema = z.strictObject({
  source: z.string().min(1),
  budget_wan: z.record(z.string().regex(/^20\d\d$/, inWords({ zh: "应为四位年份，如 2021", en: "must be a year such as 2021" })), z.union([z.int().min(0), positiveText])),
});

/**
 * The budget as the table `evaluation_budget`; no row for a year without one.
 *
 * @param file  a budget file; `models/evaluation/budget.yaml` where absent
 * @throws D521Error of `readParameters`
 */
export function budgetSeed(file: string = path.join(evaluationDirectory, "budget.yaml")): Seed {
  const { source, budget_wan } = readParameters(budgetSchema, path.basename(file), path.dirname(file));
  return seedFromRows(
    "evaluation_budget",
    { award_year: "INTEGER", budget_cny: "DECIMAL(18,2)", source: "VARCHAR" },
    Object.entries(budget_wan).map(([year, wan]) => ({ award_year: Number(year), budget_cny: new Decimal(wan).times(10_000).toFixed(2), source })),
  );
}
