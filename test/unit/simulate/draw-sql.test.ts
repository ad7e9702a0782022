import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { commonDrawsSql } from "../../../pipelines/simulate/draw-sql.ts";

it("draws standard normal numbers, a month's independent of another's", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(commonDrawsSql({ seed: 7, monthsDue: 9, commonShare: 0.5 }, 0, 40_000));
  const reader = await connection.runAndReadAll(`
    select avg(f10), var_pop(f10), skewness(f10), kurtosis(f10), corr(f10, f11), corr(f0, f12), corr(f10 * f10, f11 * f11),
      count(*) filter (where f10 > 1.2815516) / count(*), count(*) filter (where f10 < -2.3263479) / count(*) from draw`);
  const [mean, variance, skewness, kurtosis, neighbours, first, squares, aboveP90, belowP1] = reader.getRows()[0]!.map(Number) as [number, number, number, number, number, number, number, number, number];
  // four standard errors of 40,000 draws
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  expect(Math.abs(skewness)).toBeLessThan(0.05);
  expect(Math.abs(kurtosis)).toBeLessThan(0.1);
  for (const correlation of [neighbours, first, squares]) expect(Math.abs(correlation)).toBeLessThan(0.02);
  expect(aboveP90).toBeCloseTo(0.1, 2);
  expect(Math.abs(belowP1 - 0.01)).toBeLessThan(0.002);
  connection.closeSync();
});
