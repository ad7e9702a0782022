import { z } from "zod";
import { inWords } from "../schema-words.ts";
import { loadContracts } from "../intake/contracts.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, label, readParameters } from "./parameter-file.ts";

/** What «一年» is of which an enterprise may be inspected so often. */
export const inspectionWindows = ["calendar_year", "rolling_12_months"] as const;
export type InspectionWindow = (typeof inspectionWindows)[number];

/** `models/evaluation/promises.yaml`: deadlines, visits and inspections. */
export const promisesSchema = z
  .strictObject({
    version: z.string().min(1),
    source: z.string().min(1),
    deadlines: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z_]+$/),
        source: z.enum(["requests", "services"]),
        category: z.string().min(1),
        /** null: reported without a limit */
        working_days: z.int().min(1).max(250).nullable(),
        label,
        place: z.string().min(1),
        /** measured by the mean of a quarter's finished cases against a base, in working days, less a share of it */
        mean: z.strictObject({ base_working_days: z.int().min(1).max(250), cut: z.number().min(0).lt(1), source: z.string().min(1) }).optional(),
      }),
    ),
    visits: z.strictObject({ label, place: z.string().min(1), by_named_leader: z.boolean() }),
    inspections: z.strictObject({ label, place: z.string().min(1), a_year: z.int().min(0), window: z.enum(inspectionWindows), counts_on_request: z.boolean() }),
  })
  .refine(({ deadlines }) => new Set(deadlines.map(({ source, category }) => `${source} ${category}`)).size === deadlines.length, { ...inWords({ zh: "同一类别写了两次", en: "a category stands twice" }), path: ["deadlines"] });

/** `models/evaluation/reporting.yaml`: when monthly data sets are due. */
export const reportingSchema = z.strictObject({
  version: z.string().min(1),
  due_day: z.int().min(1).max(28),
  complete_share: z.number().gt(0).max(1),
  datasets: z.array(z.enum(["production", "taxes", "district_taxes", "energy", "employment"])).min(1),
});

/**
 * Promises and reporting days as tables.
 *
 * @param window  another reading of the year of inspections than the file's
 * @throws D521Error of `readParameters`
 */
export function promiseSeeds(directory: string = evaluationDirectory, window?: InspectionWindow): Seed[] {
  const { deadlines, visits, inspections } = readParameters(promisesSchema, "promises.yaml", directory);
  const reporting = readParameters(reportingSchema, "reporting.yaml", directory);
  const contracts = loadContracts();
  const promises = [
    ...deadlines.map((one) => ({ promise: one.id, kind: "deadline", source: one.source, category: one.category, limit_days: one.working_days, label_zh: one.label.zh, label_en: one.label.en, place: one.place })),
    { promise: "visit", kind: "visit", source: "visits", category: null, limit_days: null, label_zh: visits.label.zh, label_en: visits.label.en, place: visits.place },
    { promise: "inspection", kind: "inspection", source: "inspections", category: null, limit_days: null, label_zh: inspections.label.zh, label_en: inspections.label.en, place: inspections.place },
  ];
  return [
    seedFromRows(
      "evaluation_promise",
      { promise: "VARCHAR", promise_order: "INTEGER", kind: "VARCHAR", source: "VARCHAR", category: "VARCHAR", limit_days: "INTEGER", label_zh: "VARCHAR", label_en: "VARCHAR", place: "VARCHAR", bureau: "VARCHAR" },
      promises.map((promise, index) => ({ ...promise, promise_order: index + 1, bureau: contracts.get(promise.source)?.from ?? null })),
    ),
    seedFromRows("evaluation_promise_setting", { by_named_leader: "BOOLEAN", inspections_a_year: "INTEGER", inspection_window: "VARCHAR", counts_on_request: "BOOLEAN" }, [
      { by_named_leader: visits.by_named_leader, inspections_a_year: inspections.a_year, inspection_window: window ?? inspections.window, counts_on_request: inspections.counts_on_request },
    ]),
    seedFromRows(
      "evaluation_promise_mean",
      { promise: "VARCHAR", base_working_days: "INTEGER", cut: "DECIMAL(9,6)", base_source: "VARCHAR" },
      deadlines.flatMap(({ id, mean }) => (mean ? [{ promise: id, base_working_days: mean.base_working_days, cut: String(mean.cut), base_source: mean.source }] : [])),
    ),
    seedFromRows(
      "evaluation_reporting_dataset",
      { dataset: "VARCHAR", dataset_name: "VARCHAR", bureau: "VARCHAR", due_day: "INTEGER", complete_share: "DECIMAL(4,2)" },
      reporting.datasets.map((dataset) => ({ dataset, dataset_name: contracts.get(dataset)?.name ?? dataset, bureau: contracts.get(dataset)?.from ?? null, due_day: reporting.due_day, complete_share: reporting.complete_share })),
    ),
  ];
}
