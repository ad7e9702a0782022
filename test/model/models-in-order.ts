import type { DuckDBConnection } from "@duckdb/node-api";
import { discoverModels, type Model } from "../../pipelines/warehouse/models.ts";
import { awardYearsOf } from "../../pipelines/warehouse/project-seeds.ts";
import { walkedByYear } from "../../pipelines/warehouse/walk.ts";

export interface WantedModels {
  readonly wanted: readonly string[];
  /** relations that are there already, in place of a model of their name */
  readonly given: ReadonlySet<string>;
  /** `2021-12` */
  readonly asOf: string;
  readonly firstAwardYear: number;
}

/** The wanted models and what they read, each after what it reads, as a build runs them. */
export async function modelsInOrder(connection: DuckDBConnection, { wanted, given, asOf, firstAwardYear }: WantedModels): Promise<Model[]> {
  const models = new Map(walkedByYear(await discoverModels(connection), awardYearsOf(firstAwardYear, asOf)).map((model) => [model.name, model]));
  const ordered = new Set<Model>();
  const visit = (name: string): void => {
    const model = models.get(name);
    if (model === undefined || given.has(name) || ordered.has(model)) return;
    for (const relation of model.reads) if (relation.schema === "") visit(relation.name);
    ordered.add(model);
  };
  for (const name of wanted) visit(name);
  return [...ordered];
}
