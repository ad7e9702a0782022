import { describe, expect, it } from "vitest";
import { code, encoded, sheet, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

const taxes = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = ["2021-06", code(1), 4, 3, 1, 2];
const staff = ["月份", "统一社会信用代码", "参保职工人数"];

/** What became of each file: its data set and what told it, or why not. */
async function outcomes(files: Files): Promise<Record<string, string>> {
  return loadOnce(files, async (report) =>
    Object.fromEntries([
      ...report.files.map((file) => [file.sheet ? `${file.file}「${file.sheet}」` : file.file, file.status === "rejected" ? file.code! : `${file.dataset} ${file.told_by}`]),
      ...report.ignored.map((one) => [one.sheet ? `${one.file}「${one.sheet}」` : one.file, one.code]),
    ]),
  );
}

const known = { "税收月报_1.csv": text([taxes, ["2020-01", code(9), 1, 1, 1, 1]]) };

describe("a file that no name says to be an export", () => {
  it.each<[string, Files, Record<string, string>]>([
    ["whose title names a data set", { "附件1.xlsx": sheet([["关于报送2021年6月税收月报的表"], taxes, row]) }, { "附件1.xlsx「Sheet1」": "taxes 标题「关于报送2021年6月税收月报的表」" }],
    ["whose header fits one alone", { "附件2.csv": text([["2021年6月"], taxes, row]) }, { "附件2.csv": "taxes 表头" }],
    ["in another encoding and separated by tabs", { "附件3.txt": encoded(text([taxes, row], { delimiter: "\t" }), "gb18030") }, { "附件3.txt": "taxes 表头" }],
    ["of two sheets, one of them an export", { "汇总.xlsx": workbook([{ name: "表一", rows: [staff, ["2021-06", code(1), 5]] }, { name: "说明", rows: [["请于月底前报送"]] }]) }, { "汇总.xlsx「表一」": "employment 表头", "汇总.xlsx「说明」": "sheet_unrelated" }],
    ["and that is none", { "会议.txt": "税收月报请于月底前报送\n", "名单.xlsx": sheet([["姓名", "电话"], ["甲", "1"]]), "坏.txt": Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x01]) }, { "会议.txt": "name_unknown", "名单.xlsx「Sheet1」": "no_sheet_known", "坏.txt": "name_unknown" }],
    ["whose title names one and whose header another", { "附件4.xlsx": sheet([["参保职工"], taxes, row]) }, { "附件4.xlsx": "which_report" }],
  ])("%s", async (_, files, expected) => {
    expect(await outcomes({ ...known, ...files })).toMatchObject(expected);
  });

  it("is asked about where two data sets fit, in a sentence that names them", async () => {
    const both = ["季度", "统一社会信用代码", "梯队", "入库日期", ...taxes.filter((header) => header !== "统一社会信用代码")];
    await loadOnce({ ...known, "附件.xlsx": sheet([both, ["2021Q2", code(1), "骨干", "2021-01-01", "2021-06", 4, 3, 1, 2]]) }, async (report) => {
      const [asked] = report.files.filter(({ status }) => status === "rejected");
      expect(asked?.message).toMatch(/可能是.*「培育库」.*「税收月报」|可能是.*「税收月报」.*「培育库」/);
      expect(report.totals).toMatchObject({ rejected: 1, rows_loaded: 1 });
    });
  });
});
