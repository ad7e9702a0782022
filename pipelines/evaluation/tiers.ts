import { z } from "zod";
import { inWords } from "../schema-words.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { decimalText, evaluationDirectory, positiveText, readParameters } from "./parameter-file.ts";

/** How a condition compares; `grows_…` against the four quarters before, the others against the measure itself. */
export const tierComparisons = ["is", "at_least", "over", "under", "grows_at_least", "grows_less"] as const;

/** No tax: who reads a suggestion knows the other figures, and would know the tax by it. */
const measure = z.enum(["output", "revenue", "assets", "is_operating", "is_dishonest", "is_small_micro", "is_above_scale_industry", "is_grade_d", "consecutive_d_years"]);

const condition = z
  .strictObject({ measure, ...Object.fromEntries(tierComparisons.map((comparison) => [comparison, decimalText.optional()])) } as { measure: typeof measure } & Record<(typeof tierComparisons)[number], z.ZodOptional<typeof decimalText>>)
  .refine((entry) => tierComparisons.filter((comparison) => entry[comparison] !== undefined).length === 1, inWords({ zh: `${tierComparisons.join("、")} 要写一个，也只能写一个`, en: `exactly one of ${tierComparisons.join(", ")} was expected` }));

/** `models/evaluation/tiers.yaml`: rules of the quarterly adjustment. */
export const tiersSchema = z
  .strictObject({
    version: z.string().min(1),
    source: z.string().min(1),
    is_assumed: z.boolean(),
    leading_assets_over: positiveText,
    rules: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z_]+$/),
        /** what pages and documents say where the rule holds */
        label: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
        /** where the enterprise stands in the library */
        from: z.array(z.enum(["leading", "backbone", "small_micro", "outside"])).min(1),
        suggestion: z.enum(["enter", "promote", "demote", "leave"]),
        to: z.enum(["leading", "backbone", "small_micro", "outside"]),
        quarters: z.int().min(1).max(4),
        conditions: z.array(condition).min(1),
      }),
    ),
  })
  .refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, { ...inWords({ zh: "同一规则写了两次", en: "a rule stands twice" }), path: ["rules"] });

/**
 * The tiers' rules as tables; the first rule of the file comes first.
 *
 * @throws D521Error of `readParameters`
 */
export function tierSeeds(directory: string = evaluationDirectory): Seed[] {
  const { leading_assets_over, is_assumed, rules } = readParameters(tiersSchema, "tiers.yaml", directory);
  return [
    seedFromRows("evaluation_tier_setting", { leading_assets_over_wan: "DECIMAL(18,6)", is_assumed: "BOOLEAN" }, [{ leading_assets_over_wan: leading_assets_over, is_assumed }]),
    seedFromRows(
      "evaluation_tier_rule",
      { rule: "VARCHAR", label_zh: "VARCHAR", rule_order: "INTEGER", from_tier: "VARCHAR", suggestion: "VARCHAR", to_tier: "VARCHAR", quarters: "INTEGER", conditions: "INTEGER" },
      rules.flatMap(({ id, label, from, suggestion, to, quarters, conditions }, index) =>
        from.map((from_tier) => ({ rule: id, label_zh: label.zh, rule_order: index + 1, from_tier, suggestion, to_tier: to, quarters, conditions: conditions.length })),
      ),
    ),
    seedFromRows(
      "evaluation_tier_condition",
      { rule: "VARCHAR", condition_no: "INTEGER", measure: "VARCHAR", comparison: "VARCHAR", threshold: "DECIMAL(16,8)" },
      rules.flatMap(({ id, conditions }) =>
        conditions.map((entry, index) => {
          const comparison = tierComparisons.find((name) => entry[name] !== undefined) ?? "is";
          return { rule: id, condition_no: index + 1, measure: entry.measure, comparison, threshold: entry[comparison] ?? null };
        }),
      ),
    ),
  ];
}
