import XLSX from "@e965/xlsx";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellText, looksActive, plainValue } from "../../../../pipelines/intake/returns/safe-cell.ts";
import { ownLookLimits, readSenderLook } from "../../../../pipelines/intake/returns/sender-look.ts";
import { code, rawWorkbook, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, withFolder } from "../../../fixtures/intake/load.ts";
import { TestBureau, bytesOf } from "../../../fixtures/intake/returns.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];

/** The workbook's parts as text, by name. */
function parts(bytes: Buffer): Map<string, string> {
  const container = XLSX.CFB.read(bytes, { type: "buffer" }) as unknown as { FullPaths: string[]; FileIndex: { content: Uint8Array }[] };
  return new Map(container.FullPaths.map((name, index) => [name.replace(/^Root Entry\//, ""), Buffer.from(container.FileIndex[index]!.content ?? []).toString("utf8")] as const).filter(([name]) => name !== "" && !name.endsWith("/") && !name.startsWith("\u0001")));
}

/** What a returned workbook may be made of; in none of its sheets is a formula, a link or a rule. */
function expectInert(bytes: Buffer): void {
  for (const [name, xml] of parts(bytes)) {
    expect(name).toMatch(/^(\[Content_Types\]\.xml|_rels\/\.rels|docProps\/(app|core)\.xml|xl\/(workbook|styles)\.xml|xl\/theme\/theme1\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/sheet\d+\.xml)$/);
    if (/worksheets|workbook\.xml$/.test(name)) expect(xml).not.toMatch(/<f[\s>/]|<hyperlink|<dataValidation|<oleObject|<externalReference|<conditionalFormatting|<legacyDrawing|<control/);
    expect(xml).not.toContain("TargetMode");
  }
}

const hostileText = fc.oneof(
  fc.constantFrom("=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "=DDE(\"a\";\"b\")", "_x003D_1+1", "</v></c><c><f>1</f>", "<script>alert(1)</script>", "]]>", "&lt;f&gt;", "\u0000=1", "{=1}"),
  fc.tuple(fc.constantFrom("=", "+", "-", "@", "\r=", ""), fc.string({ unit: "binary", maxLength: 30 })).map((pieces) => pieces.join("")),
);

describe("hostile text of a sender", () => {
  it("never becomes a formula in what comes back, be it his own sheet or a list", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileText, { minLength: 3, maxLength: 12 }), fc.boolean(), async (texts, isText) => {
        const clean = texts.map((one) => one.replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/g, ""));
        const rows = [header, ...clean.map((one, n) => [`坏${n}`, code(n), one, 1, 1, 1])];
        const files: Files = isText ? { "税收月报.csv": text(rows) } : { "税收月报.xlsx": workbook([{ name: "税收月报", rows }, { name: "其他", rows: [["说明"], ...clean.map((one) => [one])] }]) };
        await TestBureau.with(async (bureau) => {
          const { bytes, book } = await bureau.returned(files);
          expectInert(bytes);
          for (const one of book.worksheets) {
            one.eachRow((row) => row.eachCell((cell) => {
              expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
              if (typeof cell.value === "string" && looksActive(cell.value)) expect(cell.numFmt).toBe("@");
            }));
          }
        });
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it.each(["=1+1", "+1", "-1", "@a", " =1", "＝1", "\t=1"])("%j would be worked out if it were typed", (one) => expect(looksActive(one)).toBe(true));

  it("is a text of a cell whatever it is", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (one) => {
      const book = new ExcelJS.Workbook();
      const cell = book.addWorksheet("a").getCell("A1");
      cell.value = cellText(one);
      expect([ExcelJS.ValueType.String, ExcelJS.ValueType.Null]).toContain(cell.type);
      expect(cell.value ?? "").not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    }));
  });
});

describe("what a cell shows", () => {
  it.each([
    [{ formula: "A1", result: 5 }, 5],
    [{ formula: "A1", result: "=2" }, "=2"],
    [{ formula: "A1" }, null],
    [{ formula: "A1", result: { error: "#DIV/0!" } }, "#DIV/0!"],
    [{ text: "看这里", hyperlink: "http://x" }, "看这里"],
    [{ richText: [{ text: "甲" }, { text: "乙" }] }, "甲乙"],
    [{ error: "#N/A" }, "#N/A"],
  ])("%j is %j", (value, shown) => {
    const cell = new ExcelJS.Workbook().addWorksheet("a").getCell("A1");
    cell.value = value as ExcelJS.CellValue;
    expect(plainValue(cell)).toBe(shown);
  });
});

describe("a hostile workbook", () => {
  it("comes back without its links, rules, names, comments, pictures and formulas", async () => {
    const book = new ExcelJS.Workbook();
    const one = book.addWorksheet("税收月报");
    one.addRow(header);
    one.addRow(["2021-01", code(1), "坏", 1, 1, 1]);
    one.addRow(["2021-01", code(2), { formula: "WEBSERVICE(\"http://x\")", result: 7 }, 1, 1, 1]);
    one.addRow([{ text: "2021-01", hyperlink: "http://x/y" }, code(3), 8, 1, 1, 1]);
    one.getCell("A2").note = "=1";
    (one as unknown as { dataValidations: { add(range: string, rule: object): void } }).dataValidations.add("A2:A9", { type: "list", formulae: ['"a,b"'] });
    one.addConditionalFormatting({ ref: "A1:A9", rules: [{ type: "expression", formulae: ["WEBSERVICE(\"http://x\")"], priority: 1, style: {} }] });
    book.definedNames.add("税收月报!$A$1:$A$9", "名字");
    one.addImage(book.addImage({ extension: "png", buffer: Buffer.from("iVBORw0KGgo=", "base64") as unknown as ExcelJS.Buffer }), "A1:B2");
    await TestBureau.with(async (bureau) => {
      const { bytes, book: back } = await bureau.returned({ "税收月报.xlsx": await bytesOf(book) });
      expectInert(bytes);
      const found = back.getWorksheet("税收月报")!;
      expect([found.getCell("C3").value, found.getCell("A4").value]).toEqual([7, "2021-01"]);
      expect(found.getCell("A2").note).toBeUndefined();
    });
  });

  it.each([
    ["a column far beyond any workbook's", { rows: `<row r="1"><c r="ABCDEFGH1" t="inlineStr"><is><t>x</t></is></c></row>` }],
    ["rows a million apart", { rows: `<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>1</v></c></row>` }],
  ])("with %s is not taken for a base", async (_, raw) => {
    await withFolder({ "a.xlsx": rawWorkbook(raw) }, async (folder) => expect(await readSenderLook(`${folder}/a.xlsx`)).toBeUndefined());
  });

  it("whose columns and merges name the whole sheet is read in no time", async () => {
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>`;
    const layout = `<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells><dataValidations><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation></dataValidations>`;
    await withFolder({ "a.xlsx": rawWorkbook({ rows, layout }) }, async (folder) => {
      const started = performance.now();
      expect(await readSenderLook(`${folder}/a.xlsx`)).toMatchObject([{ merges: [] }]);
      expect(performance.now() - started).toBeLessThan(5_000);
    });
  });

  it("with more rows than a person corrects is not taken for a base", async () => {
    const rows = Array.from({ length: ownLookLimits.rows + 1 }, (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>1</v></c></row>`).join("");
    await withFolder({ "a.xlsx": rawWorkbook({ rows }) }, async (folder) => expect(await readSenderLook(`${folder}/a.xlsx`)).toBeUndefined());
  });
});
