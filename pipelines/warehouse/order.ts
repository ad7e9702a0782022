import { invalid, type Model } from "./models.ts";

/** What a model may read besides other models. */
export interface Surroundings {
  /** names of the seeds, read unqualified */
  readonly seeds: ReadonlySet<string>;
  /** `raw.taxes`, `ops.import_file`: the tables that exist */
  readonly tables: ReadonlySet<string>;
}

/** A model and the names of what it reads, sorted: models and seeds by name, tables as `schema.name`. */
export interface OrderedModel {
  readonly model: Model;
  readonly inputs: readonly string[];
}

/**
 * Puts models behind what they read; among equals by name, so the order is the same every time.
 *
 * @throws D521Error `model_invalid` naming the file, for an unknown relation and for a circle
 */
export function orderModels(models: readonly Model[], surroundings: Surroundings): OrderedModel[] {
  const byName = new Map(models.map((model) => [model.name, model]));
  const inputsOf = new Map(models.map((model) => [model.name, inputs(model, byName, surroundings)]));
  const ordered: OrderedModel[] = [];
  const done = new Set<string>();
  const visit = (model: Model, path: readonly string[]): void => {
    if (done.has(model.name)) return;
    if (path.includes(model.name)) {
      throw invalid(model.file, `the models read one another in a circle: ${[...path.slice(path.indexOf(model.name)), model.name].join(" → ")}`);
    }
    const read = inputsOf.get(model.name) ?? [];
    for (const name of read) {
      const input = byName.get(name);
      if (input) visit(input, [...path, model.name]);
    }
    done.add(model.name);
    ordered.push({ model, inputs: read });
  };
  for (const model of [...models].sort((left, right) => (left.name < right.name ? -1 : 1))) visit(model, []);
  return ordered;
}

/** Of models in running order those that are `wanted` and all that these read, in the same order. */
export function upTo(ordered: readonly OrderedModel[], wanted: ReadonlySet<string>): OrderedModel[] {
  const needed = new Set(wanted);
  // from the back: who reads stands behind what is read
  for (const { model, inputs } of [...ordered].reverse()) if (needed.has(model.name)) for (const name of inputs) needed.add(name);
  return ordered.filter(({ model }) => needed.has(model.name));
}

function inputs(model: Model, models: ReadonlyMap<string, Model>, { seeds, tables }: Surroundings): string[] {
  return model.reads
    .map(({ schema, name }) => {
      if (schema === "" && (models.has(name) || seeds.has(name))) return name;
      if (tables.has(`${schema}.${name}`)) return `${schema}.${name}`;
      const written = schema === "" ? name : `${schema}.${name}`;
      const advice = schema !== "" && models.has(name) ? `; models are read without a schema: ${name}` : "";
      throw invalid(model.file, `it reads "${written}", which is neither a model, a seed nor a table of raw or ops${advice}`);
    })
    .sort();
}
