/**
 * The compiled policy against the models: random small districts that share the district's tax, under random changes of the policy,
 * each draw of each both as the wide row has it and as the models' own SELECTs have it on that draw's figures. Every amount, entitled and
 * fundable, of every enterprise and clause must be the same to the cent, those of a pro rata share too.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { simulatedModels } from "../../../pipelines/simulate/batch.ts";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { buildAside, buildModels } from "../../../pipelines/warehouse/build.ts";
import type { Database } from "../../../pipelines/warehouse/database.ts";
import { merged, randomEnterprises, sharedRows } from "../../oracle/random/district.ts";
import { putDistrict } from "../../oracle/run-models.ts";
import { loadedDatabase } from "../../unit/warehouse/loaded-database.ts";
import { randomPolicy } from "./random-policy.ts";

const now = () => new Date("2024-06-02T00:00:00Z");
const districts = 30;
const draws = 5;
/** 1,200 triples of a district, a scenario and a draw, with the two settings below */
const policies = [{ clauses: {}, gates: {} }, ...fc.sample(randomPolicy, 3)];

/** Of the last run: what was drawn, one row an enterprise, draw and clause that is entitled to something. */
async function keep(drawn: DuckDBConnection, table: string, clauses: readonly string[] | undefined, year: number, rows = ""): Promise<void> {
  const stride = "(select max(number) + 1 from code)";
  await drawn.run(clauses
    ? `create or replace table memory.main.${table} as select draw, enterprise_id, clause_id, entitled, fundable
        from (select draw, enterprise_no, unnest([${clauses.map((id) => `'${id}'`).join(", ")}]) as clause_id, ${["entitled", "fundable"].map((what) => `unnest([${clauses.map((_, index) => `${what}${index}`).join(", ")}]) as ${what}`).join(", ")} from (${rows}))
        inner join wide_enterprise using (enterprise_no) where entitled > 0`
    : `create or replace table memory.main.${table} as select cast(enterprise_id // ${stride} as integer) as draw, code.text as enterprise_id, clause_id, sum(entitled_fen) as entitled, sum(fundable_fen) as fundable
        from int_award_funded inner join code on code.number = enterprise_id % ${stride} where award_year = ${year} group by all`);
}

describe.each([
  { asOf: "2021-09", districtTaxHole: true },
  // with an award year before it, which has granted some
  { asOf: "2022-05", districtTaxHole: false },
])("as of $asOf", ({ asOf, districtTaxHole }) => {
  let database: Database;
  let connection: DuckDBConnection;
  const year = Number(asOf.slice(0, 4));

  beforeAll(async () => {
    ({ database, connection } = await loadedDatabase());
    const setting = { asOfMonth: `${asOf}-01`, districtTaxHole };
    const drawn = Array.from({ length: districts }, (_, index) => fc.sample(randomEnterprises(setting, index * 10), { numRuns: 1, seed: year + index })[0]!);
    await putDistrict(connection, merged([sharedRows(setting), ...drawn]));
    await buildModels({ database, asOf, now });
  });
  afterAll(() => {
    connection.closeSync();
    database.close();
  });

  const uncertain = (policy: Scenario["policy"]): Scenario => ({ name: "draws", assumption: "示例数据：逐次抽样核对", budget_wan: {}, policy, growth: [], uncertainty: { times: 1, monthly_spread: 0.4, common_share: 0.5 } });
  // where a policy did not compile the claims' own way would be held against itself: the report then says so, and differs
  const run = (policy: Scenario["policy"], seed: number, byClaims: boolean) =>
    simulate({ database, scenario: uncertain(policy), draws, seed, asOf, now, byClaims, onDrawn: (drawn, compiled) => keep(drawn, byClaims ? "by_claims" : "wide", compiled?.clauses, year, compiled?.rowsSql("wide_draw_0")) });

  it.each(policies.map((policy, index) => ({ index, policy })))("policy $index comes to the same in every draw", async ({ policy, index }) => {
    // built once for both ways
    const common = await buildAside({ database, asOf, extraSeeds: policySeeds(loadPolicy(undefined, undefined, policy)), only: simulatedModels, now });
    try {
      const [claims, wide] = [await run(policy, index, true), await run(policy, index, false)];
      expect(wide).toEqual(claims);
      const differing = await connection.runAndReadAll(`select draw, enterprise_id, clause_id, by_claims.entitled, wide.entitled, by_claims.fundable, wide.fundable
        from by_claims full join wide using (draw, enterprise_id, clause_id)
        where by_claims.entitled is distinct from wide.entitled or by_claims.fundable is distinct from wide.fundable order by all limit 10`);
      expect({ policy, differing: differing.getRowsJson() }).toEqual({ policy, differing: [] });
      if (policies.indexOf(policy) > 0) return;
      // some lines of the document's own policy are funded in part, or the sharing was not tested
      expect(Number((await connection.runAndReadAll("select count(*) from wide where fundable > 0 and fundable < entitled")).getRows()[0]![0])).toBeGreaterThan(0);
    } finally {
      await common.release();
    }
  }, 240_000);
});
