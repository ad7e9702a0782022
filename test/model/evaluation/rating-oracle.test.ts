import { expect, it } from "vitest";
import { drawBatch } from "../../oracle/batch.ts";
import { compare } from "../../oracle/compare.ts";
import { runRating } from "./random-rating.ts";

const noAwards = { award_line: [], enterprise_retention: [], liability_by_clause: [], award_condition: [], award_step: [], limit_effect: [] };

it.each(["2021-06-01", "2021-12-01", "2023-12-01"])("agrees with the independent oracle on a random district, as of %s", async (asOfMonth) => {
  const { district, expected } = drawBatch({ asOfMonth, districtTaxHole: false }, 40, 521);
  expect(expected.efficiency_rating.length).toBeGreaterThan(40);
  const efficiency_rating = await runRating(district, asOfMonth);
  expect(compare({ ...noAwards, efficiency_rating: expected.efficiency_rating }, { ...noAwards, efficiency_rating, failedChecks: [] })).toEqual([]);
});
