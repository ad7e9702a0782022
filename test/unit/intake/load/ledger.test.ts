import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { TestLoader, loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const current = `select enterprise_id, "month", total_tax_wan from (
  select *, row_number() over (partition by "month", enterprise_id order by known_at desc, file_id desc, source_row desc) as place from raw.taxes
) where place = 1 order by all`;

function file(rows: readonly (readonly (string | number)[])[]): string {
  return text([header, ...rows.map(([month, id, amount]) => [month!, id!, amount!, 1, 1, 1])]);
}

describe("the ledger", () => {
  it("always adds up: read = loaded + superseded + quarantined, one record a quarantined row", async () => {
    const row = fc.tuple(fc.constantFrom("2021-01", "202102", "2021-13", ""), fc.constantFrom(code(1), code(2), "坏"), fc.constantFrom(1, "2,000.5", "1.2.3", "-", "合计"));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        await loadOnce({ "税收月报.csv": file(rows) }, async (_, loader) => {
          const [ledger] = await loader.rows(`select rows_read, rows_loaded, rows_superseded, rows_quarantined, (select count(*) from raw.taxes) as stored,
            (select count(*) from ops.quarantined_row) as recorded, (select count(distinct "row") from ops.quarantined_row) as places from ops.import_file`);
          const number = (name: string) => Number(ledger![name]);
          expect(number("rows_read")).toBe(rows.length);
          expect(number("rows_read")).toBe(number("rows_loaded") + number("rows_superseded") + number("rows_quarantined"));
          expect([number("stored"), number("recorded"), number("places")]).toEqual([number("rows_loaded"), number("rows_quarantined"), number("rows_quarantined")]);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("ends in the same current state for any order of one load's files, and loading again changes nothing", async () => {
    const row = fc.tuple(fc.constantFrom("2021-01", "2021-02"), fc.constantFrom(code(1), code(2), code(3)), fc.integer({ min: 0, max: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), fc.nat(), async (contents, seed) => {
        const files = contents.map((rows, index) => [`${"甲乙丙丁"[index]!}/税收月报_${index}.csv`, file(rows)] as const);
        const shuffled = files.map((one, index) => ({ one, order: (index * 7919 + seed) % 31 })).sort((a, b) => a.order - b.order).map(({ one }) => one);
        const [first, second] = [await TestLoader.open(), await TestLoader.open()];
        try {
          await first.load(Object.fromEntries(files));
          await second.load(Object.fromEntries(shuffled));
          const state = await first.rows(current);
          expect(await second.rows(current)).toEqual(state);
          const before = await first.rows("select * from raw.taxes order by all");
          const again = await first.load(Object.fromEntries(shuffled));
          expect(again.load_id).toBeNull();
          expect(again.files.every(({ status }) => status === "unchanged")).toBe(true);
          expect(await first.rows("select * from raw.taxes order by all")).toEqual(before);
        } finally {
          first.close();
          second.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it("ends in the state that the newest good row of each key says, whatever was loaded, corrected and sent again before", async () => {
    const row = fc.tuple(fc.constantFrom("2021-01", "2021-02", "2021-13"), fc.constantFrom(code(1), code(2)), fc.integer({ min: 0, max: 3 }));
    const oneFile = fc.array(row, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(oneFile, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), async (loads) => {
        const loader = await TestLoader.open();
        try {
          const state = new Map<string, number>();
          const known = new Set<string>();
          for (const files of loads) {
            const before = new Map(state);
            const replaced = new Set<string>();
            const fresh = new Map<string, number>();
            const named = Object.fromEntries(files.map((rows, index) => [`税收月报_${index}.csv`, file(rows)]));
            for (const [index, rows] of files.entries()) {
              const content = named[`税收月报_${index}.csv`]!;
              // the same content again is known already, even where a correction came between
              if (known.has(content)) continue;
              known.add(content);
              const own = new Map(rows.flatMap(([month, id, amount]) => (month === "2021-13" ? [] : [[`${month} ${id}`, amount] as const])));
              for (const [key, amount] of own) {
                // another file of the same load says otherwise; this one is saved later
                if (fresh.has(key) && fresh.get(key) !== amount) replaced.add(key);
                fresh.set(key, amount);
                state.set(key, amount);
              }
            }
            const { restated_figures, totals } = await loader.load(named);
            const restated = new Set([...replaced, ...[...before].flatMap(([key, amount]) => (state.get(key) === amount ? [] : [key]))]);
            expect(restated_figures.total).toBe(restated.size);
            expect(totals.rows_read).toBe(totals.rows_loaded + totals.rows_superseded + totals.rows_quarantined);
          }
          const rows = await loader.rows(`select strftime("month", '%Y-%m') || ' ' || enterprise_id as key, cast(total_tax_wan as integer) as amount from (${current})`);
          expect(new Map(rows.map(({ key, amount }) => [key, amount]))).toEqual(state);
        } finally {
          loader.close();
        }
      }),
      { numRuns: 20 },
    );
  }, 180_000);

  it("keeps what a correction replaces, with the time that each was known", async () => {
    const loader = await TestLoader.open();
    try {
      const [old, corrected] = [file([["2021-01", code(1), 10], ["2021-01", code(2), 5]]), file([["2021-01", code(1), 11]])];
      await loader.load({ "税收月报.csv": old });
      const { restated, restated_figures } = await loader.load({ "税收月报_更正.csv": corrected });
      expect(restated).toEqual([{ dataset: "taxes", rows: 1 }]);
      expect(restated_figures).toMatchObject({
        total: 1,
        figures: [
          { dataset: "taxes", bureau: "区税务局", enterprise_id: code(1), period: "2021-01", item: "", column: "税收合计", unit: "万元", old_value: "10.000000", new_value: "11.000000", difference: "1.00000000", old_file: "税收月报.csv", old_row: 2, new_file: "税收月报_更正.csv", new_row: 2 },
        ],
      });
      // the old file once more, under a new name: known already, and older than the correction
      await loader.load({ "税收月报_副本.csv": old });
      expect(await loader.rows(`select enterprise_id, total_tax_wan, known_at::date::varchar as known from raw.taxes order by known_at, source_row`)).toEqual([
        { enterprise_id: code(1), total_tax_wan: "10.000000", known: "2022-01-01" },
        { enterprise_id: code(2), total_tax_wan: "5.000000", known: "2022-01-01" },
        { enterprise_id: code(1), total_tax_wan: "11.000000", known: "2022-01-02" },
      ]);
      expect(await loader.rows(current)).toMatchObject([{ total_tax_wan: "11.000000" }, { total_tax_wan: "5.000000" }]);
    } finally {
      loader.close();
    }
  });

  it("counts as restated only what has other values than before", async () => {
    const loader = await TestLoader.open();
    try {
      expect((await loader.load({ "税收月报.csv": file([["2021-01", code(1), 10], ["2021-01", code(2), 5]]) })).restated).toEqual([]);
      expect((await loader.load({ "税收月报_再报.csv": file([["2021-01", code(1), "10.00"], ["2021-02", code(1), 7]]) })).restated).toEqual([]);
    } finally {
      loader.close();
    }
  });

  it("says which figures a correction blanks, by an empty cell or by a column that it leaves out", async () => {
    const loader = await TestLoader.open();
    const columns = ["月份", "统一社会信用代码", "工业总产值", "营业收入", "工业增加值"];
    const month = (id: string, ...cells: (string | number)[]) => ["2021-01", id, ...cells];
    try {
      await loader.load({ "生产经营月报.csv": text([columns, month(code(1), 10, 20, "3.50"), month(code(2), 10, 20, 4), month(code(3), 10, 20, "")]) });
      const { warnings } = await loader.load({
        "生产经营月报_更正甲.csv": text([columns.slice(0, 4), month(code(1), 11, 20), month(code(3), 11, 20)]),
        "生产经营月报_更正乙.csv": text([columns, month(code(2), 10, 20, "")]),
      });
      expect(warnings.map(({ file: name, row, column, code: kind, message }) => [name, row, column, kind, message.slice(0, 10)])).toEqual([
        ["生产经营月报_更正乙.csv", 2, "工业增加值", "blanked", "以前报过「4」，这次"],
        ["生产经营月报_更正甲.csv", 2, "工业增加值", "blanked", "以前报过「3.5」，"],
      ]);
    } finally {
      loader.close();
    }
  });

  it("records what a file holds besides: encoding, delimiter, synthetic or not", async () => {
    await loadOnce({ "税收月报.csv": `示例数据\n${file([["2021-01", code(1), 1]])}`, "全区税收_示例数据.csv": text([["月份", "税收收入"], ["2021-01", 1]], { delimiter: "\t" }) }, async (report, loader) => {
      expect(report.files.map(({ dataset, delimiter, encoding }) => ({ dataset, delimiter, encoding }))).toEqual([
        { dataset: "district_taxes", delimiter: "\t", encoding: "utf-8" },
        { dataset: "taxes", delimiter: ",", encoding: "utf-8" },
      ]);
      expect(await loader.rows("select dataset, is_synthetic, file_id from ops.import_file order by file_id")).toEqual([
        { dataset: "district_taxes", is_synthetic: true, file_id: 1 },
        { dataset: "taxes", is_synthetic: true, file_id: 2 },
      ]);
    });
  });

  it("makes every raw table on the first load, also of data sets that nobody sent", async () => {
    await loadOnce({ "税收月报.csv": file([]) }, async (_, loader) => {
      expect(await loader.rows("select count(*)::integer as n from information_schema.tables where table_schema = 'raw'")).toEqual([{ n: 31 }]);
    });
  });
});
