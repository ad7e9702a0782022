import { Decimal } from "decimal.js";
import { z } from "zod";
import { inWords } from "../schema-words.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { dateText, decimalText, evaluationDirectory, label, positiveText, readParameters } from "./parameter-file.ts";

const common = {
  id: z.enum(["leading_2", "backbone_20", "small_micro_100"]),
  target: z.int().min(1),
  label,
  library_tier: z.enum(["龙头", "骨干", "小微"]),
};

const target = z.discriminatedUnion("definition", [
  z.strictObject({
    ...common,
    definition: z.literal("assets"),
    /** 万元; strictly more counts */
    assets_over: positiveText,
    near_share: positiveText,
  }),
  z.strictObject({
    ...common,
    definition: z.literal("growth_since_entry"),
    figures: z.array(z.enum(["output", "revenue"])).min(1),
    /** a fraction a year, compounded since the year before entry */
    growth_a_year: decimalText,
    inclusive: z.boolean(),
    counts_above_scale: z.boolean(),
  }),
]);

/** `models/evaluation/targets.yaml`: what counts for the plan's 5-2-1 and how a forecast is made. */
export const targetsSchema = z
  .strictObject({
    version: z.string().min(1),
    source: z.string().min(1),
    starts_on: dateText,
    deadline: dateText,
    pace_months: z.int().min(1).max(36),
    damping: decimalText.refine((text) => Number(text) > 0 && Number(text) < 1, inWords({ zh: "要在 0 和 1 之间", en: "must lie between 0 and 1" })),
    shortest_history: z.int().min(2).max(36),
    fewest_origins: z.int().min(1).max(36),
    range_share: decimalText.refine((text) => Number(text) > 0 && Number(text) <= 1, inWords({ zh: "要大于 0、不超过 1", en: "must be over 0 and at most 1" })),
    at_risk_share: positiveText,
    targets: z.array(target).min(1),
  })
  .refine(({ starts_on, deadline }) => starts_on < deadline, { ...inWords({ zh: "要晚于 starts_on", en: "must lie after starts_on" }), path: ["deadline"] })
  .refine(({ targets }) => new Set(targets.map(({ id }) => id)).size === targets.length, { ...inWords({ zh: "同一目标写了两次", en: "a target stands twice" }), path: ["targets"] });

export type Targets = z.infer<typeof targetsSchema>;

/** Years since the year before entry for which a growth factor is made; more is beyond any plan. */
const longestYears = 12;

/**
 * The targets as tables.
 *
 * @throws D521Error of `readParameters`
 */
export function targetSeeds(directory: string = evaluationDirectory): Seed[] {
  const targets = readParameters(targetsSchema, "targets.yaml", directory);
  const growing = targets.targets.flatMap((one) => (one.definition === "growth_since_entry" ? [one] : []));
  return [
    seedFromRows(
      "evaluation_target_setting",
      { starts_on: "DATE", deadline: "DATE", pace_months: "INTEGER", damping: "DECIMAL(9,4)", shortest_history: "INTEGER", fewest_origins: "INTEGER", range_share: "DECIMAL(9,4)", at_risk_share: "DECIMAL(9,4)" },
      [{ starts_on: targets.starts_on, deadline: targets.deadline, pace_months: targets.pace_months, damping: targets.damping, shortest_history: targets.shortest_history, fewest_origins: targets.fewest_origins, range_share: targets.range_share, at_risk_share: targets.at_risk_share }],
    ),
    seedFromRows(
      "evaluation_target",
      {
        target_id: "VARCHAR", target_order: "INTEGER", target: "INTEGER", label_zh: "VARCHAR", label_en: "VARCHAR", library_tier: "VARCHAR", definition: "VARCHAR",
        assets_over_wan: "DECIMAL(18,6)", near_share: "DECIMAL(9,4)", is_inclusive: "BOOLEAN", counts_above_scale: "BOOLEAN",
      },
      targets.targets.map((one, index) => ({
        target_id: one.id, target_order: index + 1, target: one.target, label_zh: one.label.zh, label_en: one.label.en, library_tier: one.library_tier, definition: one.definition,
        ...(one.definition === "assets"
          ? { assets_over_wan: one.assets_over, near_share: one.near_share }
          : { is_inclusive: one.inclusive, counts_above_scale: one.counts_above_scale }),
      })),
    ),
    seedFromRows("evaluation_target_figure", { target_id: "VARCHAR", figure: "VARCHAR" }, growing.flatMap((one) => one.figures.map((figure) => ({ target_id: one.id, figure })))),
    // (1 + growth) ^ years, exact for two decimals of growth up to six years and rounded to twelve places after
    seedFromRows(
      "evaluation_target_factor",
      { target_id: "VARCHAR", years: "INTEGER", factor: "DECIMAL(18,12)" },
      growing.flatMap((one) =>
        Array.from({ length: longestYears }, (_, index) => ({ target_id: one.id, years: index + 1, factor: new Decimal(one.growth_a_year).plus(1).pow(index + 1).toFixed(12) })),
      ),
    ),
  ];
}
