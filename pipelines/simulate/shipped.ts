import { readdirSync } from "node:fs";
import path from "node:path";
import { buildAside } from "../warehouse/build.ts";
import type { Database } from "../warehouse/database.ts";
import { simulatedModels } from "./batch.ts";
import { readScenario, scenarioDirectory } from "./scenario.ts";
import { simulate, type SimulateReport } from "./simulate.ts";

export interface ShippedOptions {
  /** open for writing, with a build in it */
  readonly database: Database;
  /** `2021-09` */
  readonly asOf: string;
  /** further months that the first scenario is run from, so that its page shows how the range narrows */
  readonly alsoFrom?: readonly string[];
  readonly draws: number;
  readonly seed: number;
  readonly now: () => Date;
  /** hears before each scenario */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly scenario: string }) => void;
}

/**
 * Runs every scenario that comes with the project, one after another, under one seed.
 *
 * @throws D521Error those of `readScenario` and `simulate`
 */
export async function simulateShipped(options: ShippedOptions): Promise<SimulateReport[]> {
  const { database, asOf, alsoFrom = [], draws, seed, now } = options;
  const scenarios = readdirSync(scenarioDirectory)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => readScenario(path.join(scenarioDirectory, name)));
  const total = scenarios.length + alsoFrom.length;
  for (const [done, month] of alsoFrom.entries()) {
    const scenario = scenarios[0]!;
    options.onProgress?.({ done, total, scenario: `${scenario.name} ${month}` });
    await simulate({ database, scenario, draws, seed, asOf: month, now });
  }
  // what the scenarios have in common is built once and stays until the last of them has used it
  const common = await buildAside({ database, asOf, only: simulatedModels, now });
  try {
    const reports: SimulateReport[] = [];
    for (const [done, scenario] of scenarios.entries()) {
      options.onProgress?.({ done: alsoFrom.length + done, total, scenario: scenario.name });
      reports.push(await simulate({ database, scenario, draws, seed, asOf, now }));
    }
    return reports;
  } finally {
    await common.release();
  }
}
