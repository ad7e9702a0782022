import { expect, it } from "vitest";
import { drawBatch } from "../../oracle/batch.ts";
import { yearsThatForget } from "../../oracle/earlier-years.ts";
import { brokenInvariants } from "../../oracle/invariants.ts";
import { type MartRow, runModels } from "../../oracle/run-models.ts";
import { seedOf, settings } from "../../oracle/settings.ts";
import { stepsThatDoNotAddUp } from "../../oracle/step-sums.ts";

// The comparison with the oracle asks the invariants of each of its districts; here it is seen that each of them can fail.
it("would notice a cent between two steps, a year that forgets another, and a line without a reason", async () => {
  const batch = drawBatch(settings[7]!, 25, seedOf(306));
  const marts = await runModels(batch.district, batch.setting.asOfMonth);
  expect(brokenInvariants(marts), batch.label).toEqual([]);

  const more = (row: MartRow, column: string): MartRow => ({ ...row, [column]: (Number(row[column]) + 0.01).toFixed(2) });
  const oneOf = (rows: readonly MartRow[], which: (row: MartRow) => boolean, change: (row: MartRow) => MartRow): MartRow[] => {
    const at = rows.findIndex(which);
    expect(at, batch.label).toBeGreaterThanOrEqual(0);
    return rows.map((row, index) => (index === at ? change(row) : row));
  };
  for (const step of ["own_amount", "line_cap", "project_choice", "turnover_tax_cap", "once", "group", "gates", "retention_cap", "paid"]) {
    const off = oneOf(marts.award_step, (row) => row.step === step && row.status === "payable", (row) => more(row, "after_cny"));
    expect(stepsThatDoNotAddUp({ ...marts, award_step: off }), step).not.toEqual([]);
  }
  for (const stage of new Set(marts.limit_effect.map((row) => row.stage))) {
    const off = oneOf(marts.limit_effect, (row) => row.stage === stage, (row) => more(row, "removed_cny"));
    expect(stepsThatDoNotAddUp({ ...marts, limit_effect: off }), stage!).not.toEqual([]);
  }

  // the line that lost to an earlier year paid in full all the same
  const lostTo = new Map(marts.award_step.filter((row) => row.beaten_by_year !== null && row.status === "superseded").map((row) => [row.line_no, row.beaten_by_year]));
  for (const reason of ["choice", "already_awarded", "group"]) {
    const lost = marts.award_line.filter((row) => row.reasons!.split(",").includes(reason) && Number(lostTo.get(row.line_no!) ?? row.award_year) < Number(row.award_year));
    const paidAfterAll = marts.award_line.map((row) => (lost.includes(row) ? { ...row, entitled_cny: row.gross_cny! } : row));
    const found = yearsThatForget({ ...marts, award_line: paidAfterAll });
    expect(found.length, `${reason} ${batch.label}`).toBeGreaterThan(0);
  }
  const beyond = marts.award_line.map((row) => (["8.1", "8.2", "8.4", "9.1", "9.2"].includes(row.clause_id!) && row.status === "payable" ? { ...row, entitled_cny: "20000000.01" } : row));
  expect(yearsThatForget({ ...marts, award_line: beyond }).length, batch.label).toBeGreaterThan(0);

  const silent = oneOf(marts.award_line, (row) => row.status === "gated", (row) => ({ ...row, reasons: "" }));
  expect(brokenInvariants({ ...marts, award_line: silent }).join()).toContain("without a reason");
});
