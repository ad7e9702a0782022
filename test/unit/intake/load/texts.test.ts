import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blankTexts } from "../../../../pipelines/intake/cells/cell-reader.ts";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { type Files, loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["走访编号", "统一社会信用代码", "帮包领导", "日期", "解决问题"];
const anyText = fc.string({ unit: fc.constantFrom("甲", "a", "=", "'", '"', ",", "\n", "\t", " ", "<b>", "无", "-", "{", "\\", "$1", ";"), maxLength: 8 });

/** What is stored of a text: its ends trimmed, a blank as null, nothing else changed. */
function stored(one: string): string | null {
  const trimmed = one.trim();
  return blankTexts.includes(trimmed) ? null : trimmed;
}

describe("free text", () => {
  it("is stored as it came, by way of DuckDB's reader, of the parser, and of a workbook alike", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (texts) => {
        // ="…" is how exports keep a number as text, and not a text of its own
        const wanted = texts.filter((one) => !one.trim().startsWith('="'));
        const rows = [header, ...wanted.map((one, index) => [`Z${index}`, code(index), "某", "2021-04-26", one])];
        const plain = text(rows);
        const files: Files[] = [{ "帮包走访.csv": plain }, { "帮包走访.csv": `${plain}\n` }, { "帮包走访.csv": text(rows, { newline: "\r\n" }) }, { "帮包走访.xlsx": workbook([{ name: "Sheet1", rows }]) }];
        for (const one of files) {
          await loadOnce(one, async (report, loader) => {
            expect(report.totals).toMatchObject({ rows_read: wanted.length, rows_loaded: wanted.length });
            const held = await loader.rows("select problems_solved from raw.visits order by visit_no");
            expect(held.map((row) => row.problems_solved)).toEqual(wanted.map(stored));
          });
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
