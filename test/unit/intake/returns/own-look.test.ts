import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { code, rawWorkbook } from "../../../fixtures/intake/files.ts";
import { TestBureau, bytesOf, opened } from "../../../fixtures/intake/returns.ts";

/** A bureau's form: title, unit, header in two merged rows, frozen; 60 enterprises, two of them wrong far down. */
async function form(more: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("填报说明").getCell("A1").value = "由区税务局填报";
  const sheet = book.addWorksheet("1月", { views: [{ state: "frozen", ySplit: 4, xSplit: 1 }] });
  sheet.getCell("A1").value = "2021年1月税收月报";
  sheet.getCell("A1").font = { bold: true, size: 18, name: "黑体" };
  sheet.mergeCells("A1:F1");
  sheet.getCell("F2").value = "单位：元";
  for (const [range, text] of [["A3:A4", "统一社会信用代码"], ["B3:B4", "企业名称"], ["C3:F3", "税收"]] as const) {
    sheet.getCell(range.slice(0, 2)).value = text;
    sheet.mergeCells(range);
  }
  for (const [index, header] of ["税收合计", "地方税收", "流转税地方级", "地方留成"].entries()) sheet.getCell(4, 3 + index).value = header;
  for (const [index, width] of [24, 30, 16, 15, 14, 13].entries()) sheet.getColumn(index + 1).width = width;
  for (let n = 0; n < 60; n++) {
    const row = sheet.getRow(5 + n);
    row.values = [code(n), `第${n + 1}机械公司`, { formula: `${n + 1}*10000+0.1`, result: (n + 1) * 10_000 + 0.1 } as ExcelJS.CellFormulaValue, 4000 + n, 1000, 2000];
    row.height = 21;
    for (let column = 3; column <= 6; column++) row.getCell(column).numFmt = "#,##0.00";
  }
  sheet.getCell("A45").value = code(40).slice(0, 17);
  sheet.getCell("D45").value = "约五千";
  sheet.getCell("E50").value = null;
  sheet.getCell("A65").value = "合计";
  sheet.getCell("C65").value = { formula: "SUM(C5:C64)", result: 1 } as ExcelJS.CellFormulaValue;
  sheet.getCell("A66").value = "填表人：张三";
  more(sheet, book);
  return bytesOf(book);
}

const name = "区税务局/税收月报_2021年1月_示例数据.xlsx";

describe("a sender's own workbook that comes back", () => {
  it("is his own, opens at the first bad cell, and says what is wrong and what to write", async () => {
    await TestBureau.with(async (bureau) => {
      const { report, book } = await bureau.returned({ [name]: await form() });
      expect(report.totals).toMatchObject({ rows_read: 60, rows_loaded: 58, rows_quarantined: 2 });
      expect(book.worksheets.map((sheet) => sheet.name)).toEqual(["退回函", "填报说明", "1月"]);
      expect(book.views[0]).toMatchObject({ activeTab: 2, firstSheet: 0 });
      const sheet = book.getWorksheet("1月")!;
      expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 4, topLeftCell: "A43", activeCell: "A45" });
      expect((sheet.model as unknown as { merges: string[] }).merges.sort()).toEqual(["A1:F1", "A3:A4", "B3:B4", "C3:F3"]);
      expect([1, 2, 3, 4, 5, 6].map((column) => sheet.getColumn(column).width)).toEqual([24, 30, 16, 15, 14, 13]);
      expect(sheet.getCell("A1")).toMatchObject({ value: "2021年1月税收月报", font: { bold: true, size: 18, name: "黑体" } });
      expect(sheet.getCell("C5")).toMatchObject({ value: 10_000.1, numFmt: "#,##0.00" });
      expect(sheet.getRow(5).height).toBe(21);
      expect(["A44", "A45", "B45", "D45", "E50", "F50"].filter((cell) => isYellow(sheet.getCell(cell)))).toEqual(["A45", "D45", "E50"]);
      expect(sheet.getCell("H45").value).toMatch(/^1\. 「统一社会信用代码」：.*不是 18 位\n2\. 「地方税收」：「约五千」不是金额/);
      expect(sheet.getCell("I45").value).toMatch(/^1\. 「统一社会信用代码」对照营业执照.*\n2\. 「地方税收」改成 1,234\.56 这样的数/);
      expect(sheet.getCell("G44").value).toMatch(/^已入库，不用改（校验码 [0-9a-f]{12}）$/);
      // what is no data bears no mark
      expect([sheet.getCell("G65").value, sheet.getCell("G66").value]).toEqual([null, null]);
      expect(sheet.getCell("C65").value).toBe(1);
    });
  });

  it("takes corrections in place: clean rows are left alone, changed ones are corrections, and nothing stays open", async () => {
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned({ [name]: await form() });
      // a correction of a clean row that came in the meantime is not undone
      await bureau.load({ "税收月报_更正.xlsx": await bytesOf(correction()) });
      const sheet = book.getWorksheet("1月")!;
      sheet.getCell("A45").value = code(40);
      sheet.getCell("D45").value = 5000;
      sheet.getCell("C10").value = 70_000;
      const half = await bureau.sendBack(book);
      expect(half.files).toMatchObject([{ sheet: "1月", rows_read: 3, rows_loaded: 2, rows_quarantined: 1, is_synthetic: true, rows_skipped: { total: 1, note: 1, untouched: 57 }, converted: ["税收合计（元）", "地方税收（元）", "流转税地方级（元）", "地方留成（元）"] }]);
      expect(half).toMatchObject({ answered: 2, quarantine_open: 1, restated: [{ dataset: "taxes", rows: 1 }], ignored: [{ sheet: "退回函", code: "return_letter" }, { sheet: "填报说明", code: "sheet_not_returned" }] });

      const again = await opened(readFileSync(half.returns[0]!.file));
      const second = again.getWorksheet("1月")!;
      expect(again.worksheets.map((one) => one.name)).toEqual(["退回函", "填报说明", "1月"]);
      expect(isYellow(second.getCell("A45"))).toBe(false);
      expect(second.getCell("H45").value).toBeNull();
      expect(second.views[0]).toMatchObject({ state: "frozen", ySplit: 4, activeCell: "E50" });
      second.getCell("E50").value = 900;
      expect(await bureau.sendBack(again)).toMatchObject({ answered: 1, quarantine_open: 0, returns: [], warnings: [], restated: [], files: [{ rows_read: 1, rows_loaded: 1 }] });
      expect(await bureau.loader.rows(`select local_tax_wan from raw.taxes where enterprise_id = '${code(0)}' order by known_at desc limit 1`)).toEqual([{ local_tax_wan: "0.777700" }]);
      expect(await bureau.loader.rows("select count(*)::integer as keys, count(distinct month)::integer as months from (select distinct enterprise_id, month from raw.taxes)")).toEqual([{ keys: 60, months: 1 }]);
    });
  });

  it("sent back as it is changes nothing and is open once; a row that was cleared is withdrawn", async () => {
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned({ [name]: await form() });
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 2, restated: [], totals: { rows_read: 2, rows_loaded: 0, rows_quarantined: 2 } });
      for (const row of [45, 50]) for (let column = 1; column <= 6; column++) book.getWorksheet("1月")!.getCell(row, column).value = null;
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 0, answered: 2, totals: { rows_read: 0, rows_loaded: 0, rows_quarantined: 0 } });
    });
  });

  it("has words where a formula has no result: sent back unfilled, neither nothing nor the old number loads", async () => {
    const names = ["月份", "统一社会信用代码", "工业总产值", "营业收入", "利润总额"];
    const inline = (content: string) => `<c t="inlineStr"><is><t>${content}</t></is></c>`;
    const line = (cells: readonly string[]) => `<row>${cells.join("")}</row>`;
    const row = (n: number, revenue: string, profit: string) => line([inline("2021-06"), inline(code(n)), "<c><v>9</v></c>", revenue, profit]);
    const content = rawWorkbook({ book: '<calcPr fullCalcOnLoad="1"/>', rows: [line(names.map(inline)), row(1, "<c><f>SUM(A1)</f><v>0</v></c>", "<c><v>1</v></c>"), row(2, "<c><v>8</v></c>", "<c><f>A1</f></c>")].join("") });
    await TestBureau.with(async (bureau) => {
      const { book } = await bureau.returned({ "生产经营月报.xlsx": content });
      const sheet = book.worksheets[1]!;
      expect([sheet.getCell("D2").value, sheet.getCell("E3").value]).toEqual(["#公式没有重算", "#公式没有结果"]);
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 2, totals: { rows_loaded: 0, rows_quarantined: 2 } });
      sheet.getCell("D2").value = 7;
      sheet.getCell("E3").value = 2;
      expect(await bureau.sendBack(book)).toMatchObject({ quarantine_open: 0, totals: { rows_loaded: 2 } });
    });
  });

  it("that is old opens nothing again: what was corrected otherwise since stays closed, and what is written into it counts", async () => {
    await TestBureau.with(async (bureau) => {
      const { book, bytes } = await bureau.returned({ [name]: await form() });
      book.getWorksheet("1月")!.getCell("A45").value = code(40);
      book.getWorksheet("1月")!.getCell("D45").value = 5000;
      book.getWorksheet("1月")!.getCell("E50").value = 900;
      expect(await bureau.sendBack(book)).toMatchObject({ answered: 2, quarantine_open: 0 });
      // somebody sends the workbook as it was returned, and then with something written beside what is wrong still
      expect(await bureau.load({ "旧的.xlsx": bytes })).toMatchObject({ quarantine_open: 0, returns: [], totals: { rows_read: 0, rows_quarantined: 0 }, files: [{ rows_skipped: { untouched: 60 } }] });
      const old = await opened(bytes);
      old.getWorksheet("1月")!.getCell("C45").value = 123;
      expect(await bureau.sendBack(old, "又改了.xlsx")).toMatchObject({ quarantine_open: 1, totals: { rows_read: 1, rows_quarantined: 1 } });
    });
  });

  it("comes back as a list where it has something beside the table or a row with surplus cells", async () => {
    for (const cell of ["H20", "G45"]) {
      await TestBureau.with(async (bureau) => {
        const { book } = await bureau.returned({ [name]: await form((sheet) => void (sheet.getCell(cell).value = "9")) });
        expect(book.worksheets.map((sheet) => sheet.name)).toEqual(["退回函", "税收月报"]);
      });
    }
  });
});

function isYellow({ fill }: ExcelJS.Cell): boolean {
  return fill?.type === "pattern" && fill.fgColor?.argb === "FFFFD966";
}

/** A later word on the first enterprise. */
function correction(): ExcelJS.Workbook {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("税收月报");
  sheet.addRow(["月份", "统一社会信用代码", "税收合计（元）", "地方税收（元）", "流转税地方级（元）", "地方留成（元）"]);
  sheet.addRow(["2021-01", code(0), 10_000, 7_777, 1_000, 2_000]);
  return book;
}
