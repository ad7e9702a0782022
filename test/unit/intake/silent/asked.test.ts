import { describe, expect, it } from "vitest";
import { code, rawWorkbook, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

type Rows = readonly (readonly (string | number)[])[];
const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const rowOf = (n: number, times = 1) => ["2021-06", code(n), 8000 * times, 4000 * times, 1000 * times, 2000 * times];
const partly = (...inYuan: readonly string[]) => header.map((name) => (inYuan.includes(name) ? `${name}（元）` : name));
const csv = (above: Rows, rows: Rows, name = "税收月报.csv") => ({ name, content: text([...above, ...rows]) });

const cell = (value: string | number, style = 0) => (typeof value === "number" ? `<c s="${style}"><v>${value}</v></c>` : `<c t="inlineStr" s="${style}"><is><t>${value}</t></is></c>`);
const line = (cells: readonly string[]) => `<row>${cells.join("")}</row>`;
/** A workbook whose row has these of its cells struck through. */
const struck = (n: number, ...columns: readonly number[]) => ({
  name: "税收月报.xlsx",
  content: rawWorkbook({ rows: [line(header.map((one) => cell(one))), line(rowOf(n).map((one, index) => cell(one, columns.includes(index) ? 1 : 0)))].join(""), styles: '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><cellXfs><xf fontId="2"/><xf fontId="1"/></cellXfs>' }),
});
const inCurrency = (n: number, currency: string) => ({
  name: "税收月报.fods",
  content: `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Sheet1">${[header, rowOf(n)].map((row) => `<table:table-row>${row.map((value) => (typeof value === "number" ? `<table:table-cell office:value-type="currency" office:currency="${currency}" office:value="${value}"/>` : `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`)).join("")}</table:table-row>`).join("")}</table:table></office:spreadsheet></office:body></office:document>`,
});

/** A file, and what must become of its row: the fault or warning that asks, and the figure where it loads. */
const cases: readonly (readonly [name: string, file: (n: number) => { readonly name: string; readonly content: string | Buffer }, outcome: string])[] = [
  ["one header names 元, the others nothing", (n) => csv([], [partly("税收合计"), ["2021-06", code(n), 80_000_000, 4000, 1000, 2000]]), "unit_partly 8000"],
  ["only the last header names 元", (n) => csv([], [partly("地方留成"), ["2021-06", code(n), 8000, 4000, 1000, 20_000_000]]), "unit_partly 8000"],
  ["only the last header names 元, and a line all", (n) => csv([["单位：元"]], [partly("地方留成"), rowOf(n, 10_000)]), "8000"],
  ["one header names 万元", (n) => csv([], [header.map((name) => (name === "税收合计" ? "税收合计（万元）" : name)), rowOf(n)]), "8000"],
  ["the currency in English", (n) => csv([["Currency: RMB Yuan"]], [header, rowOf(n, 10_000)]), "unit_unclear"],
  ["the currency in brackets", (n) => csv([["(in CNY)"]], [header, rowOf(n, 10_000)]), "unit_unclear"],
  ["the currency below", (n) => csv([], [header, rowOf(n, 10_000), ["Note: amounts in yuan"]]), "unit_unclear"],
  ["a title 作废", (n) => csv([["税收月报（作废）"]], [header, rowOf(n)]), "figures_other"],
  ["a file 作废", (n) => csv([], [header, rowOf(n)], "税收月报_作废.csv"), "figures_other"],
  ["a specimen", (n) => csv([["税收月报样表"]], [header, rowOf(n)]), "figures_other"],
  ["a draft", (n) => csv([["税收月报 草稿"]], [header, rowOf(n)]), "figures_other"],
  ["what a title says of a specimen", (n) => csv([["税收月报（参照样表填写）"]], [header, rowOf(n)]), "8000"],
  ["a row struck out", (n) => struck(n, 0, 1, 2, 3, 4, 5), "not_month"],
  ["a figure struck out", (n) => struck(n, 2), "not_money"],
  ["nothing struck out", (n) => struck(n), "8000"],
  ["another currency", (n) => inCurrency(n, "USD"), "not_money"],
  ["the usual currency", (n) => inCurrency(n, "CNY"), "8000"],
  ["a remark 作废", (n) => csv([], [[...header, "备注"], [...rowOf(n), "已作废，以第 9 行为准"]]), "row_void 8000"],
  ["a remark 重复上报", (n) => csv([], [[...header, "备注"], [...rowOf(n), "重复上报"]]), "row_void 8000"],
  ["a measure of another kind in a header", (n) => csv([], [["月份", "统一社会信用代码", "综合能耗（GJ）"], ["2021-06", code(n), 7]], "能源消费月报.csv"), "unknown_unit"],
  ["a unit in a column of units that is a word by itself", (n) => csv([], [["月份", "统一社会信用代码", "综合能耗", "单位"], ["2021-06", code(n), 7000, "千克标准煤"]], "能源消费月报.csv"), "7"],
  ["another remark", (n) => csv([], [[...header, "备注"], [...rowOf(n), "无重复；撤销处罚后补缴"]]), "8000"],
];

describe("what a careful reader would ask about", () => {
  it("is asked about or warned of, and nothing else is", async () => {
    const files = Object.fromEntries(cases.map(([, file], n) => [`${n}/${file(n).name}`, file(n).content]));
    await loadOnce(files, async (report, loader) => {
      const held = new Map((await loader.rows("select enterprise_id, total_tax_wan::integer as total from raw.taxes union all select enterprise_id, energy_tce::integer from raw.energy")).map(({ enterprise_id, total }) => [enterprise_id, String(total)]));
      const said = (n: number) => [...report.files, ...report.quarantined, ...report.warnings].find(({ file, code: fault }) => file.startsWith(`${n}/`) && fault !== undefined)?.code;
      expect(cases.map(([name], n) => [name, [said(n), held.get(code(n))].filter((one) => one !== undefined).join(" ")])).toEqual(cases.map(([name, , outcome]) => [name, outcome]));
    });
  });
});
