import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { buildAside, buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-simulate-"));
const now = () => new Date("2022-02-01T00:00:00Z");
let database: Database;

beforeAll(async () => {
  await writeSample({ out: path.join(folder, "exports"), enterprises: 60, months: 30, seed: 11 });
  database = await openDatabase(path.join(folder, "district.duckdb"));
  await loadExports({ exports: path.join(folder, "exports"), database: database.file, opened: database, now });
  await buildModels({ database, asOf: "2021-09", now });
}, 120_000);
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const certain: Scenario = { name: "certain", assumption: "nothing is uncertain", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: "none" };
const uncertain: Scenario = { ...certain, name: "uncertain", uncertainty: { times: 1 } };

async function run(scenario: Scenario, more: { draws?: number; seed?: number; asOf?: string; batchPairs?: number; byClaims?: boolean } = {}) {
  return simulate({ database, scenario, draws: 40, seed: 1, now, ...more });
}

async function totals(schema: { lines: string; retention: string }, year = 2021) {
  const connection = await database.connect();
  const reader = await connection.runAndReadAll(`select cast(sum(entitled_cny) as varchar), cast(sum(fundable_cny) as varchar),
    (select cast(sum(new_retention_cny) as varchar) from ${schema.retention} where award_year = ${year}) from ${schema.lines} where award_year = ${year}`);
  const [entitled_cny, fundable_cny, retention_cny] = reader.getRows()[0] as string[];
  return { entitled_cny, fundable_cny, retention_cny };
}

async function asideTotals(asOf: string, policy = loadPolicy()) {
  const aside = await buildAside({ database, asOf, extraSeeds: policySeeds(policy), now });
  try {
    return await totals({ lines: `${aside.schema}.award_line`, retention: `${aside.schema}.enterprise_retention` });
  } finally {
    await aside.release();
  }
}

describe("a simulation without uncertainty is the projection, to the fen", () => {
  it.each(["2021-03", "2021-09", "2021-12"])("as of %s", async (asOf) => {
    const { distribution } = await run(certain, { asOf });
    const expected = await asideTotals(asOf);
    expect(distribution.map(({ percentile }) => percentile)).toEqual(["expected", "P5", "P25", "P50", "P75", "P90", "P95"]);
    for (const row of distribution) expect(row).toMatchObject(expected);
  });

  it.each([
    ["a rate and a cap", { clauses: { "6.2": { rate: 0.003, cap: 50 } }, gates: {} }],
    ["a gate that only warns", { clauses: {}, gates: { tax_growth: "warn" } }],
    ["no retention cap", { clauses: {}, gates: { retention_cap: "off" } }],
  ] as const)("with %s changed, it is that policy's projection", async (_, policy) => {
    const { distribution } = await run({ ...certain, policy });
    const changed = await asideTotals("2021-09", loadPolicy(undefined, undefined, policy));
    expect(distribution[0]).toMatchObject(changed);
    expect(changed).not.toEqual(await asideTotals("2021-09"));
  });
});

describe("a simulation with uncertainty", () => {
  it("gives the same answer for the same seed, and another for another", async () => {
    const first = await run(uncertain);
    expect(await run(uncertain)).toEqual(first);
    expect((await run(uncertain, { seed: 2 })).distribution).not.toEqual(first.distribution);
  });

  it("does not depend on the way that the draws take, or on how they are batched", async () => {
    const whole = await run(uncertain);
    expect(await run(uncertain, { byClaims: true })).toEqual(whole);
    expect(await run(uncertain, { byClaims: true, batchPairs: 7 * 60 })).toEqual(whole);
  });

  it("says so where the policy does not compile, and answers all the same", async () => {
    // one person's lines may stand in several enterprises, and a row has one
    const moving = { ...uncertain, policy: { clauses: { "16.1": { once_per_person: true, conditions: [{ fact: "revenue", over: { "2021-04-26": 1 } }] } }, gates: {} } };
    const { not_compiled, ...answer } = await run(moving);
    expect(not_compiled).toEqual({ reason: "once_per_person", what: "16.1" });
    expect(await run(moving, { byClaims: true })).toEqual(answer);
  }, 120_000);

  it("orders its percentiles, never funds more than is entitled, and adds its clauses up to the mean", async () => {
    const { distribution, by_clause } = await run(uncertain, { draws: 100 });
    const levels = distribution.slice(1);
    for (const what of ["entitled_cny", "fundable_cny", "retention_cny"] as const) {
      const amounts = levels.map((row) => Number(row[what]));
      expect(amounts).toEqual([...amounts].sort((one, other) => one - other));
    }
    for (const row of distribution) expect(Number(row.fundable_cny)).toBeLessThanOrEqual(Number(row.entitled_cny));
    const means = by_clause.filter(({ percentile }) => percentile === "expected");
    const sum = means.reduce((total, row) => total + Number(row.entitled_cny) * 100, 0);
    // each clause's mean is rounded by itself
    expect(Math.abs(sum - Number(distribution[0]!.entitled_cny) * 100)).toBeLessThanOrEqual(means.length);
  });

  it("moves with an assumption: less growth, less retention; a budget nobody exceeds is exceeded by none", async () => {
    const base = await run({ ...uncertain, budget_wan: { 2021: 1_000_000 } });
    const slow = await run({ ...uncertain, growth: [{ change: -0.3 }] });
    expect(base.probability_over_budget_rate).toBe(0);
    expect(Number(slow.distribution[0]!.retention_cny)).toBeLessThan(Number(base.distribution[0]!.retention_cny));
  });

  it("assumes for the district's tax by itself, and with everyone's: those who fall with it still pass the gate", async () => {
    const entitled = async (growth: Scenario["growth"]) => Number((await run({ ...certain, growth })).distribution[0]!.entitled_cny);
    const asProjected = await entitled([]);
    expect(await entitled([{ district: true, change: 0.5 }])).toBeLessThan(asProjected);
    const taxes: Scenario["growth"][number]["figures"] = ["total_tax"];
    // a little less for all alike turns no comparison with the district; for the enterprises alone it does
    const alone = [{ sector: "工业", figures: taxes, change: -0.3 }];
    expect(await entitled(alone)).toBeLessThan(await entitled([{ figures: taxes, change: -0.3 }]));
  });

  it("says so when an assumption is about nobody, a clause is none, a change cannot stand, or nothing is on file", async () => {
    await expect(run({ ...uncertain, policy: { clauses: { "6.2": { rate: 5 } }, gates: {} } })).rejects.toMatchObject({ code: "scenario_policy_wrong" });
    await expect(run(uncertain, { asOf: "2030-01" })).rejects.toMatchObject({ code: "nothing_on_file", params: { newest: "2021-12" } });
    await expect(run({ ...uncertain, growth: [{ town: "无此镇", change: 0.1 }] })).rejects.toMatchObject({ code: "nobody" });
    await expect(run({ ...uncertain, policy: { clauses: { "6.99": { cap: 1 } }, gates: {} } })).rejects.toMatchObject({ code: "unknown_clause" });
  });

  it("keeps each scenario's newest answer in the mart, and a build leaves it there", async () => {
    const report = await run(uncertain);
    await run(certain);
    await buildModels({ database, asOf: "2021-09", now });
    const connection = await database.connect();
    const kept = (await connection.runAndReadAll("select scenario, percentile, cast(entitled_cny as varchar) as entitled_cny from mart.exposure_distribution where scenario = 'uncertain'")).getRowObjects();
    expect(kept).toHaveLength(7);
    expect(kept.find(({ percentile }) => percentile === "expected")).toMatchObject({ entitled_cny: report.distribution[0]!.entitled_cny });
    expect((await connection.runAndReadAll("select count(*)::integer from mart.exposure_scenario where is_current")).getRows()[0]).toEqual([2]);
    // the months that a scenario was run from stay side by side; a month that is run again is replaced
    await run(uncertain, { asOf: "2021-06" });
    await run(uncertain, { asOf: "2021-06", seed: 2 });
    // an answer from another month than the dispatch's is not the present one
    expect((await connection.runAndReadAll("select is_current from mart.exposure_scenario where scenario = 'uncertain'")).getRows()[0]).toEqual([false]);
    const path = (await connection.runAndReadAll("select strftime(as_of_month, '%Y-%m') as month, count(*)::integer as rows, cast(max(fundable_cny) filter (where percentile = 'P95') - max(fundable_cny) filter (where percentile = 'P5') as double) as width from mart.exposure_path where scenario = 'uncertain' group by all order by all")).getRowObjects();
    expect(path.map(({ month, rows }) => `${String(month)} ${String(rows)}`)).toEqual(["2021-06 7", "2021-09 7"]);
    expect(Number(path[1]!.width)).toBeLessThan(Number(path[0]!.width));
    // nothing of the simulation's own stays behind
    expect((await connection.runAndReadAll("select count(*)::integer from duckdb_schemas() where schema_name like 'build_aside%'")).getRows()[0]).toEqual([0]);
  }, 240_000);
});
