import { expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

it("warns of amounts near the largest that can be stored, and loads them and the other months", async () => {
  const [largest, header] = ["999999999999", ["月份", "统一社会信用代码", "工业总产值", "营业收入", "工业总产值本年累计"]];
  const rows = [["2021-01", code(1), largest, 1, largest], ["2021-02", code(1), largest, 1, largest], ["2021-03", code(1), 5, largest, 5]];
  await loadOnce({ "生产经营月报.csv": text([header, ...rows]) }, async ({ totals }, loader) => {
    expect(totals).toMatchObject({ rows_loaded: 3, rows_quarantined: 0 });
    expect(await loader.rows(`select "row", "column", code from ops.warning where code <> 'implausible' order by all`)).toEqual([
      { row: 3, column: "工业总产值本年累计", code: "year_to_date" },
      { row: 4, column: "工业总产值", code: "jump" },
      { row: 4, column: "工业总产值本年累计", code: "year_to_date" },
      { row: 4, column: "营业收入", code: "jump" },
    ]);
  });
});
