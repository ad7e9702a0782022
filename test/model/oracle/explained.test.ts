import { expect, it } from "vitest";
import { drawBatch } from "../../oracle/batch.ts";
import { whatIsNotExplained } from "../../oracle/explained.ts";
import { runModels } from "../../oracle/run-models.ts";
import { seedOf, settings } from "../../oracle/settings.ts";

// The comparison with the oracle asks this of each of its districts; here it is seen that something is asked, and that it can fail.
it("explains each line that is not payable, whatever took its money", async () => {
  const batch = drawBatch(settings[5]!, 25, seedOf(305));
  const marts = await runModels(batch.district, batch.setting.asOfMonth);
  const codes = new Set(marts.award_line.filter((line) => line.status !== "payable").flatMap((line) => line.reasons!.split(",")));
  expect([...codes], batch.label).toEqual(expect.arrayContaining(["already_awarded", "choice", "dishonest", "group", "rating_d", "renewal", "tax_growth"]));
  expect(whatIsNotExplained(marts), batch.label).toEqual([]);
  const lost = marts.award_line.filter((line) => line.status !== "payable").length;
  expect(whatIsNotExplained({ ...marts, award_condition: [], award_step: [] }).length).toBeGreaterThanOrEqual(lost);
  const unnamed = marts.award_step.map((step) => ({ ...step, beaten_by_source: null }));
  expect(whatIsNotExplained({ ...marts, award_step: unnamed }).length).toBe(marts.award_line.filter((line) => line.status === "superseded").length);
});
