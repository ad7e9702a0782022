import { describe, expect, it } from "vitest";
import { type Row, code, sheet, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (n: number, tax: number) => [code(n), tax, 3, 1, 2];
const held = "select strftime(month, '%m') as month, total_tax_wan::double as tax, source_sheet as sheet, source_row as row from raw.taxes order by month, tax";
const title = (month: number, more = "") => [`2021年${month}月税收月报${more}`];

describe("months below each other on a sheet, each with its own title", () => {
  it("are read each by itself, in a workbook and in text; units and notes are each one's own", async () => {
    const rows = [title(5), ["单位：万元"], header, row(1, 10), ["合计", 10, 3, 1, 2], ["注：含查补税款"], [], title(6), ["单位：元"], header, row(1, 200_000), title(7), ["单位：元", "填报日期：2021-08-03"], header, [code(2), "坏", 1, 1, 1], row(1, 300_000)];
    for (const [at, content] of [["Sheet1", sheet(rows)], ["", text(rows)]] as const) {
      await loadOnce({ [`税收月报.${at === "" ? "csv" : "xlsx"}`]: content }, async (report, loader) => {
        expect(await loader.rows(held)).toEqual([
          { month: "05", tax: 10, sheet: at, row: 4 },
          { month: "06", tax: 20, sheet: `${at}（第 10 行起）`, row: 11 },
          { month: "07", tax: 30, sheet: `${at}（第 14 行起）`, row: 16 },
        ]);
        expect(report.quarantined).toMatchObject([{ sheet: `${at}（第 14 行起）`, row: 15, column: "税收合计" }]);
        expect(report.files.flatMap(({ assumed }) => assumed)).toMatchObject([{ value: "2021-05", place: "标题「2021年5月税收月报」" }, { value: "2021-06" }, { value: "2021-07", place: "标题「2021年7月税收月报」" }]);
      });
    }
  });

  it("may have a header of two merged rows, another order, and be the year's sums", async () => {
    const groups = [["统一社会信用代码", "税收合计", "其中", "", ""], ["", "", ...header.slice(2)]];
    const tall = sheet([title(5), ...groups, row(1, 10), title(6), ...groups, row(1, 20)], { merges: ["A1:E1", "A2:A3", "B2:B3", "C2:E2", "A5:E5", "A6:A7", "B6:B7", "C6:E6"] });
    const turned = text([title(5), header, row(1, 10), title(6), header.toReversed(), row(1, 20).toReversed()]);
    const sums = text([["2021年1月税收累计"], header, row(1, 10), ["2021年1-2月税收累计"], header, row(1, 30)]);
    for (const [name, content, months] of [["a.xlsx", tall, ["05", "06"]], ["b.csv", turned, ["05", "06"]], ["c.csv", sums, ["01", "02"]]] as const) {
      await loadOnce({ [`税收月报_${name}`]: content }, async (_, loader) => expect(await loader.rows(held)).toMatchObject(months.map((month, at) => ({ month, tax: 10 * (at + 1) }))));
    }
  });

  it.each<[string, readonly (readonly (string | number)[])[], string, string]>([
    ["the title of the second stands over no header", [title(5), header, row(1, 1), title(6), row(1, 2)], "period_conflict", "2021-06"],
    ["only the second names its unit", [title(5), header, row(1, 1), title(6), ["单位：元"], header, row(1, 2)], "unit_beside", "第 6 行起"],
    ["only the second is the year's sum", [title(1), header, row(1, 1), ["2021年1-2月税收累计"], header, row(1, 2)], "figures_other", "累计"],
    ["the second is a forecast", [title(5), header, row(1, 1), title(6, "（预计）"), header, row(1, 2)], "figures_other", "预计"],
    ["the second is last year's", [title(5), header, row(1, 1), ["上年同期"], header, row(1, 2)], "figures_other", "上年同期"],
    ["the second is a plan of the same month", [title(5), header, row(1, 1), ["2021年5月税收计划"], header, row(1, 2)], "figures_other", "计划"],
    ["a title of other figures stands between rows that say their month", [["税收月报"], ["月份", ...header], ["2021-05", ...row(1, 1)], ["1-5月累计"], ["2021-05", ...row(2, 2)]], "figures_other", "累计"],
    ["the second's title goes back without its year", [title(12), header, row(1, 1), ["1月税收月报"], header, row(1, 2)], "period_conflict", "第 4 行"],
    ["another data set's header stands below", [title(5), header, row(1, 1), ["参保职工"], ["月份", "统一社会信用代码", "参保职工人数"], ["2021-05", code(1), 9]], "tables_below", "第 5 行是参保职工的表头"],
  ])("are refused where %s", async (_, rows, fault, word) => {
    await loadOnce({ "税收月报.csv": text(rows) }, async (report, loader) => {
      expect(report.files).toMatchObject([{ code: fault, message: expect.stringContaining(word) as string }]);
      expect(await loader.rows(held)).toEqual([]);
    });
  });
});

describe("months side by side, a year or figure below the other", () => {
  const id = "统一社会信用代码";
  it("are read each by its own title and header, every cell by its own place", async () => {
    const rows = [["参保职工情况"], ["2020年"], [id, "11月", "12月"], [code(1), 5, 6], ["合计", 5, 6], ["注：不含离退休"], [], ["2021年"], [id, "2月", "1月"], [code(1), 8, 7], [code(2), 10, 9], ["2022年"], [id, "1月"], [code(2), 11]];
    for (const [at, content] of [["Sheet1", sheet(rows)], ["", text(rows)]] as const) {
      await loadOnce({ [`参保职工.${at === "" ? "csv" : "xlsx"}`]: content }, async (report, loader) => {
        expect([...report.files.flatMap(({ message }) => message ?? []), ...report.warnings, ...report.quarantined]).toEqual([]);
        expect((await loader.rows("select concat_ws(' ', strftime(month, '%Y-%m'), insured_employees, source_sheet, source_row) as cell from raw.employment order by month, source_row")).map(({ cell }) => cell)).toEqual([
          `2020-11 5 ${at}（2020年11月，第 2 列） 4`, `2020-12 6 ${at}（2020年12月，第 3 列） 4`, `2021-01 7 ${at}（2021年1月，第 3 列） 10`, `2021-01 9 ${at}（2021年1月，第 3 列） 11`,
          `2021-02 8 ${at}（2021年2月，第 2 列） 10`, `2021-02 10 ${at}（2021年2月，第 2 列） 11`, `2022-01 11 ${at}（2022年1月，第 2 列） 14`,
        ]);
      });
    }
  });

  it("of one figure each are joined, and are refused where only one names its unit", async () => {
    const below = (unit: string) => header.slice(1).flatMap((figure, at): Row[] => [[`2021年${figure}${at === 0 ? unit : ""}`], [id, "1月", "2月"], [code(1), 40 - 10 * at, 41 - 10 * at], []]);
    await loadOnce({ "税收月报_各项.xlsx": sheet(below("")) }, async (report, loader) => {
      expect(report.files.flatMap(({ message }) => message ?? [])).toEqual([]);
      expect(await loader.rows("select strftime(month, '%m') as month, total_tax_wan::integer as total, local_tax_wan::integer as local, retention_wan::integer as kept, source_row as row from raw.taxes order by month")).toEqual([
        { month: "01", total: 40, local: 30, kept: 10, row: 3 }, { month: "02", total: 41, local: 31, kept: 11, row: 3 },
      ]);
      const places = await loader.rows(`select "column" || ' ' || place as place from ops.joined_figure where sheet like '%1月%' order by all`);
      expect(places.map(({ place }) => place)).toEqual(["地方留成 《税收月报_各项.xlsx》「Sheet1（2021年1月地方留成，第 2 列）」第 15 行", "地方税收 《税收月报_各项.xlsx》「Sheet1（2021年1月地方税收，第 2 列）」第 7 行", "流转税地方级 《税收月报_各项.xlsx》「Sheet1（2021年1月流转税地方级，第 2 列）」第 11 行"]);
    });
    await loadOnce({ "税收月报_各项.xlsx": sheet(below("（单位：元）")) }, async ({ files }) => expect(new Set(files.map(({ code: fault }) => fault))).toEqual(new Set(["unit_partly"])));
  });
});

describe("a heading printed again on the next page", () => {
  const id = "统一社会信用代码";
  it.each<[string, string, readonly Row[], number, readonly string[]]>([
    ["of two rows", "税收月报", [title(5), [id, "税收合计", "其中", "", ""], ["", "", ...header.slice(2)], row(1, 1), title(5, "（续）"), [id, "税收合计", "其中", "", ""], ["", "", ...header.slice(2)], row(2, 2)], 2, ["A2:A3", "C2:E2", "A6:A7", "C6:E6"]],
    ["of groups of months", "税收月报_2021", [[id, "1月", "", "", "", "2月", "", "", ""], ["", ...header.slice(1), ...header.slice(1)], [...row(1, 1), 2, 2, 1, 1], [id, "1月", "", "", "", "2月", "", "", ""], ["", ...header.slice(1), ...header.slice(1)], [...row(2, 1), 2, 2, 1, 1]], 4, ["A1:A2", "B1:E1", "F1:I1", "A4:A5", "B4:E4", "F4:I4"]],
    ["of months, below its title and unit", "参保职工", [["2021年参保职工"], ["单位：人"], [id, "1月", "2月"], [code(1), 1, 2], ["2021年参保职工（续）"], ["单位：人"], [id, "1月", "2月"], [code(2), 3, 4]], 4, []],
  ])("%s is furniture", async (_, name, rows, loaded, merges) => {
    await loadOnce({ [`${name}.xlsx`]: sheet(rows, { merges }) }, async ({ totals, files }) => {
      expect(files.flatMap(({ message }) => message ?? [])).toEqual([]);
      expect(totals).toMatchObject({ rows_loaded: loaded, rows_quarantined: 0 });
    });
  });

  it("with another order of months is refused", async () => {
    await loadOnce({ "参保职工_2021.csv": text([[id, "1月", "2月", "3月"], [code(1), 1, 2, 3], [id, "1月", "3月", "2月"], [code(2), 1, 3, 2]]) }, async ({ files }) => expect(files).toMatchObject([{ code: "second_header" }]));
  });
});
