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

describe("lines", () => {
  it("are all read, however they end and however few they and their columns are", async () => {
    const files: Record<string, string> = {};
    const wanted: Record<string, number> = {};
    for (const [kind, newline] of [["LF", "\n"], ["CRLF", "\r\n"]] as const) {
      for (const count of [1, 2, 3]) {
        const content = text([["月份", "税收收入"], ...Array.from({ length: count }, (_, index) => [`2021-0${index + 1}`, 5 + index])], { newline });
        for (const [end, one] of [["结尾", content], ["无结尾", content.slice(0, -newline.length)]] as const) {
          files[`全区税收_${kind}_${"甲乙丙"[count - 1]}_${end}.csv`] = one;
          wanted[`全区税收_${kind}_${"甲乙丙"[count - 1]}_${end}.csv`] = count;
        }
      }
    }
    await loadOnce(files, async (report) => expect(Object.fromEntries(report.files.map((file) => [file.file, file.rows_read]))).toEqual(wanted));
  });
});
