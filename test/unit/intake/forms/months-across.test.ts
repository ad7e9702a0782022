import { describe, expect, it } from "vitest";
import { type Row, code, sheet, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const held = "select strftime(month, '%Y-%m') as month, enterprise_id, insured_employees as n, source_sheet as sheet, source_row as row from raw.employment order by month, row";
const figures = ["税收合计", "地方税收", "流转税地方级", "地方留成"];

describe("months side by side, one figure", () => {
  it.each([
    ["1月", "参保职工_2021"],
    ["01月", "2021年参保职工人数"],
    ["2021年1月", "参保职工"],
    ["202101", "参保职工"],
    ["2021-01", "参保职工"],
    ["一月份", "参保职工2021年"],
  ])("headed %s in %s, are a row each", async (first, name) => {
    const second = first.replace(/01$|1(?=月)/, (one) => one.replace("1", "2")).replace("一", "二");
    const rows: Row[] = [["序号", "统一社会信用代码", "企业名称", first, second, "合计"], [1, code(1), "甲", 10, 20, 30], [2, code(2), "乙", "", 40, 40], ["合计", "", "", 10, 60, 70]];
    for (const files of [{ [`${name}.xlsx`]: sheet(rows) }, { [`${name}.csv`]: text(rows.map((cells) => cells.map((cell) => cell as string | number))) }] as Record<string, string | Buffer>[]) {
      await loadOnce(files, async (report, loader) => {
        const at = Object.keys(files)[0]!.endsWith("xlsx") ? "Sheet1" : "";
        expect(report.files.flatMap(({ message }) => message ?? [])).toEqual([]);
        expect(await loader.rows(held)).toEqual([
          { month: "2021-01", enterprise_id: code(1), n: 10, sheet: `${at}（2021年1月，第 4 列）`, row: 2 },
          { month: "2021-02", enterprise_id: code(1), n: 20, sheet: `${at}（2021年2月，第 5 列）`, row: 2 },
          { month: "2021-02", enterprise_id: code(2), n: 40, sheet: `${at}（2021年2月，第 5 列）`, row: 3 },
        ]);
        expect(report.totals).toMatchObject({ rows_read: 3, rows_loaded: 3, rows_quarantined: 0, warnings: 0 });
        expect((await loader.load(files)).totals).toMatchObject({ rows_read: 0, unchanged: 1 });
      });
    }
  });
});

const groups: Row[] = [["统一社会信用代码", "1月", "", "", "", "2月", "", "", "", "合计", "", "", ""], ["", ...figures, ...figures, ...figures], [code(1), 11, 2, 1, 1, 22, 4, 2, 2, 33, 6, 3, 3], [code(2), "", "", "", "", 23, 4, "坏", 2, 23, 4, 2, 2]];
const csv = (rows: Row[]) => text(rows.map((cells) => cells.map((cell) => cell as string | number)));
const taxes = "select strftime(month, '%Y-%m') as month, total_tax_wan::double as tax, retention_wan::double as kept, source_row as row from raw.taxes order by month";

describe("groups of columns a month", () => {
  it.each<[string, string | Buffer, string]>([
    ["a text file", csv(groups), "税收月报_2021.csv"],
    ["a workbook with merged groups", sheet(groups, { merges: ["A1:A2", "B1:E1", "F1:I1", "J1:M1"] }), "税收月报_2021.xlsx"],
    ["months behind the figures", csv([["统一社会信用代码", ...[1, 2].flatMap((month) => figures.map((name) => `${name}（2021年${month}月）`))], [], ...groups.slice(2).map((row) => row.slice(0, 9))]), "税收月报.csv"],
  ])("are a row each in %s; a blank month is none, and a fault is told by its own cell", async (_, content, name) => {
    await loadOnce({ [name]: content }, async (report, loader) => {
      expect(await loader.rows(taxes)).toEqual([{ month: "2021-01", tax: 11, kept: 1, row: 3 }, { month: "2021-02", tax: 22, kept: 2, row: 3 }]);
      expect(report.quarantined).toMatchObject([{ sheet: expect.stringContaining("（2021年2月，第 6 列起）") as string, row: 4, column: "流转税地方级", value: "坏" }]);
      expect(report.totals).toMatchObject({ rows_read: 3, rows_loaded: 2, rows_quarantined: 1 });
    });
  });

  it.each([
    ["no year is said", "税收月报", groups, "months_without_year", "第 2 行"],
    ["two years are", "税收月报_2020", [["2021年"], ...groups], "period_conflict", "2020"],
    ["no figure is named", "税收月报_2021", [["统一社会信用代码", "1月"], [code(1), 1]], "months_without_figure", "税收合计"],
    ["a header sums up months that are not there", "2021年税收合计", [["统一社会信用代码", "1月", "1-2月"], [code(1), 1, 2]], "months_added", "1-2月"],
    ["further months stand below", "税收月报_2021", [...groups, groups[0]!.map((cell) => String(cell).replace("1月", "3月").replace("2月", "4月")), groups[1]!, groups[2]!], "second_header", "第 5 行"],
    ["the name says other figures", "税收月报_2021累计", groups.map((row) => row.slice(0, 9)), "figures_other", "累计"],
    ["only some months name their unit", "2021年税收合计", [["统一社会信用代码", "1月（元）", "2月"], [code(1), 1, 2]], "unit_beside", "2021年2月"],
  ] as [string, string, Row[], string, string][])("are refused where %s", async (_, name, rows, fault, word) => {
    await loadOnce({ [`${name}.csv`]: csv(rows) }, async (report, loader) => {
      expect(report.files).toMatchObject([{ code: fault, message: expect.stringContaining(word) as string }]);
      expect(await loader.rows(taxes)).toEqual([]);
    });
  });
});
