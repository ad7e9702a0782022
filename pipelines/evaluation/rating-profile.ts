import { readdirSync } from "node:fs";
import path from "node:path";
import { Decimal } from "decimal.js";
import { z } from "zod";
import { D521Error, exitCodes } from "../errors.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { inWords, said } from "../schema-words.ts";
import { evaluationMessages } from "./messages.ts";
import { evaluationDirectory, indicatorTwice, label, positiveText, readParameters, weightsWrong } from "./parameter-file.ts";

/** What an indicator divides; each is a row of `int_rating_measure`. */
export const ratingMeasures = ["tax", "revenue", "value_added", "energy_tce", "employees", "pollutants_t", "land_mu", "research", "electricity_10mwh"] as const;

const measure = z.enum(ratingMeasures);

const indicator = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  numerator: measure,
  denominator: measure,
  weight: positiveText,
  /** the value that scores the weight, where the county sets one; else the class's own quotient */
  base: positiveText.refine((text) => !new Decimal(text).isZero(), inWords({ zh: "要大于零", en: "must be over zero" })).optional(),
  /** what a denominator that is not on file scores: 0, or the class's average */
  missing_denominator: z.enum(["zero", "average"]).default("zero"),
});

const ratingClass = z.strictObject({
  /** less land than this is not rated, 亩 */
  min_land_mu: positiveText,
  indicators: z.array(indicator).min(1),
});

const sumOfWeights = (indicators: readonly { readonly weight: string }[]): Decimal => indicators.reduce((sum, { weight }) => sum.plus(weight), new Decimal(0));

/** One file of `models/evaluation/rating/`: how enterprises are rated by what they make of their land. */
export const ratingProfileSchema = z
  .strictObject({
    profile: z.string().regex(/^[a-z0-9-]+$/),
    version: z.string().min(1),
    label,
    is_assumed: z.boolean(),
    source: z.string().min(1),
    tax: z.enum(["total", "local"]),
    excluded_divisions: z.array(z.string().regex(/^\d{2}$/)),
    scoring: z.enum(["ratio", "min_max"]),
    cap: positiveText,
    base_over: z.enum(["class", "rated"]),
    shares: z.strictObject({ a: positiveText, b: positiveText, c: positiveText }),
    quota_counts_unrated: z.boolean(),
    d_places: z.enum(["rank", "foot"]),
    new_enterprise_months: z.int().min(0),
    classes: z.record(z.enum(["规上", "规下"]), ratingClass),
  })
  .refine(({ shares }) => new Decimal(shares.a).lte(shares.b) && new Decimal(shares.b).lte(shares.c) && new Decimal(shares.c).lte(1), { ...inWords({ zh: "应为 a ≤ b ≤ c ≤ 1", en: "a ≤ b ≤ c ≤ 1 was expected" }), path: ["shares"] })
  .superRefine(({ classes, scoring }, context) => {
    for (const [size, { indicators }] of Object.entries(classes)) {
      const path = ["classes", size, "indicators"];
      if (!sumOfWeights(indicators).eq(100)) context.addIssue({ code: "custom", message: weightsWrong(sumOfWeights(indicators)), path });
      if (new Set(indicators.map(({ id }) => id)).size < indicators.length) context.addIssue({ code: "custom", message: indicatorTwice(), path });
      if (scoring === "min_max" && indicators.some(({ base }) => base !== undefined)) context.addIssue({ code: "custom", message: said("min_max 不用基准，base 要去掉", "min_max has no bases; leave base out"), path });
      // ties go to the higher tax per mu
      if (!indicators.some(({ id }) => id === "tax_per_mu")) context.addIssue({ code: "custom", message: said("缺 tax_per_mu，得分相同时要靠它排名", "tax_per_mu is missing; it breaks ties"), path });
    }
  });

export type RatingProfile = z.infer<typeof ratingProfileSchema>;

const labelsSchema = z.record(z.string(), z.strictObject({ zh: z.string().min(1), en: z.string().min(1), unit: z.string().min(1) }));

/**
 * Reads a profile by name.
 *
 * @throws D521Error `rating_profile_unknown` (2), naming those that there are; or of `readParameters`
 */
export function loadRatingProfile(name: string, directory: string = evaluationDirectory): RatingProfile {
  const names = readdirSync(path.join(directory, "rating")).flatMap((file) => (file.endsWith(".yaml") ? [path.basename(file, ".yaml")] : []));
  if (!names.includes(name)) throw new D521Error(exitCodes.usage, "rating_profile_unknown", evaluationMessages.rating_profile_unknown, { name, names: names.sort().join("、") });
  const schema = ratingProfileSchema.refine(({ profile }) => profile === name, { ...inWords({ zh: `与文件名 ${name} 不符`, en: `the file's name says ${name}` }), path: ["profile"] });
  return readParameters(schema, `rating/${name}.yaml`, directory);
}

/** The profile as the tables that the rating's models read. */
export function ratingSeeds(profile: RatingProfile, directory: string = evaluationDirectory): Seed[] {
  const labels = readParameters(labelsSchema, "rating-indicators.yaml", directory);
  const classes = Object.entries(profile.classes).flatMap(([size_class, value]) => (value === undefined ? [] : [{ size_class, ...value }]));
  return [
    seedFromRows(
      "evaluation_rating_profile",
      {
        profile: "VARCHAR", version: "VARCHAR", label_zh: "VARCHAR", label_en: "VARCHAR", is_assumed: "BOOLEAN", source: "VARCHAR", tax: "VARCHAR", scoring: "VARCHAR", cap: "DECIMAL(9,6)",
        base_over: "VARCHAR", share_a: "DECIMAL(9,6)", share_b: "DECIMAL(9,6)", share_c: "DECIMAL(9,6)", quota_counts_unrated: "BOOLEAN", d_places: "VARCHAR", new_enterprise_months: "INTEGER",
      },
      [
        {
          profile: profile.profile, version: profile.version, label_zh: profile.label.zh, label_en: profile.label.en, is_assumed: profile.is_assumed, source: profile.source, tax: profile.tax,
          scoring: profile.scoring, cap: profile.cap, base_over: profile.base_over, share_a: profile.shares.a, share_b: profile.shares.b, share_c: profile.shares.c,
          quota_counts_unrated: profile.quota_counts_unrated, d_places: profile.d_places, new_enterprise_months: profile.new_enterprise_months,
        },
      ],
    ),
    seedFromRows("evaluation_rating_excluded_division", { division: "VARCHAR" }, profile.excluded_divisions.map((division) => ({ division }))),
    seedFromRows("evaluation_rating_class", { size_class: "VARCHAR", min_land_mu: "DECIMAL(18,6)" }, classes.map(({ size_class, min_land_mu }) => ({ size_class, min_land_mu }))),
    seedFromRows(
      "evaluation_rating_indicator",
      {
        size_class: "VARCHAR", indicator: "VARCHAR", indicator_order: "INTEGER", label_zh: "VARCHAR", label_en: "VARCHAR", unit: "VARCHAR",
        numerator: "VARCHAR", denominator: "VARCHAR", weight: "DECIMAL(9,4)", base: "DECIMAL(18,6)", missing_denominator: "VARCHAR",
      },
      classes.flatMap(({ size_class, indicators }) =>
        indicators.map(({ id, base, ...rest }, index) => ({
          size_class, indicator: id, indicator_order: index + 1, label_zh: labels[id]?.zh ?? id, label_en: labels[id]?.en ?? id, unit: labels[id]?.unit ?? null, base: base ?? null, ...rest,
        })),
      ),
    ),
  ];
}
