import XLSX from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { binaryWorkbook, code, rawWorkbook, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

type Rows = readonly (readonly (string | number)[])[];
/** The table of one enterprise: each case has its own, so that all come in one load. */
const rowsOf = (n: number): Rows => [["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"], ["2021-06", code(n), 8000, 4000, 1000, 2000]];
type Made = (rows: Rows) => Files;
const cell = (value: string | number) => (typeof value === "number" ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`);
const printed = (header: string, footer = ""): Made => (rows) => ({ "税收月报.xlsx": rawWorkbook({ rows: rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join(""), layout: `<headerFooter><oddHeader>${header}</oddHeader><oddFooter>${footer}</oddFooter></headerFooter>` }) });
const explained = (...words: string[]): Made => (rows) => ({ "税收月报.xlsx": workbook([{ name: "税收月报", rows }, { name: "填报说明", rows: words.map((word) => [word]) }]) });
const flat = (header: string): Made => (rows) => ({
  "税收月报.fods": `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:master-styles><style:master-page><style:header><text:p>${header}</text:p></style:header></style:master-page></office:master-styles><office:body><office:spreadsheet><table:table table:name="Sheet1">${rows.map((row) => `<table:table-row>${row.map((value) => `<table:table-cell office:value-type="${typeof value === "number" ? `float" office:value="${value}` : "string"}"><text:p>${value}</text:p></table:table-cell>`).join("")}</table:table-row>`).join("")}</table:table></office:spreadsheet></office:body></office:document>`,
});
/** An .xls with further records in its sheet: kind, and what is in it. */
const old = (name: string, ...records: readonly (readonly [kind: number, inside: Buffer])[]): Made => (rows) => {
  const container = XLSX.CFB.read(workbook([{ name: "Sheet1", rows }], { bookType: "biff8" }), { type: "buffer" });
  const stream = XLSX.CFB.find(container, "/Workbook")!;
  const bytes = Buffer.from(stream.content);
  // behind the sheet's first record, of 16 bytes
  const at = bytes.readUInt32LE(bytes.indexOf(Buffer.from([0x85, 0])) + 4) + 20;
  const more = records.map(([kind, inside]) => Buffer.concat([Buffer.from(Uint16Array.of(kind, inside.length).buffer), inside]));
  stream.content = Buffer.concat([bytes.subarray(0, at), ...more, bytes.subarray(at)]);
  stream.size = stream.content.length;
  return { [name]: XLSX.CFB.write(container, { type: "buffer" }) as Buffer };
};
const wide = (words: string) => Buffer.concat([Buffer.from([words.length & 255, words.length >> 8, 1]), Buffer.from(words, "utf16le")]);
const laterPages = (words: string) => Buffer.concat([Buffer.alloc(30), Buffer.from([0, 0, 0, 0, words.length, 0, 0, 0]), wide(words)]);

/** An .xlsb whose pages say this at their head. */
const binary = (header: string): Made => (rows) => {
  const texts = [header, "", "", "", "", ""].map((words) => (words === "" ? Buffer.from([255, 255, 255, 255]) : Buffer.concat([Buffer.from([words.length, 0, 0, 0]), Buffer.from(words, "utf16le")])));
  const inside = Buffer.concat([Buffer.from([0, 0]), ...texts]);
  return { "税收月报.xlsb": binaryWorkbook(rows, Buffer.concat([Buffer.from([0xdf, 0x03, inside.length]), inside, Buffer.from([0xe0, 0x03, 0])])) };
};

const page = (head: string): Made => (rows) => ({ "税收月报.xls": `<html><head>${head}</head><body><table>${rows.map((row) => `<tr>${row.map((value) => `<td>${value}</td>`).join("")}</tr>`).join("")}</table></body></html>` });

describe("a unit that is printed at the page's head or foot, or stands on a sheet of explanations", () => {
  const cases: readonly (readonly [name: string, made: Made, outcome: number | string])[] = [
    ["a printed header with codes", printed('&amp;C&amp;"宋体,Regular"&amp;14税收月报&amp;R&amp;10单位：元'), 0.8],
    ["a printed footer", printed("", "&amp;L金额单位：元&amp;R第 &amp;P 页"), 0.8],
    ["a printed header in no known unit", printed("&amp;R单位：美元"), "unit_unclear"],
    ["a printed header of an office", printed("&amp;L填报单位：元通公司&amp;R第 &amp;P 页，共 &amp;N 页"), 8000],
    ["a printed title of other figures", printed("&amp;C2021年6月税收预测"), "figures_other"],
    ["the page of a flat OpenDocument file", flat("单位：元"), 0.8],
    ["an .xls's printed header", old("税收月报.xls", [0x14, wide('&C&"宋体,常规"&14税收月报&R单位：元')]), 0.8],
    ["an .et's printed footer", old("税收月报.et", [0x14, wide("第 &P 页")], [0x15, wide("&L金额单位：元")]), 0.8],
    ["an .xls's first page", old("税收月报.xls", [0x89c, laterPages("单位：元")]), 0.8],
    ["a chart's pages in an .xls", old("税收月报.xls", [0x809, Buffer.from([0, 6, 32, 0])], [0x14, wide("单位：元")], [0x0a, Buffer.alloc(0)]), 8000],
    ["an .xls's printed title of other figures", old("税收月报.xls", [0x14, wide("&C2021年6月税收预测")]), "figures_other"],
    ["an .xls's printed title of another month", old("税收月报.xls", [0x14, wide("&C2021年5月税收月报")]), "period_conflict"],
    ["an .xlsb's printed header", binary("&L填报单位：甲&R单位：元"), 0.8],
    ["an .xlsb's printed header in no known unit", binary("&R单位：美元"), "unit_unclear"],
    ["a web page's style", page(`<style>@page {margin:1in; mso-header-data:"&C税收月报&R\\0028单位\\FF1A元\\0029"; mso-footer-data:'&C第 &P 页';}</style>`), 0.8],
    ["a web page's island of settings", page(`<!--[if gte mso 9]><xml><x:PageSetup><x:Footer x:Margin="0.3" x:Data="&amp;R单位：元"/></x:PageSetup></xml><![endif]-->`), 0.8],
    ["the same outside a comment", page(`<xml><x:PageSetup><x:Header x:Data='&amp;L累计数&amp;R单位：元'/></x:PageSetup></xml>`), "months_missing"],
    ["a printed title alone that says the report", old("附件1.xls", [0x14, wide("&C税收月报&R单位：元")]), 0.8],
    ["an instruction", explained("填报说明", "1.本表金额单位为元"), 0.8],
    ["an instruction in no known unit", explained("金额单位：千美元"), "unit_unclear"],
    ["an instruction of something else", explained("填报单位：区税务局", "年产值2000万元以上的企业要报"), 8000],
  ];

  it("is understood or refused", async () => {
    const files = Object.fromEntries(cases.flatMap(([, made], n) => Object.entries(made(rowsOf(n))).map(([name, content]) => [`${n}/${name}`, content])));
    await loadOnce(files, async (report, loader) => {
      const held = new Map((await loader.rows("select enterprise_id, total_tax_wan::double as total from raw.taxes")).map(({ enterprise_id, total }) => [enterprise_id, total]));
      const faultOf = (n: number) => [...report.files, ...report.quarantined].find(({ file, code: fault }) => file.startsWith(`${n}/`) && fault !== undefined)?.code;
      expect(cases.map(([name], n) => [name, faultOf(n) ?? held.get(code(n))])).toEqual(cases.map(([name, , outcome]) => [name, outcome]));
    });
  });

  it("is refused where another place says otherwise", async () => {
    await loadOnce({ "税收月报_元.xlsx": printed("&amp;R单位：亿元")(rowsOf(1))["税收月报.xlsx"]!, "税收月报.csv": text(rowsOf(1)) }, async (report) => {
      expect(report.files.find(({ file }) => file.endsWith("xlsx"))).toMatchObject({ code: "units_disagree", message: expect.stringContaining("打印的页眉") as string });
    });
  });
});
