import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const row = (month: string, n: number) => [month, code(n), 5, 4, 1, 2];
const oneMonth = [header, row("2021-06", 1), row("2021-06", 2)];
const manyMonths = [header, ...[1, 2, 3, 4, 5, 6].map((month) => row(`2021-0${month}`, 1))];

/** The table with the words in its title, its sheet's name or its file's name. */
function files(words: string, place: string, isBook: boolean, rows: readonly (readonly (string | number)[])[]): Record<string, string | Buffer> {
  const titled = place === "title" ? [["税收月报", "", words], ...rows] : place === "whole title" ? [[`2021年税收月报${words}`], ...rows] : rows;
  const name = place === "file" ? `税收月报_${words}` : "税收月报";
  return isBook ? { [`${name}.xlsx`]: workbook([{ name: place === "sheet" ? `税收月报（${words}）` : "税收月报", rows: titled }]) } : { [`${name}.csv`]: text(titled) };
}
const places = fc.constantFrom("title", "whole title", "file", "sheet");

describe("a title that says what the figures are not", () => {
  it("is refused, or waits for the months that sums are told by, wherever it stands", async () => {
    const words = fc.constantFrom("1-6月累计", "累计", "本年累计数", "预测数", "（预计）", "计划", "2021年计划数", "预算", "预算数", "同比", "上年同期", "目标任务", "月均");
    await fc.assert(
      fc.asyncProperty(words, places, fc.boolean(), async (word, place, isBook) => {
        fc.pre(isBook || place !== "sheet");
        await loadOnce(files(word, place, isBook, oneMonth), async (report, loader) => {
          expect(report.files[0]).toMatchObject(word.includes("累计") ? { status: "loaded", rows_loaded: 0, rows_quarantined: 2 } : { status: "rejected", code: "figures_other" });
          expect(await loader.rows("select count(*)::integer as n from raw.taxes")).toEqual([{ n: 0 }]);
        });
      }),
      { numRuns: 24 },
    );
  }, 120_000);

  it("loads no row where it speaks of several months and the rows are of one, and all where they are of several", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("2021年1-6月", "1—6月", "上半年", "一季度", "前三季度", "2021年全年"), places, fc.boolean(), fc.boolean(), async (word, place, isBook, isOne) => {
        fc.pre(isBook || place !== "sheet");
        await loadOnce(files(word, place, isBook, isOne ? oneMonth : manyMonths), async (report) => {
          expect(report.files[0]).toMatchObject(isOne ? { rows_loaded: 0 } : { status: "loaded", rows_loaded: 6 });
          // the first half of a year ends with June, which the rows are of; the other spans do not
          const asked = /1.6月|上半年/.test(word) ? { rows_quarantined: 2 } : { status: "rejected", code: "figures_span" };
          if (isOne) expect(report.files[0]).toMatchObject(asked);
        });
      }),
      { numRuns: 18 },
    );
  }, 120_000);

  it.each(["“521”企业培壮行动计划", "计划财务科填报", "税收计划完成情况", "一般公共预算收入科目", "说明：请填当月数，不要填累计数", "更正"])("%s is none", async (words) => {
    await loadOnce(files(words, "title", false, oneMonth), async (report) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", rows_loaded: 2 });
    });
  });

  it.each([
    ["注：以上为1-6月累计数", "rejected"],
    ["说明：本表各项均为预计数。", "rejected"],
    ["注：不含累计欠税", "loaded"],
    ["注：累计数另行报送", "loaded"],
  ])("%s below the table: %s", async (words, status) => {
    await loadOnce({ "税收月报.csv": text([...oneMonth, [words]]) }, async (report) => {
      expect(report.files[0]).toMatchObject(status === "rejected" ? { status, code: "figures_other" } : { status, rows_loaded: 2 });
    });
  });

  it("is the data set's own where headers or its name say so", async () => {
    const headed = [["月份", "统一社会信用代码", "工业总产值", "营业收入", "工业总产值本年累计", "同比"], ["2021-01", code(1), 5, 4, 5, "3%"]];
    const targets = [["2021年镇街目标任务分解表"], ["年度", "镇街", "指标", "目标值"], [2021, "西集镇", "地方税收", 100]];
    await loadOnce({ "生产经营月报.csv": text([["本月及累计、同比"], ...headed]), "镇街目标.csv": text(targets) }, async (report) => {
      expect(report.files.map(({ status }) => status)).toEqual(["loaded", "loaded"]);
    });
  });

  it("of a whole workbook says nothing of its months' sheets", async () => {
    const content = workbook(["5", "6"].map((month) => ({ name: `${month}月`, rows: [header, row(`2021-0${month}`, 1)] })));
    await loadOnce({ "税收月报_2021年1-6月.xlsx": content }, async (report) => {
      expect(report.files.map(({ status }) => status)).toEqual(["loaded", "loaded"]);
    });
  });
});
