import { describe, expect, it } from "vitest";
import { code, sheet, text, workbook } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const rows = (first: number) => [1, 2].map((n) => [code(n), first + n, 3, 1, 2]);
const months = "select strftime(month, '%Y-%m') as month, total_tax_wan::double as tax, source_sheet as sheet, source_row as row from raw.taxes order by month, tax";

describe("a table without a column of months", () => {
  it("takes the month that its title says, and the report says so", async () => {
    await loadOnce({ "税收月报.xlsx": sheet([["山亭区2021年6月税收月报"], ["填报日期：2021年7月5日"], header, ...rows(10), ["合计", 23, 6, 2, 4]]) }, async (report, loader) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", rows_read: 2, rows_loaded: 2, rows_skipped: { total: 1 }, assumed: [{ column: "月份", value: "2021-06", place: "标题「山亭区2021年6月税收月报」" }] });
      expect(await loader.rows(months)).toEqual([{ month: "2021-06", tax: 11, sheet: "Sheet1", row: 4 }, { month: "2021-06", tax: 12, sheet: "Sheet1", row: 5 }]);
    });
  });

  it("is read sheet by sheet where the sheets are the months of the file's year", async () => {
    const book = workbook([1, 2, 12].map((month) => ({ name: `${month}月`, rows: [header, ...rows(month * 10)] })));
    await loadOnce({ "税收月报_2021.xlsx": book }, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_loaded: 6, rejected: 0 });
      expect((await loader.rows(months)).map(({ month, sheet: name }) => `${name} ${month}`)).toEqual(["1月 2021-01", "1月 2021-01", "2月 2021-02", "2月 2021-02", "12月 2021-12", "12月 2021-12"]);
    });
  });

  it("takes it from a text file's name; a faulty row comes back with the month filled in", async () => {
    await loadOnce({ "税收月报_202106.csv": text([header, ...rows(1), [code(3), "坏", 1, 1, 1], ["制表人：甲", "", "", "", ""]]) }, async (report, loader) => {
      expect(report.files[0]).toMatchObject({ rows_loaded: 2, rows_quarantined: 1, rows_skipped: { note: 1 }, assumed: [{ value: "2021-06", place: "文件名「税收月报_202106」" }] });
      expect(await loader.rows("select row_key from ops.quarantined_row")).toEqual([{ row_key: JSON.stringify(["2021-06-01", code(3)]) }]);
    });
  });

  it("is each month's own, though two months' files are the same to the byte; the same month's copy changes nothing", async () => {
    const same = text([header, ...rows(1)]);
    await loadOnce({ "税收月报_202105.csv": same, "税收月报_202106.csv": same, "备份/税收月报_202106.csv": same }, async (report, loader) => {
      expect(report.totals).toMatchObject({ files: 3, rows_loaded: 4, unchanged: 1 });
      expect(await loader.load({ "税收月报_202106.csv": same })).toMatchObject({ load_id: null });
      expect((await loader.load({ "税收月报_202107.csv": same })).totals).toMatchObject({ rows_loaded: 2 });
      expect((await loader.rows(months)).map(({ month }) => month)).toEqual(["2021-05", "2021-05", "2021-06", "2021-06", "2021-07", "2021-07"]);
    });
  });

  it("is read on below its own title and header printed again, and below a note that names another month", async () => {
    const table = sheet([["2021年6月税收月报"], header, ...rows(1), ["2021年6月税收月报（续）"], header, ...rows(5), ["注：甲企业的数比2021年5月少，已核实。"], ...rows(9)]);
    await loadOnce({ "税收月报.xlsx": table }, async (report) => expect(report.totals).toMatchObject({ rejected: 0, rows_quarantined: 0 }));
  });

  it("takes first and last day in two columns, and quarantines a row among others that spans several months", async () => {
    const withDays = ["所属期起", "所属期止", ...header];
    const table = [withDays, ["2021-06-01", "2021-06-30", code(1), 1, 1, 1, 1], ["2021-01-01", "2021-06-30", code(2), 6, 1, 1, 1]];
    await loadOnce({ "税收月报.csv": text(table) }, async (report, loader) => {
      expect(report.files[0]).toMatchObject({ rows_loaded: 1, rows_quarantined: 1 });
      expect(report.quarantined[0]).toMatchObject({ row: 3, column: "月份", value: "2021-01-01至2021-06-30", code: "month_span" });
      expect((await loader.rows(months))[0]).toMatchObject({ month: "2021-06" });
    });
  });

  it.each([
    ["two columns", ["所属期起", "所属期止"], ["2021-01-01", "2021-02-28"], ["2021-01-01", "2021-01-31"], ["2021-04-01", "2021-06-30"]],
    ["one of both", ["所属期"], ["2021-01-01至2021-02-28"], ["2021年1月"], ["2021-04-01至2021-06-30"]],
    ["one of months", ["所属期"], ["2021年1-2月"], ["2021年1月"], ["2021年2-6月"]],
  ])("takes rows that all span from January, by %s, for the year's sums; others are refused in one sentence", async (_, names, sums, january, others) => {
    const of = (days: readonly string[], n: number) => text([[...names, ...header], [...days, code(1), n, 9, 9, 9], [...days, code(2), n, 9, 9, 9]]);
    await loadOnce({ "税收月报_1.csv": of(january, 10), "税收月报_2.csv": of(sums, 25) }, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_quarantined: 0, rejected: 0 });
      expect((await loader.rows(months)).map(({ month, tax }) => [month, tax])).toEqual([["2021-01", 10], ["2021-01", 10], ["2021-02", 15], ["2021-02", 15]]);
    });
    await loadOnce({ "税收月报.csv": of(others, 1) }, async (report) => expect(report.files).toMatchObject([{ code: "rows_span", message: expect.stringContaining(others.join("至")) as string }]));
  });

  it("reads a column of both days", async () => {
    await loadOnce({ "税收月报.csv": text([["税款所属期", ...header], ["2021-06-01至2021-06-30", code(1), 1, 1, 1, 1], ["2021年6月1日-2021年6月30日", code(2), 1, 1, 1, 1]]) }, async (report, loader) => {
      expect(report.totals).toMatchObject({ rows_loaded: 2 });
      expect((await loader.rows(months)).map(({ month }) => month)).toEqual(["2021-06", "2021-06"]);
    });
  });

  it.each([
    ["two places differ", { "税收月报_202105.xlsx": sheet([["2021年6月税收月报"], header, ...rows(1)]) }, "period_conflict", ["2021-06", "2021-05"]],
    ["it is of several months", { "税收月报_202106.xlsx": sheet([["2021年2-6月税收月报"], header, ...rows(1)]) }, "period_longer", ["2-6月"]],
    ["no place says one", { "税收月报.xlsx": sheet([["税收月报"], header, ...rows(1)]) }, "missing_columns", ["月份"]],
  ])("is refused whole where %s", async (_, files, fault, words) => {
    await loadOnce(files, async (report) => {
      expect(report.files[0]).toMatchObject({ status: "rejected", code: fault });
      for (const word of words) expect(report.files[0]!.message).toContain(word);
    });
  });
});

describe("a table with a column of months", () => {
  const own = ["月份", ...header];
  const of = (...listed: string[]) => listed.map((month, n) => [month, code(n), 1, 1, 1, 1]);

  it("is refused where all its rows are of another month than its title says; nothing of it stays", async () => {
    await loadOnce({ "税收月报_甲.xlsx": sheet([["2021年6月税收月报"], own, ...of("2021-05", "2021-05")]), "税收月报_乙.csv": text([own, ...of("2021-04")]) }, async (report, loader) => {
      expect(report.files.find(({ file }) => file.includes("甲"))).toMatchObject({ status: "rejected", code: "period_conflict" });
      expect(await loader.rows(months)).toHaveLength(1);
    });
  });

  it.each([["several months", of("2021-05", "2021-06")], ["the same month", of("2021-06")]])("is read where its rows are of %s", async (_, data) => {
    await loadOnce({ "税收月报_202106.csv": text([own, ...data]) }, async (report) => {
      expect(report.totals).toMatchObject({ rows_loaded: data.length, rejected: 0 });
      expect(report.files[0]!.assumed).toEqual([]);
    });
  });
});
