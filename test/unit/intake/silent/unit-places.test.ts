import { describe, expect, it } from "vitest";
import { code, rawWorkbook, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

const rows: readonly (readonly (string | number)[])[] = [["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"], ["2021-06", code(1), 8000, 4000, 1000, 2000]];
const cell = (value: string | number) => (typeof value === "number" ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`);
const printed = (header: string, footer = "") => ({ "税收月报.xlsx": rawWorkbook({ rows: rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join(""), layout: `<headerFooter><oddHeader>${header}</oddHeader><oddFooter>${footer}</oddFooter></headerFooter>` }) });
const explained = (...words: string[]) => ({ "税收月报.xlsx": workbook([{ name: "税收月报", rows }, { name: "填报说明", rows: words.map((word) => [word]) }]) });
const flat = (header: string) => ({
  "税收月报.fods": `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:master-styles><style:master-page><style:header><text:p>${header}</text:p></style:header></style:master-page></office:master-styles><office:body><office:spreadsheet><table:table table:name="Sheet1">${rows.map((row) => `<table:table-row>${row.map((value) => `<table:table-cell office:value-type="${typeof value === "number" ? `float" office:value="${value}` : "string"}"><text:p>${value}</text:p></table:table-cell>`).join("")}</table:table-row>`).join("")}</table:table></office:spreadsheet></office:body></office:document>`,
});

describe("a unit that is printed at the page's head or foot, or stands on a sheet of explanations", () => {
  it.each<[string, Files, number | string]>([
    ["a printed header with codes", printed('&amp;C&amp;"宋体,Regular"&amp;14税收月报&amp;R&amp;10单位：元'), 0.8],
    ["a printed footer", printed("", "&amp;L金额单位：元&amp;R第 &amp;P 页"), 0.8],
    ["a printed header in no known unit", printed("&amp;R单位：美元"), "unit_unclear"],
    ["a printed header of an office", printed("&amp;L填报单位：元通公司&amp;R第 &amp;P 页，共 &amp;N 页"), 8000],
    ["a printed title of other figures", printed("&amp;C2021年6月税收预测"), "figures_other"],
    ["the page of a flat OpenDocument file", flat("单位：元"), 0.8],
    ["an instruction", explained("填报说明", "1.本表金额单位为元"), 0.8],
    ["an instruction in no known unit", explained("金额单位：千美元"), "unit_unclear"],
    ["an instruction of something else", explained("填报单位：区税务局", "年产值2000万元以上的企业要报"), 8000],
  ])("is understood or refused: %s", async (_, files, outcome) => {
    await loadOnce(files, async (report, loader) => {
      const held = (await loader.rows("select total_tax_wan::double as total from raw.taxes")).map(({ total }) => total);
      expect([report.files.flatMap(({ code: fault }) => fault ?? []), held]).toEqual(typeof outcome === "number" ? [[], [outcome]] : [[outcome], []]);
    });
  });

  it("is refused where another place says otherwise", async () => {
    await loadOnce({ "税收月报_元.xlsx": printed("&amp;R单位：亿元")["税收月报.xlsx"], "税收月报.csv": text(rows) }, async (report) => {
      expect(report.files.find(({ file }) => file.endsWith("xlsx"))).toMatchObject({ code: "units_disagree", message: expect.stringContaining("打印的页眉") as string });
    });
  });
});
