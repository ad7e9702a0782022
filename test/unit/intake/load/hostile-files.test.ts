import { describe, expect, it } from "vitest";
import type { FileCode } from "../../../../pipelines/intake/file-messages.ts";
import { binaryWorkbook, code, rawWorkbook, record, text, workbook, zip } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (n: number): (string | number)[] => ["2021-06", code(n), 1, 1, 1, 1];
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const inline = (row: number, texts: readonly string[]) => `<row r="${row}">${texts.map((one) => `<c t="inlineStr"><is><t>${one}</t></is></c>`).join("")}</row>`;
const shared = (length: number) => rawWorkbook({ rows: inline(1, header) + many(60_000, (index) => `<row r="${index + 2}"><c t="s"><v>0</v></c></row>`).join(""), texts: `<si><t>${"甲".repeat(length)}</t></si>` });
const repeatedOds = `<d:document-content xmlns:d="d" xmlns:table="t" xmlns:text="x"><d:body><d:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" d:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table></d:spreadsheet></d:body></d:document-content>`;

/** Files that were written to harm, or by a program gone wrong: each with the code of its refusal and words of its sentence. */
const hostile: readonly (readonly [what: string, file: string, content: () => string | Buffer, code: FileCode, words: string])[] = [
  ["one text of 2 MB in every row", "b.xlsx", () => shared(700_000), "cell_too_long", "第 2 行第 1 列"],
  ["the longest text that a cell may have in every row", "b.xlsx", () => shared(32_000), "expands", "MB"],
  ["a text's header of 2,000 columns", "b.csv", () => text([[...header, ...many(2_000, (index) => `列${index}`)], row(1)]), "too_many_columns", "500"],
  ["a workbook's header of 16,384 columns", "b.xlsx", () => rawWorkbook({ rows: inline(1, [...header, ...many(16_378, (index) => `列${index}`)]) }), "too_many_columns", "500"],
  ["a cell of 2 MB", "b.csv", () => text([[...header, "备注"], [...row(1), "x".repeat(2 << 20)]]), "cell_too_long", "第 2 行第 7 列"],
  ["300 rows of 300 KB cells", "b.csv", () => text([[...header, "备注"], ...many(300, (index) => [...row(index), "x".repeat(300_000)])]), "cell_too_long", "第 2 行"],
  ["elements in elements", "b.xlsx", () => rawWorkbook({ rows: "<a>".repeat(100_000) }), "too_deep", "100"],
  ["501 sheets", "b.xlsx", () => workbook(many(501, (index) => ({ name: `s${index}`, rows: [header] }))), "too_many_sheets", "500"],
  ["two million empty lines before a row", "b.csv", () => text([header]) + "\n".repeat(2_000_000) + text([row(1)]), "too_many_blank_rows", "2000000"],
  ["two million lines of blanks before a row", "b.csv", () => text([header]) + "  \n".repeat(2_000_000) + text([row(1)]), "too_many_blank_rows", "2000000"],
  ["25,000 totals below a row", "b.csv", () => text([header, row(1)]) + "合计,,1,1,1,1\n".repeat(25_000), "mostly_no_data", "2000"],
  ["cells said to be there a million times", "b.ods", () => zip([{ name: "content.xml", content: Buffer.from(repeatedOds) }, { name: "META-INF/manifest.xml", content: Buffer.from("<m/>") }]), "zip_bomb", "5000000"],
  ["a page whose cells reach over all columns", "b.xls", () => `<table>${"<tr><td rowspan=60000 colspan=1000>x</td></tr>".repeat(50)}</table>`, "too_many_columns", "16384"],
  ["a page of 100,000 marks and no cell", "b.xls", () => `<html><body>${"<div>".repeat(100_000)}`, "too_many_marks", "第 1 行"],
  ["a header of 60 rows in which 2,000 ranges each lie over all columns", "b.xlsx", () => rawWorkbook({ rows: inline(1, header), layout: `<mergeCells>${'<mergeCell ref="A1:ZZ1"/>'.repeat(2_000)}</mergeCells>` }), "too_many_merges", "重叠"],
  ["300,000 merged ranges", "b.xlsx", () => rawWorkbook({ rows: inline(1, header), layout: `<mergeCells>${'<mergeCell ref="A99:A100"/>'.repeat(300_000)}</mergeCells>` }), "too_many_merges", "200000"],
  ["rows of 2,000 cells under a narrow header", "b.csv", () => text([header, row(1), [...row(4), ...many(2_000, () => "x")]]), "too_many_columns", "第 3 行"],
  ["200 names of one and the same sheet", "b.xlsx", () => rawWorkbook({ rows: inline(1, header), book: `<sheets>${many(200, (index) => `<sheet name="s${index}" rel:id="s1"/>`).join("")}</sheets>` }), "zip_bomb", "book/one.xml"],
  ["a cell of 40,000 characters in an .xlsb", "b.xlsb", () => binaryWorkbook([[...header, "备注"], [...row(1), "x".repeat(40_000)]]), "cell_too_long", "第 2 行第 7 列"],
  ["an .xlsb that links all cells of its sheet", "b.xlsb", () => binaryWorkbook([header, row(1)], record(494, 0, 1_048_575, 0, 16_383, 0, 0, 0, 0)), "zip_bomb", "链接"],
  ["the same of a sheet that is called a macro", "b.xlsb", () => binaryWorkbook([header, row(1)], record(494, 0, 1_048_575, 0, 16_383, 0, 0, 0, 0), "vbaProject.bin"), "zip_bomb", "链接"],
  ["an .xlsb with a row far below any sheet", "b.xlsb", () => binaryWorkbook([header, row(1)], record(0, 4_294_967_290, 0, 0, 0)), "too_many_rows", "1048576"],
  ["an .xlsb with a cell far right of any sheet", "b.xlsb", () => binaryWorkbook([header, row(1)], record(2, 4_294_967_290, 0, 0)), "zip_bomb", "16384 列"],
  ["an attribute of 60 MB", "b.xml", () => `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" a="${"x".repeat(60 << 20)}"/>`, "zip_bomb", ""],
];

describe("a file that would bring a load down is refused, and the others are loaded", () => {
  it.each(hostile)("%s", async (_, file, content, expected, words) => {
    await loadOnce({ "税收月报_a.csv": text([header, row(2)]), [`税收月报_${file}`]: content(), "税收月报_c.csv": text([header, row(3)]) }, async (report, loader) => {
      expect(report.files.map(({ status, code }) => code ?? status)).toEqual(["loaded", expected, "loaded"]);
      expect(report.files[1]!.message).toContain(words);
      expect(await loader.rows("select count(*)::integer as n from raw.taxes")).toEqual([{ n: 2 }]);
    });
  });

  it("of which most rows cannot be read: the first hundred reasons are listed, and none of its rows stays", async () => {
    await loadOnce({ "税收月报_a.csv": text([header, row(2)]), "税收月报_b.csv": text([header, ...many(1_200, (index) => ["2021-06", code(index), "x", 1, 1, 1]), row(3)]) }, async (report, loader) => {
      expect(report.files[1]).toMatchObject({ status: "rejected", code: "mostly_bad" });
      expect(report.files[1]!.reasons).toHaveLength(100);
      expect(report.files[1]!.reasons![0]).toMatchObject({ file: "税收月报_b.csv", row: 2, column: "税收合计", value: "x", code: "not_money" });
      expect(await loader.rows("select (select count(*)::integer from raw.taxes) as rows, (select count(*)::integer from ops.quarantined_row) as bad")).toEqual([{ rows: 1, bad: 0 }]);
    });
  });

  it("a cell as long as any may be is kept whole in quarantine, and its sentence stays one that can be read", async () => {
    const long = "甲".repeat(32_000);
    await loadOnce({ "税收月报.csv": text([header, row(2), ["2021-06", code(3), long, 1, 1, 1]]) }, async (report, loader) => {
      expect(report.quarantined[0]!.message).toContain(`${"甲".repeat(100)}…`);
      const [kept] = await loader.rows("select length(value)::integer as value, length(faults->0->>'message')::integer as message from ops.quarantined_row");
      expect(kept!.value).toBe(32_000);
      for (const length of [report.quarantined[0]!.message.length, Number(kept!.message)]) expect(length).toBeLessThan(250);
    });
  });

  it("a binary workbook whose sheet lies under another name is read as any other", async () => {
    await loadOnce({ "税收月报.xlsb": binaryWorkbook([header, row(1)], undefined, "tables/some.bin") }, async (report) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", rows_loaded: 1 });
    });
  });

  it("a million rows of commas alone are no rows", async () => {
    await loadOnce({ "税收月报.csv": text([header, row(2)]) + ",,,,,\n".repeat(300_000) }, async (report) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", rows_read: 1, rows_loaded: 1, rows_skipped: { blank: 300_000 } });
    });
  });
});
