import { describe, expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

/** Months of 2021 with an output of 100 each and these years to date; what is warned of, by month. */
async function warned(totals: readonly string[]): Promise<readonly unknown[]> {
  const rows = totals.map((total, index) => [`2021-${String(index + 1).padStart(2, "0")}`, code(1), 100, 1, total]);
  const files = { "生产经营月报.csv": text([["月份", "统一社会信用代码", "工业总产值", "营业收入", "工业总产值本年累计"], ...rows]) };
  let found: readonly unknown[] = [];
  await loadOnce(files, async (report, loader) => {
    expect(report.totals).toMatchObject({ rows_quarantined: 0, rows_loaded: totals.length });
    found = (await loader.rows(`select "row" - 1 as month from ops.warning where code = 'year_to_date' order by all`)).map(({ month }) => Number(month));
  });
  return found;
}

describe("a year to date beside its months", () => {
  it("is warned of from more than 0.01 away, and loads", async () => {
    expect(await warned(["100", "200.01", "299.98"])).toEqual([3]);
  });

  it("is added up from January, however small the steps away from it", async () => {
    expect(await warned(["100.01", "200.01", "300.02", "400.03"])).toEqual([3, 4]);
  });

  it("is compared after a month that states none", async () => {
    expect(await warned(["100", "", "999", "400"])).toEqual([3]);
  });
});
