import { z } from "zod";
import { loadContracts } from "../intake/contracts.ts";
import { inWords } from "../schema-words.ts";
import { type Seed, seedFromRows } from "../warehouse/seed.ts";
import { evaluationDirectory, label, readParameters } from "./parameter-file.ts";

const item = z
  .strictObject({
    id: z.string().regex(/^[a-z_]+$/),
    label,
    /** a target of `targets.yaml` */
    target: z.string().min(1).optional(),
    titles: z.array(z.string().min(1)).min(1).optional(),
    events: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(({ target, titles, events }) => [target, titles, events].filter((one) => one !== undefined).length === 1, inWords({ zh: "target、titles、events 要写一个，也只能写一个", en: "needs one of target, titles, events" }))
  .refine(({ titles = [] }) => titles.every((title) => valuesOf("recognitions", "title").includes(title)), inWords({ zh: "titles 里有称号认定没有的称号", en: "titles names what 称号认定 has not" }))
  .refine(({ events = [] }) => events.every((event) => valuesOf("capital_events", "event").includes(event)), inWords({ zh: "events 里有资本运作没有的事项", en: "events names what 资本运作 has not" }));

/** `models/evaluation/leads.yaml`: the bodies that lead parts of the plan, and what is counted for each. */
export const leadsSchema = z
  .strictObject({ version: z.string().min(1), source: z.string().min(1), leads: z.array(z.strictObject({ body: z.string().min(1), items: z.array(item).min(1) })).min(1) })
  .refine(({ leads }) => new Set(leads.flatMap(({ items }) => items.map(({ id }) => id))).size === leads.flatMap(({ items }) => items).length, inWords({ zh: "同一个 id 写了两次", en: "an id stands twice" }));

/**
 * The leads and what is counted, as tables.
 *
 * @throws D521Error of `readParameters`
 */
export function leadSeeds(directory: string = evaluationDirectory): Seed[] {
  const { leads } = readParameters(leadsSchema, "leads.yaml", directory);
  const items = leads.flatMap(({ body, items: own }, bodyIndex) => own.map((one, index) => ({ body, body_order: bodyIndex + 1, item_order: index + 1, one })));
  return [
    seedFromRows(
      "evaluation_lead_item",
      { item: "VARCHAR", body: "VARCHAR", body_order: "INTEGER", item_order: "INTEGER", label_zh: "VARCHAR", label_en: "VARCHAR", target_id: "VARCHAR" },
      items.map(({ one, ...place }) => ({ ...place, item: one.id, label_zh: one.label.zh, label_en: one.label.en, target_id: one.target ?? null })),
    ),
    seedFromRows(
      "evaluation_lead_source",
      { item: "VARCHAR", source: "VARCHAR", category: "VARCHAR" },
      items.flatMap(({ one }) => [...(one.titles ?? []).map((category) => ({ item: one.id, source: "recognitions", category })), ...(one.events ?? []).map((category) => ({ item: one.id, source: "capital_events", category }))]),
    ),
  ];
}

function valuesOf(dataset: string, column: string): readonly string[] {
  return loadContracts().get(dataset)?.columns.find(({ name }) => name === column)?.values ?? [];
}
