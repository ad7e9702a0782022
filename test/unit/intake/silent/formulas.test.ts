import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, rawWorkbook } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const calculated = ['<calcPr fullCalcOnLoad="1"/>', '<calcPr calcId="191029" fullCalcOnLoad="true"/>', '<calcPr calcMode="manual" calcCompleted="0"/>'];
const settled = ["", '<calcPr calcId="191029"/>', '<calcPr fullCalcOnLoad="0"/>'];
/** A formula's cell and what is stored of its result; null where nothing is. */
const cells: readonly (readonly [xml: string, stored: number | null])[] = [
  ["<c><f>SUM(A1)</f><v>0</v></c>", 0],
  ["<c><f>SUM(A1)</f><v>0.0</v></c>", 0],
  ['<c><f t="shared" si="0"/><v>0</v></c>', 0],
  ["<c><f>1+6</f><v>7</v></c>", 7],
  ["<c><f>SUM(A1)</f></c>", null],
  ["<c><f>SUM(A1)</f><v></v></c>", null],
  ['<c t="str"><f>A1</f><v>0</v></c>', 0],
];

describe("a formula's stored result", () => {
  it("is loaded where the workbook stands by it, else the row asks to be opened and saved", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calculated, ...settled), fc.constantFrom(...cells), fc.integer({ min: 2, max: 5 }), async (book, [xml, stored], at) => {
        const amounts = header.map((_, index) => (index === 0 ? inline("2021-06") : index === 1 ? inline(code(1)) : index === at ? xml : "<c><v>7</v></c>"));
        const content = rawWorkbook({ rows: `<row>${header.map(inline).join("")}</row><row>${amounts.join("")}</row>`, book });
        await loadOnce({ "税收月报.xlsx": content }, async (report, loader) => {
          const isStale = stored === null || (stored === 0 && calculated.includes(book));
          if (!isStale) {
            expect(await loader.rows("select total_tax_wan, local_tax_wan, turnover_tax_wan, retention_wan from raw.taxes")).toEqual([
              Object.fromEntries(["total_tax_wan", "local_tax_wan", "turnover_tax_wan", "retention_wan"].map((name, index) => [name, index + 2 === at ? `${stored}.000000` : "7.000000"])),
            ]);
            return;
          }
          expect(report.quarantined.map(({ row, column }) => ({ row, column }))).toEqual([{ row: 2, column: header[at] }]);
          expect(report.quarantined[0]!.message).toContain("打开并保存一次");
        });
      }),
      { numRuns: 18 },
    );
  }, 120_000);
});
