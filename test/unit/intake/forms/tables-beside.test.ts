import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Row, code, sheet, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (n: number, month = "2021-06") => [month, code(n), 100 + n, 50, 10, 20];
/** Rows of two tables side by side, `gap` empty columns between them. */
const beside = (left: readonly Row[], right: readonly Row[], gap = 1): Row[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [...(left[at] ?? []), ...Array.from({ length: 6 + gap - (left[at]?.length ?? 0) }, () => ""), ...(right[at] ?? [])]);
const held = "select strftime(month, '%Y-%m') as month, enterprise_id, total_tax_wan::double as tax, source_sheet as sheet, source_row as row from raw.taxes order by source_sheet, source_row";
const both = (name: string, rows: Row[], merges?: string[]) => [
  { [`${name}.xlsx`]: sheet(rows, merges ? { merges } : {}) },
  ...(merges ? [] : [{ [`${name}.csv`]: text(rows.map((cells) => cells.map((cell) => (cell as string | number | null) ?? ""))) }]),
];

describe("tables side by side with the same headers", () => {
  it("are both read, each row by the sender's own row and the table's first column; the same file again changes nothing", async () => {
    for (const files of both("税收月报", beside([header, row(1), row(2), ["合计", "", 203, 100, 20, 40]], [header, row(3), row(4), row(5)]))) {
      const name = Object.keys(files)[0]!.endsWith("xlsx") ? "Sheet1" : "";
      await loadOnce(files, async (report, loader) => {
        expect(report.files).toMatchObject([{ sheet: name, rows_read: 2, rows_loaded: 2, rows_skipped: { total: 1 } }, { sheet: `${name}（第 8 列起）`, rows_read: 3, rows_loaded: 3 }]);
        expect((await loader.rows(held)).map(({ sheet: at, row: number, tax }) => [at, number, tax])).toEqual([[name, 2, 101], [name, 3, 102], ...[103, 104, 105].map((tax, index) => [`${name}（第 8 列起）`, 2 + index, tax])]);
        expect((await loader.load(files)).totals).toMatchObject({ rows_read: 0, unchanged: 1 });
      });
    }
  });

  it("have their faults named in their own place, and come back to be corrected", async () => {
    for (const files of both("税收月报", beside([header, row(1)], [header, row(3), ["2021-06", code(4), "坏", 1, 1, 1]], 0))) {
      await loadOnce(files, async (report, loader) => {
        expect(report.quarantined).toMatchObject([{ sheet: expect.stringContaining("（第 7 列起）") as string, row: 3, column: "税收合计", value: "坏" }]);
        const [{ row_values: values }] = (await loader.rows("select row_values from ops.quarantined_row")) as [{ row_values: string }];
        expect(JSON.parse(values)).toMatchObject({ 月份: "2021-06", 统一社会信用代码: code(4), 税收合计: "坏" });
      });
    }
  });

  it("take the unit and the month that stand above each, and those that stand above all", async () => {
    const bare = header.slice(1);
    const cells = (n: number) => row(n).slice(1);
    const table = (above: Row[], n: number) => [...above, bare, cells(n)];
    const own = beside(table([["2021年5月"], ["单位：元"]], 1), table([["2021年6月"], ["单位：万元"]], 2));
    await loadOnce({ "税收月报.xlsx": sheet(own) }, async (_, loader) => {
      expect(await loader.rows(held)).toMatchObject([{ month: "2021-05", tax: 0.0101 }, { month: "2021-06", tax: 102 }]);
    });
    const wide = beside(table([["2021年6月税收月报"], ["", "", "单位：元"]], 1), table([[], []], 2));
    await loadOnce({ "税收月报.xlsx": sheet(wide, { merges: ["A1:L1", "C2:K2"] }) }, async (_, loader) => {
      expect(await loader.rows(held)).toMatchObject([{ month: "2021-06", tax: 0.0101 }, { month: "2021-06", tax: 0.0102 }]);
    });
  });

  it.each([
    ["a unit above the right one alone", beside([["", ""], header, row(1)], [["单位：元"], header, row(2)]), "unit_beside", ["第 1 列起", "第 8 列起", "元"]],
    ["a unit in the left one's headers alone", beside([header.map((name, at) => (at > 1 ? `${name}（元）` : name)), row(1)], [header, row(2)]), "unit_beside", ["税收合计"]],
    ["headers of another data set", beside([header, row(1)], [["月份", "统一社会信用代码", "参保职工人数"], ["2021-06", code(1), 5]]), "tables_beside", ["第 8 列起", "参保职工人数"]],
    ["a month above the right one alone", beside([["", ""], header.slice(1), row(1).slice(1)], [["2021年6月"], header.slice(1), row(2).slice(1)]), "missing_columns", ["月份"]],
    ["no second table, but a header twice", [[...header, "地方税收"], [...row(1), 5]], "doubled_header", ["地方税收"]],
  ])("are refused with %s", async (_, rows, fault, words) => {
    for (const files of both("税收月报", rows)) {
      await loadOnce(files, async (report, loader) => {
        expect(report.files).toMatchObject([{ code: fault, rows_read: 0 }]);
        for (const word of words) expect(report.files[0]!.message).toContain(word);
        expect(await loader.rows(held)).toEqual([]);
      });
    }
  });

  it("that disagree on a key ask", async () => {
    await loadOnce({ "税收月报.xlsx": sheet(beside([header, row(1)], [header, ["2021-06", code(1), 999, 50, 10, 20]])) }, async (report, loader) => {
      expect(report.quarantined).toMatchObject([{ code: "files_disagree", column: "税收合计" }, { code: "files_disagree" }]);
      expect(await loader.rows(held)).toEqual([]);
    });
  });

  it("give the same rows as one below the other, however many and wherever divided", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), fc.integer({ min: 0, max: 2 }), fc.boolean(), async (sizes, gap, isText) => {
        let next = 0;
        const tables = sizes.map((size) => Array.from({ length: size }, () => row(++next)));
        const width = 6 + gap;
        const high = Math.max(...sizes) + 1;
        const rows = Array.from({ length: high }, (_, at) => tables.flatMap((table) => Array.from({ length: width }, (__, column) => (at === 0 ? header : (table[at - 1] ?? []))[column] ?? "")));
        const files: Record<string, string | Buffer> = isText ? { "税收月报.csv": text(rows) } : { "税收月报.xlsx": sheet(rows) };
        await loadOnce(files, async (report, loader) => {
          expect(report.totals).toMatchObject({ rows_read: next, rows_loaded: next, rejected: 0 });
          expect((await loader.rows(`select * from (${held}) order by tax`)).map(({ enterprise_id: id, tax }) => [id, tax])).toEqual(tables.flat().map(([, id, tax]) => [id, tax]));
        });
      }),
      { numRuns: 6 },
    );
  });
});
