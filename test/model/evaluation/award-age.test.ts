import { expect, it } from "vitest";
import { evaluationSeeds } from "../../../pipelines/evaluation/seeds.ts";
import { seedFromRows } from "../../../pipelines/warehouse/seed.ts";
import { ask } from "./evaluation-database.ts";

it("bands what is owed by its days since it fell due", async () => {
  const line = { enterprise_id: "E1", reasons: [], award_year: 2021, clause_id: "6.3", clause_order: 6003, basis: "accrued", status: "payable", outstanding_cny: "100.01" };
  const lines = seedFromRows(
    "award_line",
    { line_no: "BIGINT", enterprise_id: "VARCHAR", subject: "VARCHAR", reasons: "VARCHAR[]", award_year: "INTEGER", clause_id: "VARCHAR", clause_order: "INTEGER", basis: "VARCHAR", status: "VARCHAR", outstanding_cny: "DECIMAL(18,2)", due_on: "DATE" },
    [
      ...["2022-06-30", "2022-04-02", "2022-04-01", "2022-01-01", "2021-07-01", "2021-06-30", "2022-07-01", "2022-12-31"].map((due_on) => ({ ...line, due_on })),
      { ...line, due_on: "2022-06-01", outstanding_cny: "0" },
      { ...line, due_on: "2022-06-01", basis: "projected" },
    ].map((row, line_no) => ({ ...row, line_no })),
  );
  const rows = await ask({ asOf: "2022-06", rows: {}, seeds: [...evaluationSeeds(), lines], wanted: ["service_award_age"] }, "select age_band, lines, outstanding_cny::varchar as owed, oldest_days from service_award_age order by oldest_days");
  expect(rows).toEqual([
    { age_band: "not_due", lines: 2, owed: "200.02", oldest_days: 0 },
    { age_band: "under_90_days", lines: 2, owed: "200.02", oldest_days: 89 },
    { age_band: "90_to_179_days", lines: 1, owed: "100.01", oldest_days: 90 },
    { age_band: "180_to_364_days", lines: 2, owed: "200.02", oldest_days: 364 },
    { age_band: "365_days_and_over", lines: 1, owed: "100.01", oldest_days: 365 },
  ]);
});
