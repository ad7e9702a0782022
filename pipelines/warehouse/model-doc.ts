import { z } from "zod";

const severity = z.enum(["error", "warn"]).default("error");
const columnName = z.string().regex(/^[a-z][a-z0-9_]*$/);
const columnList = z.array(columnName).min(1);

/**
 * A check of a model's rows. Each counts rows that must not be there; `severity: warn` reports and lets the build through.
 *
 * - `not_null`: in each of `columns`
 * - `unique`: `columns` together
 * - `accepted_values`: `column` holds only `values` (or null)
 * - `relationships`: each value of `column` (or null) stands in `field` of the relation `to`
 * - `row_count_equals`: as many rows as the relation `to`, or as the query `sql` says in its only cell
 * - `sql`: a query that must return no rows
 */
export const checkSchema = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("not_null"), columns: columnList, severity }),
  z.strictObject({ check: z.literal("unique"), columns: columnList, severity }),
  z.strictObject({ check: z.literal("accepted_values"), column: columnName, values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1), severity }),
  z.strictObject({ check: z.literal("relationships"), column: columnName, to: z.string(), field: columnName, severity }),
  z
    .strictObject({ check: z.literal("row_count_equals"), to: z.string().optional(), sql: z.string().optional(), name: z.string().optional(), severity })
    .refine((check) => (check.to === undefined) !== (check.sql === undefined), { message: "give either `to` or `sql`" }),
  z.strictObject({ check: z.literal("sql"), name: z.string().min(1), sql: z.string().min(1), severity }),
]);

/** Runs once for each award year; see `walk.ts`. */
const walkSchema = z.strictObject({
  by: z.literal("award_year"),
  /** relations of which only the rows of the year are read */
  of_year: z.array(z.string()).default([]),
  /** a walked model whose rows of all earlier years stand beside its own */
  plus_earlier: z.string().optional(),
});

/** What a `<relation>.yml` says of its model. A `key` implies the checks `unique` and `not_null` on its columns. */
export const modelDocSchema = z.strictObject({
  description: z.string().min(1),
  key: z.array(columnName),
  walk: walkSchema.optional(),
  columns: z.record(columnName, z.strictObject({ meaning: z.string().min(1), unit: z.string().min(1).optional(), source: z.string().min(1).optional() })),
  checks: z.array(checkSchema).default([]),
});

export type Check = z.infer<typeof checkSchema>;
export type ModelDoc = z.infer<typeof modelDocSchema>;
