/**
 * A draw is a district: whatever the simulation leaves out because no draw can change it, each draw must come to what a whole build of
 * the district with that draw's figures comes to, for every enterprise and clause, to the fen.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadExports } from "../../../pipelines/intake/load/load.ts";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { writeSample } from "../../../pipelines/sample/sample.ts";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { buildAside, buildModels } from "../../../pipelines/warehouse/build.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import type { Seed } from "../../../pipelines/warehouse/seed.ts";

const folder = mkdtempSync(path.join(tmpdir(), "d521-draws-"));
const now = () => new Date("2022-02-01T00:00:00Z");
let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  await writeSample({ out: path.join(folder, "exports"), enterprises: 100, months: 30, seed: 23, mess: 0.02 });
  database = await openDatabase(path.join(folder, "district.duckdb"));
  connection = await database.connect();
  await loadExports({ exports: path.join(folder, "exports"), database: database.file, opened: database, now });
  await buildModels({ database, asOf: "2021-05", now });
}, 240_000);
afterAll(() => {
  connection.closeSync();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The year's figures as a draw has them, in place of the projection. */
function drawnYear(draw: number, base: string): Seed {
  return {
    name: "int_year_value",
    columns: {},
    contentHash: createHash("sha256").update(`draw ${draw} ${Math.random()}`).digest("hex"),
    async create(worker, table) {
      await worker.run(`create table ${table} as
        select years.* replace (coalesce(drawn.value, years.value) as value)
        from ${base} as years
        left join kept_value as drawn on drawn.draw = ${draw} and years.year = 2021 and drawn.enterprise_id = years.enterprise_id and drawn.figure = years.figure`);
    },
  };
}

it.each([
  ["as it stands", { clauses: {}, gates: {} }],
  ["with no gate and no cap of retention", { clauses: { "6.3": { rungs: [{ threshold: 5000, growth_over: 0.02, amount: 20 }] } }, gates: { tax_growth: "off", rating_d: "warn", retention_cap: "off" } }],
] as const)("every draw of a policy %s is a district of its own", async (_, policy) => {
  const scenario: Scenario = { name: "draws", assumption: "示例数据：逐次抽样核对", budget_wan: {}, policy, growth: [{ sector: "工业", change: 0.05 }], uncertainty: { times: 2, common_share: 0.5 } };
  const options = { database, scenario, draws: 8, seed: 3, asOf: "2021-05", now };
  // one seed draws the same figures whichever way they then take; those of the claims are there to read
  await simulate({
    ...options, byClaims: true,
    async onDrawn(drawn) {
      await drawn.run(`create or replace table district.main.kept_value as
        select draw, code.text as enterprise_id, figure, value from drawn_value inner join code on code.number = drawn_value.enterprise_id`);
    },
  });
  const { not_compiled } = await simulate({
    ...options,
    async onDrawn(drawn, compiled) {
      const sum = (what: string) => compiled!.clauses.map((_, index) => `${what}${index}`).join(" + ");
      await drawn.run("create or replace table district.main.kept_outcome as select draw, clause_id, entitled_fen, fundable_fen from outcome");
      await drawn.run(`create or replace table district.main.kept_enterprise as
        select draw, enterprise_id, sum(entitled_fen) as entitled_fen, sum(fundable_fen) as fundable_fen from (
          select draw, enterprise_id, ${sum("entitled")} as entitled_fen, ${sum("fundable")} as fundable_fen from (${compiled!.rowsSql("wide_draw_0")}) inner join wide_enterprise using (enterprise_no)
          union all
          select draws.draw, enterprise_id, entitled_fen, fundable_fen from constant_line cross join wide_draw_0 as draws
        ) group by all`);
    },
  });
  expect(not_compiled).toBeUndefined();
  const seeds = policySeeds(loadPolicy(undefined, undefined, policy));
  const amounts = new Set<string>();
  for (const draw of [0, 7]) {
    const undrawn = await buildAside({ database, asOf: "2021-05", extraSeeds: seeds, only: new Set(["int_year_value"]), now });
    const whole = await buildAside({ database, asOf: "2021-05", extraSeeds: [...seeds, drawnYear(draw, `district.${undrawn.schema}.int_year_value`)], only: new Set(["award_line"]), now });
    const differing = async (kept: string, by: string) => {
      const reader = await connection.runAndReadAll(`
        with built as (select ${by}, sum(entitled_cny) * 100 as entitled, sum(fundable_cny) * 100 as fundable from ${whole.schema}.award_line where award_year = 2021 and entitled_cny > 0 group by ${by}),
        simulated as (select ${by}, sum(entitled_fen) as entitled, sum(fundable_fen) as fundable from ${kept} where draw = ${draw} and entitled_fen > 0 group by ${by})
        select ${by}, cast(built.entitled as varchar) as built, cast(simulated.entitled as varchar) as simulated, cast(built.fundable as varchar) as built_fundable, cast(simulated.fundable as varchar) as simulated_fundable
        from built full join simulated using (${by})
        where built.entitled is distinct from simulated.entitled or built.fundable is distinct from simulated.fundable order by all`);
      return reader.getRowObjects();
    };
    expect(await differing("kept_outcome", "clause_id")).toEqual([]);
    expect(await differing("kept_enterprise", "enterprise_id")).toEqual([]);
    amounts.add(String((await connection.runAndReadAll(`select sum(entitled_cny) from ${whole.schema}.award_line where award_year = 2021`)).getRows()[0]![0]));
    await whole.release();
    await undrawn.release();
  }
  // the draws differ, or nothing was tested
  expect(amounts.size).toBe(2);
}, 240_000);
