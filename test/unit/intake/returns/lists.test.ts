import XLSX from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { code, sheet, text } from "../../../fixtures/intake/files.ts";
import { textForms, workbookForms } from "../../../fixtures/intake/forms.ts";
import { TestBureau } from "../../../fixtures/intake/returns.ts";

const rows = [
  ["2021年1月税收月报", "", "", "", "", ""],
  ["序号", "信用代码", "企业", "税收合计（元）", "地方税收（元）", "流转税地方级（元）", "地方留成（元）"],
  ["1", code(1), "甲公司", "10000", "4000", "1000", "2000"],
  ["2", code(2), "乙公司", "一万", "4000", "1000", "2000"],
  ["3", code(3), "丙公司", "30000", "=1+1", "", "2000"],
];
const [xls, webPage] = [workbookForms.find(({ name }) => name === "xls (BIFF8)")!, workbookForms.find(({ name }) => name === "a web page called .xls")!];

describe.each([textForms[0]!, xls, webPage])("rows of $name", ({ write, ending }) => {
  it("come back under the sender's title in his order, are corrected in place and clear the quarantine", async () => {
    await TestBureau.with(async (bureau) => {
      const { report, book, bytes } = await bureau.returned({ [`税收月报_2021年1月.${ending}`]: write({ rows }) });
      expect(report.totals).toMatchObject({ rows_read: 3, rows_loaded: 1, rows_quarantined: 2 });
      expect(book.worksheets.map(({ name }) => name)).toEqual(["退回函", "税收月报"]);
      const list = book.getWorksheet("税收月报")!;
      expect(list.getCell("A1").value).toBe("2021年1月税收月报");
      expect((list.getRow(2).values as string[]).slice(1)).toEqual(["月份", ...rows[1]!, "原文件位置", "退回原因", "怎么改"]);
      expect((list.getRow(3).values as string[]).slice(1, 9)).toEqual(["2021-01", "2", code(2), "乙公司", "一万", "4000", "1000", "2000"]);
      expect(list.views[0]).toMatchObject({ state: "frozen", ySplit: 2, activeCell: "E3" });
      expect(list.getCell("F4")).toMatchObject({ value: "=1+1", numFmt: "@" });
      expect(String(list.getCell("J4").value).split("\n")).toHaveLength(2);

      list.getCell("E3").value = 20_000;
      list.getCell("F4").value = "4000";
      list.getCell("G4").value = 1000;
      expect(await bureau.sendBack(book)).toMatchObject({ answered: 2, quarantine_open: 0, returns: [], warnings: [], files: [{ rows_loaded: 2, unknown_headers: ["序号", "企业"] }] });
      expect(await bureau.loader.rows("select strftime(month, '%Y-%m') as month, total_tax_wan from raw.taxes order by 2")).toEqual([
        { month: "2021-01", total_tax_wan: "1.000000" }, { month: "2021-01", total_tax_wan: "2.000000" }, { month: "2021-01", total_tax_wan: "3.000000" },
      ]);
      expect(await bureau.load({ "旧的.xlsx": bytes })).toMatchObject({ quarantine_open: 0, totals: { rows_read: 0, rows_quarantined: 0 } });
    });
  });
});

describe("a list", () => {
  const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];

  it("says in its header a unit that the file's name or a note said", async () => {
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned({ "税收月报（单位：元）.csv": text([header, ["2021-01", code(1), "坏", 4000, 1000, 2000]]) });
      const list = book.getWorksheet("税收月报")!;
      expect(list.getCell("C1").value).toBe("税收合计（元）");
      list.getCell("C2").value = "50000";
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 0 });
      expect(await bureau.loader.rows("select total_tax_wan from raw.taxes")).toEqual([{ total_tax_wan: "5.000000" }]);
    });
  });

  it("that is old is no correction where its rows can be read now as they were; what somebody wrote is one", async () => {
    const directory = (name: string) => text([["统一社会信用代码", "企业名称", "所属镇街", "行业门类", "企业规模", "是否小微企业", "成立日期", "经营状态"], [code(1), name, "山城街道", "工业", "规上", "否", "2015-01-01", "存续"]]);
    const given = (id: string, day: string, name = "示例丁公司") => text([["认定编号", "统一社会信用代码", "获得者", "获得者类型", "称号", "级别", "认定日期"], ["R1", id, name, "企业", "质量奖", "省", day]]);
    const newest = async (bureau: TestBureau) => (await bureau.loader.rows("select enterprise_id, recognised_on::varchar as day from raw.recognitions order by known_at desc limit 1"))[0];
    await TestBureau.with(async (bureau) => {
      const { book, bytes } = await bureau.returned({ "企业名录.csv": directory("示例甲公司"), "称号认定.csv": given("", "2021-05-01") });
      expect(await bureau.load({ "称号认定_更正.csv": given(code(2), "2021-06-02") })).toMatchObject({ answered: 1, quarantine_open: 0 });
      // the directory comes to know the name
      await bureau.load({ "企业名录_更名.csv": directory("示例丁公司") });
      expect(await bureau.load({ "旧的.xlsx": bytes })).toMatchObject({ restated: [], quarantine_open: 0, totals: { rows_read: 0, rows_loaded: 0 }, files: [{ rows_skipped: { untouched: 1 } }] });
      expect(await newest(bureau)).toEqual({ enterprise_id: code(2), day: "2021-06-02" });
      const list = book.worksheets[1]!;
      list.getCell("G2").value = "2021-07-03";
      expect(await bureau.sendBack(book)).toMatchObject({ totals: { rows_loaded: 1 }, restated: [{ dataset: "recognitions", rows: 1 }] });
      expect(await newest(bureau)).toEqual({ enterprise_id: code(1), day: "2021-07-03" });
    });
  });

  it("gathers the rows of many files of a bureau; a few come back each as its own", async () => {
    const files = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`税收月报_${n + 1}.xlsx`, sheet([[`第${n}批`], header, ["2021-01", code(n), "坏", 1, 1, 1]])]));
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned(files(10));
      expect(book.worksheets.map(({ name }) => name)).toEqual(["退回函", "Sheet1", ...Array.from({ length: 9 }, (_, n) => `Sheet1 (${n + 2})`)]);
      for (const one of book.worksheets.slice(1)) one.getCell("C3").value = 5;
      expect(await bureau.sendBack(book)).toMatchObject({ answered: 10, quarantine_open: 0 });
    });
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned(files(11));
      expect(book.worksheets.map(({ name }) => name)).toEqual(["退回函", "税收月报"]);
      expect(book.getWorksheet("税收月报")!.rowCount).toBe(12);
      expect(book.getWorksheet("退回函")!.getCell("E6").value).toBe("11 个文件");
    });
  });

  it("and a sender's own sheet give each of two rows that disagree to be cleared", async () => {
    const row = (tax: number) => sheet([header, ["2021-01", code(1), tax, 1, 1, 1]]);
    await TestBureau.with(async (bureau) => {
      // the disk's time tells nothing of files that were saved together
      const report = await bureau.loader.load({ "税收月报_甲.xlsx": row(5), "税收月报_乙.csv": text([header, ["2021-01", code(1), 6, 1, 1, 1]]) }, { "税收月报_甲.xlsx": 0, "税收月报_乙.csv": 0 }, undefined, undefined, bureau.folder);
      expect(report.quarantine_open).toBe(2);
      const book = await bureau.open(report);
      expect(book.worksheets.map(({ name }) => name)).toEqual(["退回函", "Sheet1", "税收月报"]);
      for (let column = 1; column <= 6; column++) book.getWorksheet("税收月报")!.getCell(2, column).value = null;
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 0, answered: 2, totals: { rows_read: 1, rows_loaded: 1 } });
      expect(await bureau.loader.rows("select total_tax_wan from raw.taxes")).toEqual([{ total_tax_wan: "5.000000" }]);
    });
  });
});

describe("the letter", () => {
  it("says to whom, what, how many, by when and how, on a page of A4", async () => {
    await TestBureau.with(async (bureau) => {
      const { bytes } = await bureau.returned({ "失信名单_区发改局.csv": text([["统一社会信用代码", "列入日期"], [code(1), "2021-13-40"]]) });
      const letter = XLSX.utils.sheet_to_csv(XLSX.read(bytes).Sheets["退回函"]!).replace(/,+$/gm, "");
      expect(letter).toContain("关于退回《失信名单》部分数据的函");
      expect(letter).toMatch(/^区发改局：$/m);
      expect(letter).toContain("有1行数据未能入库");
      expect(letter).toContain("2022年1月10日前（5个工作日内）");
      expect(letter).toContain("1,失信名单,失信名单,清单,失信名单_区发改局.csv,,1");
      expect(letter).toContain("2022年1月1日");
      expect(letter).not.toMatch(/d521|npx|dishonesty|sha/);
    });
  });
});
