/**
 * A trial is what the command line and the models say: with nothing changed the marts' amounts, with a number changed those of a whole build of
 * that policy, its draws those of `simulate`. It runs on a copy, so that the database beside it may be written meanwhile.
 */
import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Decimal } from "decimal.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withValue } from "../../../reports/finance/components/trial-fields.js";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import { type Scenario, parseScenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { buildAside, buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { trialFields } from "../../../pipelines/whatif/fields.ts";
import { scenarioText } from "../../../pipelines/whatif/routes.ts";
import { solveBudget, solveRate } from "../../../pipelines/whatif/solve.ts";
import type { FromWorker, ToWorker } from "../../../pipelines/whatif/jobs.ts";
import { presentScenario, trialDraws, trialSeed, Trials } from "../../../pipelines/whatif/trial.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-whatif-"));
const now = () => new Date("2022-02-01T00:00:00Z");
const file = path.join(folder, "district.duckdb");
const month = "2021-09";
let trials: Trials;

beforeAll(async () => {
  await writeSample({ out: path.join(folder, "exports"), enterprises: 40, months: 30, seed: 11 });
  const database = await openDatabase(file);
  await loadExports({ exports: path.join(folder, "exports"), database: file, opened: database, now });
  await buildModels({ database, asOf: month, now });
  database.close();
  trials = await Trials.open(file, now);
}, 600_000);
afterAll(() => {
  trials.close();
  // nothing of the copy stays behind
  expect(readdirSync(path.join(folder, "trials", "work"))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(file);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const query = async (database: Database, sql: string) => (await (await database.connect()).runAndReadAll(sql)).getRowObjectsJson() as Record<string, string>[];
const amounts = (schema: string) => `select clause_id, cast(sum(entitled_cny) as varchar) as entitled_cny, cast(sum(fundable_cny) as varchar) as fundable_cny from ${schema}.award_line where award_year = 2021 and entitled_cny > 0 group by clause_id order by clause_id`;
const byClause = (answer: Awaited<ReturnType<Trials["certain"]>>) =>
  answer.by_clause.map(({ clause_id, entitled_cny, fundable_cny }) => ({ clause_id, entitled_cny, fundable_cny })).filter(({ entitled_cny }) => entitled_cny !== "0.00").sort((one, other) => (one.clause_id < other.clause_id ? -1 : 1));
const policyOf = (policy: Partial<Scenario["policy"]>): Scenario => ({ ...presentScenario, policy: { ...presentScenario.policy, ...policy } });

it("with nothing changed has the marts' amounts, and nobody gains or loses", async () => {
  const answer = await trials.certain({ scenario: presentScenario, month });
  expect(byClause(answer)).toEqual(await withDatabase((database) => query(database, amounts("mart"))));
  expect(answer).toMatchObject({ gainers: 0, losers: 0, enterprises: [], totals: { change_cny: "0.00", fundable_change_cny: "0.00" } });
});

describe("with a number changed it has the amounts of a whole build of that policy, clause by clause, to the cent", () => {
  it.each([
    ["a rate and a cap", { clauses: { "6.2": { rate: 0.003, cap: 50 } } }],
    ["the amount of an event", { clauses: { "6.8": { amount: 12.34 } } }],
    ["a rung's growth", { clauses: { "6.3": { rungs: [{ threshold: 50_000, amount: 10 }, { threshold: 1000, below: 50_000, growth_over: 0.03, amount: 7.77 }] } } }],
    ["the rate of equipment", { clauses: { "8.3": { rate: 0.2 } } }],
    ["a gate that only warns and no limit of turnover tax", { gates: { tax_growth: "warn", turnover_tax_cap: "off" } }],
    ["a third of the retention, in order", { retention: { share: 1 / 3, sharing: "in_order" } }],
  ] as [string, Partial<Scenario["policy"]>][])("%s", async (_, policy) => {
    const scenario = policyOf(policy);
    const answer = await trials.certain({ scenario, month });
    const expected = await withDatabase(async (database) => {
      const aside = await buildAside({ database, asOf: month, extraSeeds: policySeeds(loadPolicy(undefined, undefined, scenario.policy)), now });
      try {
        return await query(database, amounts(aside.schema));
      } finally {
        await aside.release();
      }
    });
    expect(byClause(answer)).toEqual(expected);
    // what changes is the same whether it is summed by clause, by town or by enterprise
    const sum = (rows: readonly { fundable_change_cny: string }[]) => rows.reduce((total, row) => total.plus(row.fundable_change_cny), new Decimal(0)).toFixed(2);
    for (const rows of [answer.by_clause, answer.by_town, answer.enterprises]) expect(sum(rows)).toBe(answer.totals.fundable_change_cny);
    expect(answer.totals.change_cny === "0.00" && answer.totals.fundable_change_cny === "0.00").toBe(false);
    expect(answer.enterprises.length).toBe(answer.gainers + answer.losers);
  });

  it("retention in order is spent up, the earlier clause first", async () => {
    const shared = await trials.certain({ scenario: policyOf({ retention: { share: 0.5 } }), month });
    const ordered = await trials.certain({ scenario: policyOf({ retention: { share: 0.5, sharing: "in_order" } }), month });
    expect(ordered.totals.fundable_cny).toBe(shared.totals.fundable_cny);
    expect(ordered.by_clause).not.toEqual(shared.by_clause);
  });
});

it.each([
  ["growth, a rate and half the retention", { ...policyOf({ clauses: { "6.2": { rate: 0.002 } }, retention: { share: 0.5, sharing: "in_order" } }), growth: [{ sector: "工业", change: -0.1 }, { district: true, change: -0.05 }] }],
  ["no uncertainty", { ...presentScenario, growth: [{ change: 0.2 }], uncertainty: "none" }],
] as [string, Scenario][])("has the numbers of the command's simulation of the same file: %s", async (_, scenario) => {
  const answer = await trials.run({ scenario, month }, { onCertain: () => undefined });
  const read = parseScenario(scenarioText(scenario, month), "kept.yaml");
  expect(read).toEqual({ ...scenario, as_of: month });
  const report = await withDatabase((database) => simulate({ database, scenario: read, draws: trialDraws, seed: trialSeed, now }));
  expect(answer.distribution).toEqual(report.distribution);
  expect(answer.drivers.slice(0, 3)).toEqual(report.drivers.slice(0, 3));
  // what is certain is the one draw of a simulation without uncertainty, growth included
  const certain = await trials.certain({ scenario, month });
  const sure = await withDatabase((database) => simulate({ database, scenario: { ...read, uncertainty: "none" }, draws: 1, seed: 1, now }));
  expect([certain.totals.entitled_cny, certain.totals.fundable_cny, certain.totals.retention_cny]).toEqual([sure.distribution[0]!.entitled_cny, sure.distribution[0]!.fundable_cny, sure.distribution[0]!.retention_cny]);
});

describe("the solver brackets its answer", () => {
  it("a budget suffices in as many draws as are asked for, and one cent less does not", async () => {
    const { totals } = await trials.outlook({ scenario: presentScenario, month });
    for (const certainty of [0.5, 0.9, 0.99]) {
      const { budget_cny, within, draws } = solveBudget(totals, certainty);
      const enough = (budget: Decimal) => totals.filter((cny) => budget.gte(cny)).length / totals.length >= certainty;
      expect(enough(new Decimal(budget_cny))).toBe(true);
      expect(enough(new Decimal(budget_cny).minus("0.01"))).toBe(false);
      expect(within / draws).toBeGreaterThanOrEqual(certainty);
    }
  });

  it("a rate is within the budget, and the next step above it is not", async () => {
    const { clauses, fields } = trialFields(loadPolicy(), 2021);
    const field = fields.find(({ id }) => id === "8.3/rate/2021-04-26")!;
    const clause = clauses.find(({ id }) => id === "8.3")!;
    const amountAt = async (scenario: Scenario) => (await trials.certain({ scenario, month })).totals.entitled_cny;
    const at = (value: number) => amountAt(withValue(presentScenario, clause, field, value) as Scenario);
    const budget = new Decimal(await at(0.1)).plus(await at(0.2)).div(2);
    const found = await solveRate({ field, clause, scenario: presentScenario, budget }, amountAt);
    expect(found.status).toBe("found");
    expect(found.value).toBeGreaterThan(0.1);
    expect(found.value).toBeLessThan(0.2);
    expect(new Decimal(await at(found.value!)).lte(budget)).toBe(true);
    expect(new Decimal(await at(new Decimal(found.value!).plus(found.step).toNumber())).gt(budget)).toBe(true);
    expect(await solveRate({ field, clause, scenario: presentScenario, budget: new Decimal(1) }, amountAt)).toMatchObject({ status: "never", value: null });
    expect(await solveRate({ field, clause, scenario: presentScenario, budget: new Decimal(1e12) }, amountAt)).toMatchObject({ status: "always", value: found.high });
  });
});

it("neither holds the database nor is held by it, and says that it has changed", async () => {
  const beside = await Trials.open(file, now);
  try {
    // a writer works while the copy is open
    await withDatabase(async (database) => {
      await (await database.connect()).run("create table raw.beside as select 1 as one");
      expect((await beside.certain({ scenario: presentScenario, month })).gainers).toBe(0);
    });
    expect(beside.isOld(file)).toBe(true);
  } finally {
    beside.close();
    await withDatabase(async (database) => void (await (await database.connect()).run("drop table raw.beside")));
  }
});

it("its process ends when it is told to, in the middle of drawing too, and leaves no copy", async () => {
  const child = fork("pipelines/whatif/process.mjs", [file], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  const drawing = new Promise<void>((resolve) => child.on("message", (message: FromWorker) => "step" in message && message.step.step === "certain" && resolve()));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.send({ id: 1, job: { kind: "run", scenario: presentScenario, month } } satisfies ToWorker);
  await drawing;
  child.kill("SIGTERM");
  await gone;
  expect(readdirSync(path.join(folder, "trials", "work")).filter((name) => name.startsWith(`${child.pid}-`))).toEqual([]);
}, 120_000);
