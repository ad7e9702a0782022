/**
 * `measure-awards.ts FILE`: in a database whose models have been built up to what the awards read, runs every award model, from the
 * claims to mart.award_line, once, by hand and in order; prints time, rows and highest memory as JSON. A process of its own, so that
 * its memory is its own. `measure-awards.ts prepare FILE` makes such a database of a loaded one. D521_BENCH_STEPS=1 tells each model's time.
 */
import { buildMemoryLimit } from "../../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../../pipelines/warehouse/database.ts";
import { sourceTables } from "../../../pipelines/warehouse/fingerprints.ts";
import { discoverModels } from "../../../pipelines/warehouse/models.ts";
import { orderModels } from "../../../pipelines/warehouse/order.ts";
import { buildMoment } from "../../../pipelines/warehouse/parameters.ts";
import { projectSeeds } from "../../../pipelines/warehouse/project-seeds.ts";
import { walkedByYear } from "../../../pipelines/warehouse/walk.ts";

const isPreparing = process.argv[2] === "prepare";
const file = process.argv.at(-1)!;
const database = await openDatabase(file, { memoryLimit: buildMemoryLimit });
const connection = await database.connect();
const tables = await sourceTables(connection);
const { seeds, awardYears } = projectSeeds(await buildMoment(connection, tables, {}));
const ordered = orderModels(walkedByYear(await discoverModels(connection), awardYears), { seeds: new Set(seeds.map((seed) => seed.name)), tables });

/** What mart.award_line needs, and of that the models from the claims on: the awards' own. */
const needed = new Set(["award_line"]);
for (const { model, inputs } of [...ordered].reverse()) if (needed.has(model.name)) for (const input of inputs) needed.add(input);
const ofAwards = new Set(["int_claim"]);
for (const { model, inputs } of ordered) if (needed.has(model.name) && inputs.some((input) => ofAwards.has(input))) ofAwards.add(model.name);

await connection.run("create schema if not exists by_hand");
await connection.run("set search_path = 'by_hand'");
if (isPreparing) for (const seed of seeds) await seed.create(connection, `by_hand.${seed.name}`);
const started = performance.now();
for (const { model } of ordered) {
  if (!needed.has(model.name) || ofAwards.has(model.name) === isPreparing) continue;
  const began = performance.now();
  await connection.run(`create table by_hand.${model.name} as ${model.sql}`);
  if (process.env.D521_BENCH_STEPS) console.error(`${model.name} ${(performance.now() - began).toFixed(0)} ms`);
}
const milliseconds = performance.now() - started;
const rows = isPreparing ? 0 : Number((await connection.runAndReadAll("select count(*) from by_hand.award_line")).getRows()[0]![0]);
const claims = isPreparing ? 0 : Number((await connection.runAndReadAll("select count(*) from by_hand.int_claim")).getRows()[0]![0]);
// the yardstick: the same number of rows as wide as an award line, out of nothing
const before = performance.now();
if (!isPreparing) {
  await connection.run(`create table by_hand.yardstick as select cast(2021 as integer) as award_year, 'E' || number as enterprise_id, '6.1' as clause_id, '' as subject, 'accrued' as basis,
    cast(number as decimal(18, 2)) as gross_cny, cast(number as decimal(18, 2)) as entitled_cny, cast(number as decimal(18, 2)) as fundable_cny, cast(0 as decimal(18, 2)) as shortfall_cny,
    'payable' as status, ['unrated'] as reasons, cast(0 as decimal(18, 2)) as paid_cny, cast(number as decimal(18, 2)) as outstanding_cny, 'direct' as redemption from range(${rows}) as series(number)`);
}
const yardstick = performance.now() - before;
// kilobytes on Linux
const peakBytes = process.resourceUsage().maxRSS * 1024;
database.close();
console.log(JSON.stringify({ milliseconds, yardstick, rows, claims, models: ofAwards.size, peakBytes }));
