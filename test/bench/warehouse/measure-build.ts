/**
 * `measure-build.ts build|hand FILE [MODELS]`: builds all models on a loaded database, by the runner or one by one by hand, and
 * prints time and highest memory as JSON. A process of its own, so that its memory is its own.
 */
import { buildMemoryLimit, buildModels } from "../../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { sourceTables } from "../../../pipelines/warehouse/fingerprints.ts";
import { discoverModels } from "../../../pipelines/warehouse/models.ts";
import { orderModels } from "../../../pipelines/warehouse/order.ts";
import { buildMoment } from "../../../pipelines/warehouse/parameters.ts";
import { projectSeeds } from "../../../pipelines/warehouse/project-seeds.ts";
import { walkedByYear } from "../../../pipelines/warehouse/walk.ts";

const [how, file = "", modelsDir] = process.argv.slice(2);
const database = await openDatabase(file, { memoryLimit: buildMemoryLimit });

async function byRunner(): Promise<number> {
  const report = await buildModels({ database, modelsDir, now: () => new Date() });
  if (!report.visible) throw new Error(`failed checks: ${JSON.stringify(report.failedChecks)}`);
  return report.models.length;
}

async function byHand(): Promise<() => Promise<number>> {
  const connection = await database.connect();
  const tables = await sourceTables(connection);
  const moment = await buildMoment(connection, tables, {});
  const { seeds, awardYears } = projectSeeds(moment);
  const ordered = orderModels(walkedByYear(await discoverModels(connection, modelsDir), awardYears), { seeds: new Set(seeds.map((seed) => seed.name)), tables });
  await connection.run("create schema by_hand");
  await connection.run("set search_path = 'by_hand'");
  for (const seed of seeds) await seed.create(connection, `by_hand.${seed.name}`);
  return async () => {
    for (const { model } of ordered) await connection.run(`create table by_hand.${model.name} as ${model.sql}`);
    return ordered.length;
  };
}

const work = how === "hand" ? await byHand() : byRunner;
const started = performance.now();
const models = await work();
const milliseconds = performance.now() - started;
// kilobytes on Linux
const peakBytes = process.resourceUsage().maxRSS * 1024;
database.close();
console.log(JSON.stringify({ milliseconds, peakBytes, models }));
