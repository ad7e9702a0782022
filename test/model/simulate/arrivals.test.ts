/**
 * What may still come: the band of small districts against what their years came to (the table in README is `npm run bench exposure`), and
 * how an answer tells what is in it.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reportLines } from "../../../pipelines/cli/commands/simulate.ts";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";
import { simulate } from "../../../pipelines/simulate/simulate.ts";
import { type Database, openDatabase } from "../../../pipelines/warehouse/database.ts";
import { coverage, putEventYears, reveal } from "./event-years.ts";

const districts = 30;
const scenario: Scenario = { name: "arrivals", assumption: "示例数据：将来的事项", budget_wan: {}, policy: { clauses: {}, gates: {} }, growth: [], uncertainty: { times: 1 } };
const now = () => new Date("2026-02-01T00:00:00Z");
let database: Database;
let connection: DuckDBConnection;

beforeAll(async () => {
  database = await openDatabase(":memory:");
  connection = await database.connect();
  await putEventYears(connection, { districts, years: [2021, 2022] });
  await reveal(database, connection, 2022);
}, 240_000);
afterAll(() => {
  connection.closeSync();
  database.close();
});

it("holds what comes between June and the year's end, of which much was not on file", async () => {
  const { entitled, report } = await coverage(database, connection, { year: 2022, month: 6, districts, draws: 99 });
  expect(entitled.within / districts).toBeGreaterThanOrEqual(0.75);
  expect(Math.abs(entitled.expected_wan / entitled.outcome_wan - 1)).toBeLessThan(0.2);
  // the test can fail: without what comes it would
  expect((entitled.expected_wan - entitled.arrivals_wan) / entitled.outcome_wan).toBeLessThan(0.75);
  const states = Object.fromEntries(report.history.map(({ source, years, state }) => [source, `${years} ${state}`]));
  // in June the yearly list of projects is not there yet; nobody ever sent one of energy savings
  expect(states).toMatchObject({ recognitions: "1 modelled", transformation_projects: "1 modelled", energy_savings: "0 short" });
  const expected = Object.fromEntries(report.parts.filter(({ percentile }) => percentile === "expected").map(({ part, entitled_cny }) => [part, Number(entitled_cny)]));
  expect(expected.on_file! + expected.arrivals!).toBeCloseTo(Number(report.distribution[0]!.entitled_cny), 1);
  expect(reportLines(report, "zh", 1).join("\n")).toMatch(/将来可能发生的事项[\s\S]*没有完整的以前年度记录、只含在案事项的：.*节能量认定/);
}, 240_000);

it("awaits no more of a yearly list that is in, and the same seed brings the same", async () => {
  const run = () => coverage(database, connection, { year: 2022, month: 9, districts, draws: 9 });
  const [first, second] = [await run(), await run()];
  expect(second.report).toEqual(first.report);
  expect(first.report.history.find(({ source }) => source === "transformation_projects")!.state).toBe("listed");
}, 240_000);

it("says that only what is on file counts where there is no earlier year, and never 0.00 for what is not known", async () => {
  await connection.run("delete from raw.taxes");
  await connection.run("insert into ops.build select max(build_id) + 1, date '2021-06-01', timestamptz '2021-07-10', now(), '2021-04-26', 0, 0, true from ops.build");
  const report = await simulate({ database, scenario, asOf: "2021-06", draws: 9, seed: 1, now });
  expect(report.parts.filter(({ part }) => part === "arrivals")).toEqual([]);
  expect(new Set(report.history.map(({ state }) => state))).toEqual(new Set(["short"]));
  expect(report.undetermined.lines).toBeGreaterThan(0);
  expect(report.distribution[0]!.retention_cny).toBeNull();
  const lines = reportLines(report, "zh", 1);
  expect(lines).toContain("只含在案事项：没有完整的以前奖励年度可以参照，年底以前新发生的事项没有估计在内，全年数会偏低。");
  expect(lines.find((line) => line.startsWith(`另有待定 ${report.undetermined.lines} 笔`))).toMatch(/涉及 [\d,.]+ 万元/);
  expect(lines.filter((line) => /^(期望|P\d+) /.test(line)).every((line) => line.endsWith("不知道"))).toBe(true);
  const kept = await connection.runAndReadAll("select part, lines, entitled_cny is not null from mart.exposure_part where scenario = 'arrivals' and part = 'undetermined'");
  expect(kept.getRows()).toEqual([["undetermined", report.undetermined.lines, true]]);
}, 240_000);
