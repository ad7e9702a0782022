import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { senderMark } from "../../../../pipelines/intake/read/sender-mark.ts";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { TestLoader, loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const table = (amount: number, title?: string) => [...(title ? [[title]] : []), header, ["2021-06", code(1), amount, 4, 1, 2], ["2021-06", code(2), 9, 4, 1, 2]];
const loaded = "select total_tax_wan::integer as amount from raw.taxes where total_tax_wan <> 9";
const marks: readonly (readonly [words: string, mark: number])[] = [["", 0], ["_报送", 0], ["（修改）", 1], ["_更正", 1], ["-重报", 1], ["（修订版）", 1], ["_二次更正", 2], ["_更正3", 3], ["_旧", -1], ["（备份）", -1], ["_更正前", -1]];

describe("files of one load that disagree on a key", () => {
  it("are settled by the sender's mark, else by the time of saving, else asked about; never by the names' order", async () => {
    const file = fc.record({ mark: fc.constantFrom(...marks), minute: fc.constantFrom(0, 5), isBook: fc.boolean(), inTitle: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(file, file, fc.boolean(), async (one, other, isFirst) => {
        const sent = [one, other].map(({ mark: [words, mark], minute, isBook, inTitle }, index) => {
          const titled = inTitle && words !== "";
          const letter = (index === 0) === isFirst ? "a" : "z";
          const rows = table(10 + index, titled ? `税收月报${words}` : undefined);
          return { name: `税收月报_${letter}${titled ? "" : words}.${isBook ? "xlsx" : "csv"}`, content: isBook ? workbook([{ name: "Sheet1", rows }]) : text(rows), mark, minute, amount: 10 + index };
        });
        const [first, second] = sent as [(typeof sent)[0], (typeof sent)[0]];
        const winner = first.mark !== second.mark ? (first.mark > second.mark ? first : second) : first.minute !== second.minute ? (first.minute > second.minute ? first : second) : undefined;
        await loadOnce(
          Object.fromEntries(sent.map(({ name, content }) => [name, content])),
          async (report, loader) => {
            expect(await loader.rows(loaded)).toEqual(winner ? [{ amount: winner.amount }] : []);
            if (!winner) {
              expect(report.quarantined.map((row) => [row.file, row.column, row.code])).toEqual([...sent].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name }) => [name, "税收合计", "files_disagree"]));
              return;
            }
            const loser = winner === first ? second : first;
            expect(report.warnings).toMatchObject([{ file: winner.name, code: winner.mark === loser.mark ? "contradicted_newer" : "contradicted_marked" }]);
            for (const word of [loser.name, String(winner.amount), String(loser.amount)]) expect(report.warnings[0]!.message).toContain(word);
            expect(report.totals).toMatchObject({ rows_read: 4, rows_loaded: 3, rows_superseded: 1 });
            expect(await loader.rows("select old_file, new_file, old_value::decimal(9,0)::integer as old, new_value::decimal(9,0)::integer as new from ops.restatement")).toEqual([{ old_file: loser.name, new_file: winner.name, old: loser.amount, new: winner.amount }]);
          },
          Object.fromEntries(sent.map(({ name, minute }) => [name, minute])),
        );
      }),
      { numRuns: 24 },
    );
  }, 120_000);

  it("are decided by sending the right one again as the correction, or one row of the returned ones", async () => {
    const loader = await TestLoader.open();
    try {
      const files = { "税收月报_甲.csv": text(table(10)), "税收月报_乙.csv": text(table(11)) };
      const { quarantined } = await loader.load(files, { "税收月报_甲.csv": 1, "税收月报_乙.csv": 1 });
      expect(quarantined.map(({ code: kind }) => kind)).toEqual(["files_disagree", "files_disagree"]);
      expect(await loader.load(files)).toMatchObject({ quarantine_open: 2, totals: { unchanged: 2 } });
      // both rows back, as they were: no answer
      const origins = (await loader.rows("select origin from ops.quarantined_row order by file_id")).map(({ origin }) => String(origin));
      const back = text([[...header, "原文件位置"], ...[11, 10].map((amount, index) => ["2021-06", code(1), amount, 4, 1, 2, origins[index]!])]);
      expect(await loader.load({ "税收月报_退回.csv": back })).toMatchObject({ totals: { rows_quarantined: 2, rows_loaded: 0 }, quarantine_open: 2 });
      const report = await loader.load({ "税收月报_更正.csv": files["税收月报_甲.csv"] });
      expect(report).toMatchObject({ quarantine_open: 0, totals: { rows_quarantined: 0 } });
      expect(await loader.rows(loaded)).toEqual([{ amount: 10 }]);
      expect((await loader.load({ "税收月报_更正.csv": files["税收月报_甲.csv"] })).load_id).toBeNull();
    } finally {
      loader.close();
    }
  });

  it("are settled by the workbooks' own word of when they were saved, before the times of the copies", async () => {
    const saved = (amount: number, day: number) => workbook([{ name: "Sheet1", rows: table(amount) }], { savedAt: new Date(Date.UTC(2021, 6, day)) });
    await loadOnce({ "税收月报_a.xlsx": saved(10, 9), "税收月报_z.xlsx": saved(11, 8) }, async (report, loader) => {
      expect(await loader.rows(loaded)).toEqual([{ amount: 10 }]);
      expect(report.warnings).toMatchObject([{ file: "税收月报_a.xlsx", code: "contradicted_newer" }]);
    });
  });

  it("say nothing where they say the same, and of months of their own", async () => {
    await loadOnce({ "税收月报_甲.csv": text(table(10)), "税收月报_乙.csv": text([...table(10), ["2021-07", code(1), 3, 2, 1, 1]]) }, async (report) => {
      expect(report.totals).toMatchObject({ warnings: 0, rows_superseded: 0, rows_quarantined: 0, rows_loaded: 5 });
    });
  });
});

describe("a file that contradicts another of the same day", () => {
  it.each<[name: string, hour: number, codes: string[]]>([
    ["税收月报_乙.csv", 9, ["contradicted_today"]],
    ["税收月报_更正.csv", 9, []],
    ["税收月报_乙.csv", 20, []],
  ])("%s at %d hours: %j", async (name, hour, codes) => {
    const loader = await TestLoader.open();
    try {
      await loader.load({ "税收月报.csv": text(table(10)) }, {}, new Date("2022-01-05T01:00:00Z"));
      const { warnings } = await loader.load({ [name]: text(table(11)) }, {}, new Date(Date.UTC(2022, 0, 5, hour)));
      expect(warnings.map(({ code: kind }) => kind)).toEqual(codes);
      for (const { message } of warnings) expect(message).toContain("《税收月报.csv》第 2 行是同一项，数不同（税收合计 11，那里是 10）");
    } finally {
      loader.close();
    }
  });
});

describe("copied sheets of one workbook that disagree on a key", () => {
  it("are settled by their names' marks, else asked about", async () => {
    const names: readonly (readonly [name: string, mark: number])[] = [["税收月报", 0], ["税收月报 (2)", 0], ["税收月报（更正）", 1], ["税收月报修改", 1], ["税收月报二次更正", 2], ["税收月报_旧", -1], ["税收月报备份", -1]];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 3 }), async (sheets) => {
        const top = Math.max(...sheets.map(([, mark]) => mark));
        const best = sheets.filter(([, mark]) => mark === top);
        await loadOnce({ "税收月报.xlsx": workbook(sheets.map(([name], index) => ({ name, rows: table(10 + index) }))) }, async (report, loader) => {
          expect(await loader.rows(loaded)).toEqual(best.length === 1 ? [{ amount: 10 + sheets.indexOf(best[0]!) }] : []);
          expect(report.totals.rows_quarantined).toBe(best.length === 1 ? 0 : best.length);
          expect(report.warnings.length).toBe(best.length === 1 ? sheets.length - 1 : 0);
        });
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe("a sender's mark", () => {
  it.each<[name: string, mark: number]>([
    ["税收月报", 0],
    ["税收月报_202106", 0],
    ["税收月报_更正_202106", 1],
    ["税收月报（第三次修改）", 3],
    ["税收月报更正（2）", 2],
    ["税收月报_更正6月", 1],
    ["税收月报_再次更正", 2],
    ["税收月报_V3", 3],
    ["税收月报_第2次报送", 2],
    ["税收月报_修改前", -1],
    ["税收月报_修改后", 1],
    ["税收月报（原表）", -1],
    ["新旧动能转换税收月报", 0],
    ["太原路税收月报", 0],
    ["税收月报_bak", -1],
    ["税收月报 (2)", 0],
    ["修改说明", 0],
  ])("%s: %d", (name, mark) => {
    expect(senderMark([name])).toBe(mark);
  });
});

describe("one key twice in a file", () => {
  it("is loaded as the later row says, and both rows and values are named where they differ", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 11, max: 13 }), { minLength: 2, maxLength: 4 }), fc.boolean(), async (amounts, isBook) => {
        const rows = [header, ...amounts.map((amount) => ["2021-06", code(1), amount, 4, 1, 2])];
        await loadOnce({ [`税收月报.${isBook ? "xlsx" : "csv"}`]: isBook ? workbook([{ name: "Sheet1", rows }]) : text(rows) }, async (report, loader) => {
          const last = amounts.at(-1)!;
          expect(await loader.rows("select total_tax_wan::integer as amount from raw.taxes")).toEqual([{ amount: last }]);
          const others = amounts.flatMap((amount, index) => (amount === last ? [] : [`与第 ${index + 2} 行是同一项，数不同（税收合计 ${last}，那里是 ${amount}）`]));
          expect(report.warnings.map(({ row, message }) => [row, message.slice(0, message.indexOf("）") + 1)]).sort()).toEqual(others.map((words) => [amounts.length + 1, words]).sort());
        });
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
