import { describe, expect, it } from "vitest";
import { type Batch, drawBatch, rowsOfEnterprise } from "../../oracle/batch.ts";
import { compare, type Difference } from "../../oracle/compare.ts";
import { reached, wanted } from "../../oracle/coverage.ts";
import { metReadings, readings } from "../../oracle/readings.ts";
import { type Marts, runModels } from "../../oracle/run-models.ts";
import { districtsPerBuild, runSeed, seedOf, settings } from "../../oracle/settings.ts";
import { brokenInvariants } from "../../oracle/invariants.ts";

// 200 random districts of 1 to 6 enterprises; 25 go through one build, sharing its dispatch month and district tax.
describe("the models against an independent oracle", () => {
  const found = new Set<string>();

  it.each(settings.map((setting, index) => ({ setting, seed: seedOf(index), month: setting.asOfMonth.slice(0, 7) })))(
    "answers as the oracle does, dispatch month $month",
    async ({ setting, seed }) => {
      const batch = drawBatch(setting, districtsPerBuild, seed);
      for (const word of reached(batch)) found.add(word);
      const marts = await runModels(batch.district, setting.asOfMonth);
      expect(marts.failedChecks).toEqual([]);
      const differences = compare(batch.expected, marts);
      if (differences.length > 0) expect.fail(report(batch, differences));
      expect(brokenInvariants(marts), batch.label).toEqual([]);
    },
  );

  it("has met both sides of each reading", () => {
    expect(readings.filter((reading) => !metReadings.has(reading)), `not met with D521_ORACLE_SEED=${runSeed()}`).toEqual([]);
  });

  it("has reached every clause, status, reason, basis, redemption and grade", () => {
    const missing = wanted().filter((word) => !found.has(word));
    expect(missing, `not reached with D521_ORACLE_SEED=${runSeed()}`).toEqual([]);
  });
});

describe("a district of few enterprises", () => {
  it.each([1, 2, 3, 4])("is rated and awarded as the oracle does, draw %i", async (draw) => {
    const setting = { asOfMonth: draw % 2 === 0 ? "2022-12-01" : "2022-07-01", districtTaxHole: false };
    const batch = drawBatch(setting, draw, seedOf(100 + draw));
    const differences = compare(batch.expected, await runModels(batch.district, setting.asOfMonth));
    if (differences.length > 0) expect.fail(report(batch, differences));
  });
});

it("gives the same answers whatever the order of the rows", async () => {
  const batch = drawBatch(settings[3]!, 10, seedOf(200));
  const inOrder = await runModels(batch.district, batch.setting.asOfMonth);
  const reversed = await runModels(batch.district, batch.setting.asOfMonth, { reverse: true });
  expect(sorted(reversed)).toEqual(sorted(inOrder));
});

function sorted(marts: Marts): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(marts).map(([table, rows]) => [table, rows.map((row: unknown) => JSON.stringify(row, (column, value: unknown) => (column === "source_row" ? undefined : value))).sort()]),
  );
}

/** How to draw it again, every kind of difference, and the rows of the first enterprise that differs. */
function report(batch: Batch, differences: readonly Difference[]): string {
  const first = differences[0]!;
  const owner = first.table === "liability_by_clause" ? "" : first.key.split(" | ")[1]!;
  const listed = differences.slice(0, 15).map((one) => `${one.table} ${one.key} ${one.column}: oracle ${one.expected}, models ${one.got}`);
  return [
    `${differences.length} differences at ${batch.label} (run with D521_ORACLE_SEED=${runSeed()})`,
    ...listed,
    owner === "" ? "" : `rows of ${owner}:\n${rowsOfEnterprise(batch.district, owner)}`,
  ].join("\n");
}
