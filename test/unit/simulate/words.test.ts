import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { readWords } from "../../../pipelines/simulate/wide/words.ts";

let connection: Awaited<ReturnType<DuckDBInstance["connect"]>>;

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const seed of policySeeds("2021-04-26")) await seed.create(connection, seed.name);
  await connection.run("create table moving_clause as select clause_id from policy_clause where uses_monthly_figures");
  await connection.run("create table open_clause as select clause_id from moving_clause");
  await connection.run("create table settled_line as select '6.5' as clause_id");
});
afterEach(() => connection.closeSync());

it("knows every word of the document's own policy", async () => {
  const { clauses, modes } = await readWords(connection, "main");
  expect(clauses.map(({ clause_id }) => clause_id)).toEqual(["4.2", "4.5", "6.1", "6.2", "6.3", "6.4", "6.5"]);
  expect(modes.get("tax_growth")).toBe("on");
});

// a version of these files that came after this compiler: never guessed at
it.each([
  ["a kind of clause", "update policy_clause set kind = 'lottery' where clause_id = '6.3'", "lottery"],
  ["a once-rule", "update policy_clause set once = 'twice' where clause_id = '6.3'", "twice"],
  ["a cap", "update policy_clause set cap_per = 'town' where clause_id = '6.2'", "town"],
  ["a comparison", "update policy_condition set comparison = 'near' where clause_id = '4.2'", "near"],
  ["a way to decide a group", "update policy_group set decides_by = 'lot'", "lot"],
  ["a mode of a gate", "update policy_gate set mode = 'halve' where gate = 'tax_growth'", "tax_growth halve"],
  ["a gate", "insert into policy_gate (gate, mode) values ('noise', 'on')", "noise on"],
])("refuses %s that it does not know", async (_, change, what) => {
  await connection.run(change);
  await expect(readWords(connection, "main")).rejects.toMatchObject({ refusal: { reason: "unknown_word", what } });
});
