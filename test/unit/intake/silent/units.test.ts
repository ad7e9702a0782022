import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitsSaid } from "../../../../pipelines/intake/read/unit-mentions.ts";
import { code, text, workbook } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
const amounts = [500, 400, 100, 200];
const rows = [1, 2, 3].map((n) => ["2021-06", code(n), ...amounts]);

/** A unit and what 500 of it is in 万元; null where no tax can be in it. */
const units: readonly (readonly [unit: string, wan: string | null])[] = [
  ["元", "0.050000"],
  ["万元", "500.000000"],
  ["千元", "50.000000"],
  ["亿元", "5000000.000000"],
  ["美元", null],
  ["万港元", null],
  ["吨", null],
  ["平方米", null],
  ["元/亩", null],
];
const lines: readonly ((unit: string) => string)[] = [
  (unit) => `单位：${unit}`,
  (unit) => `单位：${unit}（人民币）`,
  (unit) => `单 位：${unit}`,
  (unit) => `單位：${unit}`,
  (unit) => `单位：${unit}，保留两位小数`,
  (unit) => `计量单位：${unit}（不含税）`,
  (unit) => `单位：人民币 ${unit}`,
  (unit) => `金额单位:${unit}`,
  (unit) => `（单位：人民币${unit}）`,
  (unit) => `［单位：${unit}］`,
  (unit) => `货币单位为${unit}`,
  (unit) => `单位（${unit}）`,
  (unit) => `填报单位：元通公司　　单位：${unit}`,
  (unit) => `单位：${unit}  制表日期：2022年1月5日`,
  (unit) => `币种：人民币 单位：${unit}`,
  (unit) => `以${unit}为单位`,
  (unit) => `税收月报（${unit}）`,
  (unit) => `（${unit}）`,
  (unit) => `${unit}`,
  (unit) => `说明：1.本表金额单位为${unit}；2.不含查补税款。`,
];
const fullWidth = (words: string) => words.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const spellings: readonly ((words: string) => string)[] = [(words) => words, (words) => words.normalize("NFKC"), fullWidth, (words) => ` ${words}　`];

interface Made {
  readonly file?: string;
  readonly sheet?: string;
  readonly rows: readonly (readonly (string | number)[])[];
}
/** Where the words stand. */
const places: Readonly<Record<string, (words: string, unit: string) => Made>> = {
  above: (words) => ({ rows: [["税收月报"], [words], header, ...rows] }),
  "above, to the right": (words) => ({ rows: [["", "", "", "", "", words], header, ...rows] }),
  "in two cells": (_, unit) => ({ rows: [["", "", "", "单位：", unit], header, ...rows] }),
  "below the header": (_, unit) => ({ rows: [header, ["", "", "", "", `单位：${unit}`], ...rows] }),
  "below the data": (words) => ({ rows: [header, ...rows, ["合计", "", 1500, 1200, 300, 600], [words]] }),
  "below the data, to the right": (words) => ({ rows: [header, ...rows, [], ["", "", "", words]] }),
  "in the header's row": (_, unit) => ({ rows: [[...header, `单位：${unit}`], ...rows] }),
  "in a column": (_, unit) => ({ rows: [[...header, "计量单位"], ...rows.map((row) => [...row, unit])] }),
  "in the file's name": (_, unit) => ({ file: `税收月报(${unit.replace("/", "每")})`, rows: [header, ...rows] }),
  "in the file's name, behind a line": (_, unit) => ({ file: `税收月报_202106_${unit.replace("/", "每")}`, rows: [header, ...rows] }),
  "in the sheet's name": (_, unit) => ({ sheet: `税收月报（${unit.replace("/", "每")}）`, rows: [header, ...rows] }),
};

async function expectRightOrRefused(made: Made, isBook: boolean, wan: string | null): Promise<void> {
  const content = isBook ? workbook([{ name: made.sheet ?? "Sheet1", rows: made.rows }]) : text(made.rows);
  await loadOnce({ [`${made.file ?? "税收月报"}.${isBook ? "xlsx" : "csv"}`]: content }, async (report, loader) => {
    const [only] = report.files;
    if (only!.status === "rejected") {
      expect(only!.code).toMatch(/^unit/);
      // a refusal for a unit that can be read is no harm, but none of these needs it
      expect(wan).toBeNull();
      return;
    }
    expect(await loader.rows("select total_tax_wan from raw.taxes")).toEqual(rows.map(() => ({ total_tax_wan: wan })));
    expect(report.totals.rows_quarantined).toBe(0);
  });
}

describe("a unit that is mentioned anywhere", () => {
  it("is understood in every wording", () => {
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.constantFrom(...spellings), fc.constantFrom(...units), (line, spelling, [unit]) => {
        const said = unitsSaid(spelling(line(unit)));
        expect(said).toEqual({ units: ["美元", "万港元", "元/亩"].includes(unit) ? undefined : [unit] });
      }),
      { numRuns: 1_000 },
    );
  });

  it("is the one that figures are read in, or the file is refused; never passed over", async () => {
    const cases = fc.tuple(fc.constantFrom(...Object.keys(places)), fc.constantFrom(...lines), fc.constantFrom(...spellings), fc.constantFrom(...units), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cases, async ([place, line, spelling, [unit, wan], isBook]) => {
        fc.pre(!place.includes("name") || (unit !== "元/亩" && (isBook || !place.includes("sheet"))));
        await expectRightOrRefused(places[place]!(spelling(line(unit)), spelling(unit)), isBook, wan);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it.each(["單位：元", "單 位：圓", "（單位：人民幣元）", "圓"])("%s below the data is no row of it, nor are totals and signatures in traditional characters", async (words) => {
    const table = [header, ...rows, ["合計", "", 1500, 1200, 300, 600], [words], ["審核人：甲", "", "", "聯系電話：0632"], ["備註：不含查補稅款"]];
    await loadOnce({ "税收月报.csv": text(table) }, async (report, loader) => {
      expect(report.files[0]).toMatchObject({ status: "loaded", rows_read: 3, rows_loaded: 3, rows_skipped: { total: 1, note: 3 } });
      expect(await loader.rows("select distinct total_tax_wan from raw.taxes")).toEqual([{ total_tax_wan: "0.050000" }]);
    });
  });

  it("is refused where two places disagree, and both are named", async () => {
    const two = fc.uniqueArray(fc.constantFrom("元", "万元", "千元"), { minLength: 2, maxLength: 2 });
    const where = fc.uniqueArray(fc.constantFrom("above", "below the data", "in the file's name", "in a column"), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(two, where, fc.boolean(), async ([one, other], [first, second], isBook) => {
        const [here, there] = [places[first!]!(`单位：${one!}`, one!), places[second!]!(`单位：${other!}`, other!)];
        const head = first === "in a column" ? here.rows[0]! : second === "in a column" ? there.rows[0]! : header;
        const data = first === "in a column" ? here.rows.slice(1) : second === "in a column" ? there.rows.slice(1) : rows;
        const above = first === "above" ? `单位：${one!}` : second === "above" ? `单位：${other!}` : "";
        const below = first === "below the data" ? `单位：${one!}` : second === "below the data" ? `单位：${other!}` : "";
        const made = [[above], head, ...data, [below]];
        await loadOnce({ [`${here.file ?? there.file ?? "税收月报"}.${isBook ? "xlsx" : "csv"}`]: isBook ? workbook([{ name: "Sheet1", rows: made }]) : text(made) }, async (report) => {
          expect(report.files[0]).toMatchObject({ status: "rejected", code: "units_disagree" });
          for (const unit of [one, other]) expect(report.files[0]!.message).toMatch(new RegExp(`[「：(]${unit!}[」)]`));
        });
      }),
      { numRuns: 9 },
    );
  }, 120_000);

  it.each(["填报单位：元通公司", "营业收入2000万元以上企业", "单位负责人：张三", "万元产值能耗另报", "单位产值能耗另报", "制表单位（盖章）：元亨财务部", "本表由各单位按月填报"])("%s says none", async (words) => {
    for (const made of [[[words], header, ...rows], [header, ...rows, [words]]]) {
      await loadOnce({ "税收月报.csv": text(made) }, async (report, loader) => {
        expect(report.files[0]!.message).toBeUndefined();
        expect(await loader.rows("select distinct total_tax_wan from raw.taxes")).toEqual([{ total_tax_wan: "500.000000" }]);
      });
    }
  });

  it.each(["单位：看情况", "金额精确到元", "单位：元，用电量为千瓦时每吨", "单位：元/万元", "单位：RMB"])("%s is asked about", async (words) => {
    await loadOnce({ "税收月报.csv": text([[words], header, ...rows]) }, async (report) => {
      expect(report.files[0]).toMatchObject({ status: "rejected", code: "unit_unclear" });
    });
  });

  it("stays what the headers say where they say it", async () => {
    const headed = header.map((name, index) => (index < 2 ? name : `${name}（单位：元（人民币））`));
    await loadOnce({ "税收月报(亿元).csv": text([["单位：吨"], headed, ...rows, ["注：单位为千元"]]) }, async (_, loader) => {
      expect(await loader.rows("select distinct total_tax_wan from raw.taxes")).toEqual([{ total_tax_wan: "0.050000" }]);
    });
  });

  it("is refused where it first stands in the middle of the data", async () => {
    await loadOnce({ "税收月报.csv": text([header, rows[0]!, ["单位：元"], rows[1]!, rows[2]!]) }, async (report) => {
      expect(report.files[0]).toMatchObject({ status: "rejected", code: "unit_midway" });
    });
  });
});
