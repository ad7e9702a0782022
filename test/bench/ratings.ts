import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { sourceTables } from "../../pipelines/warehouse/fingerprints.ts";
import { discoverModels } from "../../pipelines/warehouse/models.ts";
import { orderModels } from "../../pipelines/warehouse/order.ts";
import { buildMoment } from "../../pipelines/warehouse/parameters.ts";
import { projectSeeds } from "../../pipelines/warehouse/project-seeds.ts";
import { walkedByYear } from "../../pipelines/warehouse/walk.ts";
import { fillDistrict } from "./warehouse/district.ts";

const sizes = [10_000, 100_000];
const months = 12;
const rounds = 3;

/** What the ratings scan: each month's figures of every enterprise. */
const monthly = ["stg_production", "stg_taxes", "stg_energy", "stg_employment"];

/**
 * The per-mu ratings of 100,000 enterprises (lists, measures, scores, ranks and the two marts) against a bare scan of the
 * same monthly tables: every number of them summed. And how the time grows from 10,000 enterprises.
 */
export async function bench(): Promise<void> {
  const perEnterprise: number[] = [];
  for (const enterprises of sizes) {
    const database = await openDatabase(":memory:", { memoryLimit: "4GB" });
    const connection = await database.connect();
    await connection.run("set threads = 2");
    await fillDistrict(connection, enterprises, months);
    const tables = await sourceTables(connection);
    const { seeds, awardYears } = projectSeeds(await buildMoment(connection, tables, {}));
    const ordered = orderModels(walkedByYear(await discoverModels(connection), awardYears), { seeds: new Set(seeds.map((seed) => seed.name)), tables });
    await connection.run("create schema bench");
    await connection.run("set search_path = 'bench'");
    for (const seed of seeds) await seed.create(connection, `bench.${seed.name}`);
    const ratingModels = /^(int_rating_|efficiency_)/;
    for (const { model } of ordered) if (/^stg_/.test(model.name)) await connection.run(`create table bench.${model.name} as ${model.sql}`);
    const rate = async () => {
      for (const { model } of ordered) if (ratingModels.test(model.name)) await connection.run(`create or replace table bench.${model.name} as ${model.sql}`);
    };
    const scans: string[] = [];
    for (const table of monthly) {
      const columns = (await connection.runAndReadAll(`select column_name from duckdb_columns() where schema_name = 'bench' and table_name = '${table}' and (data_type like 'DECIMAL%' or data_type in ('INTEGER', 'BIGINT'))`))
        .getRows()
        .map(([name]) => String(name));
      scans.push(`select count(distinct enterprise_id), max(month), ${columns.map((column) => `sum(${column})`).join(", ")} from bench.${table}`);
    }
    const scan = async () => {
      for (const sql of scans) await connection.runAndReadAll(sql);
    };
    const [rating, scanning] = [await fastest(rate), await fastest(scan)];
    const rated = Number((await connection.runAndReadAll("select count(*) from bench.efficiency_rating")).getRows()[0]![0]);
    console.log(`${enterprises} enterprises × ${months} months, ${rated} on the lists: ratings ${rating.toFixed(2)} s / scan of their monthly tables ${scanning.toFixed(2)} s = ${(rating / scanning).toFixed(1)}; ${Math.round(rated / rating)} ratings/s`);
    perEnterprise.push(rating / enterprises);
    database.close();
  }
  console.log(`time per enterprise, ${sizes[1]} against ${sizes[0]}: ${(perEnterprise[1]! / perEnterprise[0]!).toFixed(2)}; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}

async function fastest(work: () => Promise<void>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}
