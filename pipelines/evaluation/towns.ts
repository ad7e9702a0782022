import { Decimal } from "decimal.js";
import { z } from "zod";
import { loadTowns } from "../intake/contracts.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, indicatorTwice, label, positiveText, readParameters, weightsWrong } from "./parameter-file.ts";

/** What a town can be scored by; each is a part of `int_town_value`. */
export const townIndicators = [
  "output_growth", "local_tax_growth", "new_above_scale", "library_progress", "tax_per_mu", "d_land_share", "technical_investment",
  "target_output", "target_local_tax", "target_new_above_scale", "target_library", "target_investment", "reporting", "visits", "requests",
] as const;

/** `models/evaluation/towns.yaml`: indicators, weights and directions. */
export const townsSchema = z
  .strictObject({
    version: z.string().min(1),
    source: z.string().min(1),
    is_assumed: z.boolean(),
    months: z.int().min(1).max(36),
    weight_wobble: positiveText,
    indicators: z.array(z.strictObject({ id: z.enum(townIndicators), weight: positiveText, better: z.enum(["higher", "lower"]), label })).min(1),
  })
  .superRefine(({ indicators }, context) => {
    const sum = indicators.reduce((total, { weight }) => total.plus(weight), new Decimal(0));
    if (!sum.eq(100)) context.addIssue({ code: "custom", message: weightsWrong(sum), path: ["indicators"] });
    if (new Set(indicators.map(({ id }) => id)).size < indicators.length) context.addIssue({ code: "custom", message: indicatorTwice(), path: ["indicators"] });
  });

/**
 * The towns in the order in which the plan lists them (附件), and their indicators, as tables.
 *
 * @throws D521Error of `readParameters`
 */
export function townSeeds(directory: string = evaluationDirectory): Seed[] {
  const towns = readParameters(townsSchema, "towns.yaml", directory);
  return [
    seedFromRows("evaluation_town", { town: "VARCHAR", town_order: "INTEGER" }, [...loadTowns().keys()].map((town, index) => ({ town, town_order: index + 1 }))),
    seedFromRows("evaluation_town_setting", { months: "INTEGER", weight_wobble: "DECIMAL(9,4)", is_assumed: "BOOLEAN" }, [{ months: towns.months, weight_wobble: towns.weight_wobble, is_assumed: towns.is_assumed }]),
    seedFromRows(
      "evaluation_town_indicator",
      { indicator: "VARCHAR", indicator_order: "INTEGER", weight: "DECIMAL(9,4)", better: "VARCHAR", label_zh: "VARCHAR", label_en: "VARCHAR" },
      towns.indicators.map(({ id, weight, better, label: { zh, en } }, index) => ({ indicator: id, indicator_order: index + 1, weight, better, label_zh: zh, label_en: en })),
    ),
  ];
}
