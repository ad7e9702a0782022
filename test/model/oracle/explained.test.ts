import { expect, it } from "vitest";
import { drawBatch } from "../../oracle/batch.ts";
import { whatIsNotExplained } from "../../oracle/explained.ts";
import { runModels } from "../../oracle/run-models.ts";
import { seedOf, settings } from "../../oracle/settings.ts";

// Random districts again, with other seeds than the comparison with the oracle: whatever a line lost, the explanation says where and to whom.
it.each([0, 3, 5].map((index) => ({ setting: settings[index]!, month: settings[index]!.asOfMonth.slice(0, 7), seed: seedOf(300 + index) })))("explains each line that is not payable, dispatch month $month", async ({ setting, seed }) => {
  const batch = drawBatch(setting, 25, seed);
  const marts = await runModels(batch.district, setting.asOfMonth);
  const codes = new Set(marts.award_line.filter((line) => line.status !== "payable").flatMap((line) => line.reasons!.split(",")));
  expect([...codes], batch.label).toEqual(expect.arrayContaining(["already_awarded", "choice", "dishonest", "group", "rating_d", "tax_growth"]));
  expect(whatIsNotExplained(marts), batch.label).toEqual([]);
  // every line that is not payable would be missed
  expect(whatIsNotExplained({ ...marts, award_condition: [], award_step: [] }).length).toBeGreaterThan(100);
});
