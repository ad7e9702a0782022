import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const names = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"] as const;
/** A row's cells by header, in one unit or another of ten thousand of the first. */
const cellsOf = (month: string, n: number, times: number): Readonly<Record<string, string | number>> => ({ 月份: month, 统一社会信用代码: code(n), 税收合计: 8000 * times, 地方税收: 4000 * times, 流转税地方级: 1000 * times, 地方留成: 2000 * times });
const inOrder = (order: readonly string[], cells: Readonly<Record<string, string | number>>) => order.map((name) => cells[name.replace(/（.*/, "")] ?? "");
const right = (n: number) => ({ enterprise_id: code(n), total: "8000.000000", local: "4000.000000", turnover: "1000.000000", retention: "2000.000000" });
const raw = "select enterprise_id, total_tax_wan as total, local_tax_wan as local, turnover_tax_wan as turnover, retention_wan as retention from raw.taxes order by enterprise_id";

describe("a further header further down", () => {
  it("is what the rows below it are read by, or the file is refused", async () => {
    const order = fc.shuffledSubarray([...names], { minLength: names.length, maxLength: names.length });
    const unit = fc.constantFrom("none", "brackets", "line");
    const between = fc.constantFrom<readonly (readonly string[])[]>([], [[]], [["二、规下企业"]], [[], ["税收月报（续）", ""]], [["注：含查补税款"], []]);
    await fc.assert(
      fc.asyncProperty(order, unit, between, fc.integer({ min: 1, max: 70 }), fc.boolean(), async (second, said, rows, count, isBook) => {
        const times = said === "none" ? 1 : 10_000;
        const header = said === "brackets" ? second.map((name) => (name === "月份" || name === "统一社会信用代码" ? name : `${name}（元）`)) : second;
        const made = [
          ["税收月报"],
          names,
          ...Array.from({ length: count }, (_, n) => inOrder(names, cellsOf("2021-06", n, 1))),
          ...rows,
          ...(said === "line" ? [["单位：元"]] : []),
          header,
          ...Array.from({ length: 3 }, (_, n) => inOrder(header, cellsOf("2021-06", 100 + n, times))),
        ];
        await loadOnce({ [`税收月报.${isBook ? "xlsx" : "csv"}`]: isBook ? workbook([{ name: "Sheet1", rows: made }]) : text(made) }, async (report, loader) => {
          expect(report.totals.rejected).toBe(0);
          expect(await loader.rows(raw)).toEqual([...Array.from({ length: count }, (_, n) => n), 100, 101, 102].map(right).sort((one, other) => (one.enterprise_id < other.enterprise_id ? -1 : 1)));
          expect((await loader.rows("select max(source_row)::integer as last from raw.taxes"))[0]).toEqual({ last: made.length });
        });
      }),
      { numRuns: 18 },
    );
  }, 120_000);

  it("with another column, or named in part, is not passed over", async () => {
    const first = [names, inOrder(names, cellsOf("2021-06", 1, 1))];
    const wider = ["企业名称", ...names];
    const files: readonly (readonly [rows: readonly (readonly (string | number)[])[], outcome: string])[] = [
      [[...first, wider, ["甲公司", ...inOrder(names, cellsOf("2021-06", 2, 1))]], "rejected"],
      [[...first, ["月份", "统一社会信用代码", "地方税收", "税收合计"], ["2021-06", code(2), 4000, 8000]], "rejected"],
      [[...first, ["税收合计（累计）", "统一社会信用代码", "月份", "地方税收"], [1, code(2), "2021-06", 4000]], "rejected"],
      [[...first, ["页码", "2"], names, inOrder(names, cellsOf("2021-06", 2, 1))], "loaded"],
    ];
    for (const [rows, outcome] of files) {
      for (const isBook of [true, false]) {
        await loadOnce({ [`税收月报.${isBook ? "xlsx" : "csv"}`]: isBook ? workbook([{ name: "Sheet1", rows }]) : text(rows) }, async (report, loader) => {
          expect(report.files[0]).toMatchObject(outcome === "rejected" ? { status: "rejected", code: "second_header" } : { status: "loaded" });
          expect(await loader.rows(raw)).toEqual(outcome === "rejected" ? [] : [right(1), right(2)]);
        });
      }
    }
  });

  it("is found though it names more than the first", async () => {
    const short = ["月份", "统一社会信用代码", "工业总产值", "营业收入"];
    const long = ["月份", "统一社会信用代码", "营业收入", "工业总产值"];
    const rows = [[...short, ""], ["2021-06", code(1), 5, 9, ""], [...long, "利润总额"], ["2021-06", code(2), 9, 5, 1]];
    await loadOnce({ "生产经营月报.csv": text(rows) }, async (_, loader) => {
      expect(await loader.rows("select enterprise_id, output_wan::integer as output, profit_wan::integer as profit from raw.production order by all")).toEqual([{ enterprise_id: code(1), output: 5, profit: null }, { enterprise_id: code(2), output: 5, profit: 1 }]);
    });
  });
});
