import { describe, expect, it } from "vitest";
import { type Row, type SheetOptions, code, sheet, text } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

const id = "统一社会信用代码";
const figures = ["税收合计", "地方税收", "流转税地方级", "地方留成"];
const held = "select strftime(month, '%Y-%m') as month, insured_employees as n from raw.employment order by month";
const book = (rows: readonly Row[], more: Partial<SheetOptions> = {}) => ({ "参保职工.xlsx": sheet(rows, more) });
const csv = (name: string, rows: readonly (readonly (string | number)[])[]) => ({ [`${name}.csv`]: text(rows) });

/** What a load says of files that it must not read. */
const refusal = async (files: Files) => loadOnce(files, async (report, loader) => {
  expect(await loader.rows("select 1 from raw.employment union all select 1 from raw.taxes union all select 1 from raw.district_taxes")).toEqual([]);
  return report.files.map(({ code: fault }) => fault);
});

describe("months side by side that might be of another year or figure", () => {
  it.each<[string, Files, string]>([
    ["a title of another year of other figures over the same header below", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["2022年参保职工人数（预测）"], [id, "1月"], [code(1), 5]]), "title_between"],
    ["a title of a forecast that names the figure", book([["2022年参保职工人数（预测）"], [id, "1月"], [code(1), 5]]), "figures_other"],
    ["a title of another year over no header", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["2020年参保职工人数"], [code(1), 5]]), "title_between"],
    ["two months that go back, which may be days", csv("参保职工_2021", [[id, "Jan-21", "Mar-21"], [code(1), 1, 2]]), "months_left_out"],
    ["months of one year under a title of another", csv("参保职工", [["2022年参保职工"], [id, "Jan-21", "Feb-21"], [code(1), 1, 2]]), "period_conflict"],
    ["a new title over the same header below", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["其中：离退休"], [id, "1月"], [code(2), 5]]), "title_between"],
    ["months past a year's end without their year", book([[id, "2021年11月", "12月", "1月"], [code(1), 11, 12, 1]]), "months_without_year"],
    ["headers of two years and of none", book([[id, "2020年12月", "2021年1月", "2月"], [code(1), 12, 1, 2]]), "months_without_year"],
    ["a year that says when it was filled in", book([["填报时间：2022年1月"], [id, "1月"], [code(1), 1]]), "months_without_year"],
    ["a year of a document's number", book([["按〔2020〕15号文报送"], [id, "1月"], [code(1), 1]]), "months_without_year"],
    ["a column of another year", csv("参保职工2021", [["年度", id, "1月"], [2021, code(2), 2], [2020, code(1), 1]]), "period_conflict"],
    ["a part of the district's sum below it", { "全区税收2021.xlsx": sheet([["项目", "1月", "2月"], ["税收收入", 100, 200], ["其中：增值税", 50, 60]]) }, "months_rows"],
    ["the district's sum of two years", { "全区税收.xlsx": sheet([["2021年全区税收"], ["1月", "2月"], [100, 200], ["2020年全区税收"], ["1月", "2月"], [5, 6]]) }, "months_rows"],
    ["a month and its figure under another name, which is no header", csv("全区税收", [["月份", "全区税收"], ["2021-01", 5]]), "missing_columns"],
    ["months and their figures under another name, which are no headers", csv("全区税收", [["月份", "全区税收"], ["2021-01", 5], ["2021-02", 6]]), "missing_columns"],
    ["a forecast beside the months", csv("参保职工_2021", [[id, "1月", "2月（预计）"], [code(1), 1, 2]]), "months_left_out"],
    ["a sum up to a month beside the months", csv("参保职工_2021", [[id, "1月", "2月累计"], [code(1), 1, 2]]), "months_left_out"],
    ["a month of two figures, which may be a day", csv("参保职工_2021", [[id, "1月", "Feb-21"], [code(1), 1, 2]]), "months_left_out"],
    ["January or October, where nothing tells", csv("参保职工", [[id, "2021.1", "2021.5"], [code(1), 1, 2]]), "months_left_out"],
    ["days", csv("参保职工_2021年6月", [[id, ...Array.from({ length: 30 }, (_, day) => `${day + 1}日`)], [code(1), ...Array<number>(30).fill(1)]]), "months_days"],
    ["days, the first as a month is written", csv("参保职工", [[id, "2021-06-01", "2021-06-02"], [code(1), 1, 2]]), "months_days"],
    ["days below a month that is not merged", csv("参保职工_2021", [[id, "6月", ""], ["", "1日", "2日"], [code(1), 1, 2]]), "months_days"],
    ["no figure's own name", { "税收月报_2021年减免税收合计.xlsx": sheet([[id, "1月"], [code(1), 1]]) }, "months_without_figure"],
    ["a figure's growth", { "税收月报_2021年税收合计增长额.xlsx": sheet([[id, "1月"], [code(1), 1]]) }, "months_without_figure"],
  ])("is not read: %s", async (_, files, fault) => expect(await refusal(files)).toEqual([fault]));

  it.each<[string, Files, Record<string, number>]>([
    ["the same title and header printed again", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["小计", 10], ["2021年参保职工人数"], [id, "1月"], ["合计", 10]]), { "2021-01": 10 }],
    ["a town over the header printed again", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["西岗镇"], [id, "1月"], ["合计", 10]]), { "2021-01": 10 }],
    ["the year at the first month", book([[id, "2021年1月", "2月"], [code(1), 1, 2]]), { "2021-01": 1, "2021-02": 2 }],
    ["a year in the title beside the day of filling in", book([["2021年参保职工人数"], ["填报时间：2022年1月"], [id, "1月"], [code(1), 1]]), { "2021-01": 1 }],
    ["years over groups that are not merged, under a merged title", book([["参保职工情况"], [id, "2020年", "", "2021年", ""], ["", "11月", "12月", "1月", "2月"], [code(1), 11, 12, 1, 2]], { merges: ["A1:E1"] }), { "2020-11": 11, "2020-12": 12, "2021-01": 1, "2021-02": 2 }],
    ["last year's group, not merged, under a merged title", { "参保职工2021年.xlsx": sheet([["参保职工情况"], [id, "实际", "", "上年同期", ""], ["", "1月", "2月", "3月", "4月"], [code(1), 10, 20, 9, 19]], { merges: ["A1:E1"] }) }, { "2021-01": 10, "2021-02": 20 }],
    ["last year's figure before this year's under one month, in text", csv("参保职工_2021", [[id, "1月", "", "2月", ""], ["", "本月数", "上年同期", "上年同期", "本月数"], [code(1), 10, 9, 19, 20]]), { "2021-01": 10, "2021-02": 20 }],
    ["columns without a header at the right edge", csv("参保职工_2021", [[id, "1月", "2月", "", ""], [code(1), 1, 2, "", ""]]), { "2021-01": 1, "2021-02": 2 }],
    ["months as numbers", csv("参保职工", [[id, "2021.1", "2021.2"], [code(1), 1, 2]]), { "2021-01": 1, "2021-02": 2 }],
    ["October as a number that lost its zero", csv("参保职工", [[id, "2021.9", "2021.1", "2021.11"], [code(1), 9, 10, 11]]), { "2021-09": 9, "2021-10": 10, "2021-11": 11 }],
    ["months in several forms", csv("参保职工2021", [[id, "1月", "2021-02", "Mar", "April 2021"], [code(1), 1, 2, 3, 4]]), { "2021-01": 1, "2021-02": 2, "2021-03": 3, "2021-04": 4 }],
    ["months with the last figures of their year", csv("参保职工", [[id, "Nov-20", "Dec-20", "Jan-21"], [code(1), 11, 12, 1]]), { "2020-11": 11, "2020-12": 12, "2021-01": 1 }],
    ["a title of another year over the same header below", book([["2021年参保职工人数"], [id, "1月"], [code(1), 10], ["2020年参保职工人数"], [id, "1月"], [code(1), 5]]), { "2020-01": 5, "2021-01": 10 }],
    ["a month's forecast and last year's beside its own", csv("参保职工2021", [[id, "1月", "1月（预计）", "上年12月"], [code(1), 1, 2, 3]]), { "2021-01": 1 }],
    ["last month beside the month of the name", { "参保职工_2021年6月.xlsx": sheet([[id, "参保职工人数", "5月"], [code(1), 10, 9]]) }, { "2021-06": 10 }],
  ])("is read: %s", async (_, files, months) => {
    await loadOnce(files, async (report, loader) => {
      expect(report.files.flatMap(({ message }) => message ?? [])).toEqual([]);
      expect(await loader.rows(held)).toEqual(Object.entries(months).map(([month, n]) => ({ month, n })));
    });
  });
});

it("names where a month's year stands, and knows a sum's own unit", async () => {
  await loadOnce({ "全区税收_2021.csv": text([["1月（万元）", "2月（万元）", "合计（元）"], [1, 2, 30_000]]) }, async (report) => {
    expect(report.warnings).toEqual([]);
    expect(report.files[0]!.assumed).toMatchObject([{ value: "2021-01", place: "表头「1月（万元）」和文件名「全区税收_2021」" }]);
  });
});

it("a table of the month that its name says is read as such, whatever other month a header names", async () => {
  await loadOnce({ "税收月报_2021年6月.xlsx": sheet([[id, ...figures, ...figures.map((figure) => `5月${figure}`)], [code(1), 100, 90, 50, 40, 10, 9, 5, 4]]) }, async (_, loader) =>
    expect(await loader.rows("select strftime(month, '%m') as month, total_tax_wan::double as total from raw.taxes")).toEqual([{ month: "06", total: 100 }]),
  );
  await loadOnce({ "生产经营月报_2021年12月.xlsx": sheet([[id, "工业总产值", "营业收入", "期末资产总额（12月）"], [code(1), 10, 8, 9]]) }, async (_, loader) =>
    expect(await loader.rows("select strftime(month, '%m') as month, output_wan::double as output, assets_wan::double as assets from raw.production")).toEqual([{ month: "12", output: 10, assets: 9 }]),
  );
});

it("a unit in a note below one of two tables side by side is asked about", async () => {
  const header = ["月份", id, ...figures];
  const row = (n: number) => ["2021-01", code(n), 4000, 3000, 2000, 1000];
  expect(await refusal({ "税收月报.xlsx": sheet([[...header, "", ...header], [...row(1), "", ...row(2)], [...Array<string>(7).fill(""), "注：金额单位为元"]]) })).toEqual(["unit_beside"]);
});
