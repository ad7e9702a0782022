import { expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const subsidies = (months: string, more: readonly string[] = [], cells: readonly string[] = []) =>
  text([
    ["申请编号", "统一社会信用代码", "创业人员", "申请日期", "首次营业执照", months, ...more],
    ["S1", code(0), "示例甲", "2021-05-06", "是", "12", ...cells],
  ]);

it.each(["连续参保月数", "累计参保月数", "参保月数"])("reads the months of insurance under %s, and what the export has no column for is blank", async (header) => {
  await loadOnce({ "创业补贴申请.csv": subsidies(header) }, async (report, loader) => {
    expect(report.totals).toMatchObject({ rows_loaded: 1, rows_quarantined: 0 });
    expect(await loader.rows("select insured_months, approved_wan, person_no from raw.startup_subsidies")).toEqual([{ insured_months: 12, approved_wan: null, person_no: null }]);
  });
});

it("reads an approved amount and a person's number where there are columns for them", async () => {
  await loadOnce({ "创业补贴申请.csv": subsidies("累计参保月数", ["核定金额（元）", "人员编号"], ["20000", "P-01"]) }, async (_, loader) => {
    expect(await loader.rows("select approved_wan, person_no from raw.startup_subsidies")).toEqual([{ approved_wan: "2.000000", person_no: "P-01" }]);
  });
});

it("reads the words that bureaus use for a first title and a renewed one, and sends back what is neither", async () => {
  const rows = ["首次", "复核", "重新认定", "新认定", "", "不详"].map((told, index) => [`R${index}`, code(0), "示例甲公司", "企业", "高新技术企业", "国家", "2021-05-01", told]);
  await loadOnce({ "称号认定.csv": text([["认定编号", "统一社会信用代码", "获得者", "获得者类型", "称号", "级别", "认定日期", "首次或复核"], ...rows]) }, async (report, loader) => {
    expect((await loader.rows("select first_or_renewal from raw.recognitions order by recognition_no")).map((row) => row.first_or_renewal)).toEqual(["首次", "复核", "复核", "首次", null]);
    expect(report.quarantined.map(({ row, column, value }) => [row, column, value])).toEqual([[7, "首次或复核", "不详"]]);
  });
});
