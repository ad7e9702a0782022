import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileFault } from "../../../../pipelines/intake/read/file-fault.ts";
import { type PeriodPlaces, type PeriodType, statedPeriod } from "../../../../pipelines/intake/read/stated-period.ts";

const at = (places: Partial<PeriodPlaces>): PeriodPlaces => ({ titles: [], sheet: "", file: "税收月报", ...places });
const said = (type: PeriodType, places: Partial<PeriodPlaces>) => {
  try {
    return statedPeriod(type, at(places))?.text;
  } catch (error) {
    if (error instanceof FileFault) return error.code;
    throw error;
  }
};

describe("the month of a table", () => {
  it.each<[Partial<PeriodPlaces>, string | undefined]>([
    [{ titles: ["山亭区2021年6月税收月报"] }, "2021-06"],
    [{ titles: ["２０２１年６月份税收月报"] }, "2021-06"],
    [{ titles: ["二〇二一年十二月税收月报"] }, "2021-12"],
    [{ titles: ["税收月报（2021-06）"] }, "2021-06"],
    [{ titles: ["税收月报", "2021 年 6 月"] }, "2021-06"],
    [{ titles: ["所属期：2021-06-01至2021-06-30"] }, "2021-06"],
    [{ titles: ["所属期：2021年6月1日至2021年6月30日"] }, "2021-06"],
    [{ sheet: "6月", file: "税收月报_2021" }, "2021-06"],
    [{ sheet: "十一月", titles: ["2021年税收月报"] }, "2021-11"],
    [{ sheet: "2021.6" }, "2021-06"],
    [{ file: "税收月报_202106" }, "2021-06"],
    [{ file: "税收月报2021年6月(更正)" }, "2021-06"],
    [{ file: "税收月报_2021_06" }, "2021-06"],
    [{ titles: ["2021年6月税收月报"], sheet: "6月", file: "税收月报_202106" }, "2021-06"],
    // a day says when it was made
    [{ titles: ["填报日期：2021年7月5日"], file: "税收月报_202106" }, "2021-06"],
    [{ titles: ["2021-07-05 制表"] }, undefined],
    [{ file: "税收月报_20210705" }, undefined],
    [{ titles: ["税收月报"] }, undefined],
    [{ sheet: "6月" }, undefined],
    [{ titles: ["2021年度税收月报"] }, undefined],
    // two places that differ
    [{ titles: ["2021年6月税收月报"], file: "税收月报_202105" }, "period_conflict"],
    [{ sheet: "5月", titles: ["2021年6月税收月报"] }, "period_conflict"],
    // more than a month
    [{ titles: ["2021年1-6月税收月报"] }, "period_longer"],
    [{ titles: ["2021年1至6月税收"], file: "税收月报_202106" }, "period_longer"],
    [{ titles: ["2021年6月税收累计"] }, "period_longer"],
    [{ titles: ["2021年上半年税收"] }, "period_longer"],
    [{ titles: ["2021年第二季度税收"] }, "period_longer"],
    [{ titles: ["所属期：2021-01-01至2021-06-30"] }, "period_longer"],
  ])("%j is %s", (places, expected) => expect(said("month", places)).toBe(expected));

  it("is the same however it is written, and never another", () => {
    const chinese = (n: number) => ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"][n]!;
    const years = fc.integer({ min: 2015, max: 2035 });
    const months = fc.integer({ min: 1, max: 12 });
    const forms = [
      (y: number, m: number) => `${y}年${m}月`,
      (y: number, m: number) => `${y}年${String(m).padStart(2, "0")}月份`,
      (y: number, m: number) => `${Array.from(String(y), (one) => "〇一二三四五六七八九"[Number(one)]).join("")}年${chinese(m)}月`,
      (y: number, m: number) => `${y}-${String(m).padStart(2, "0")}`,
      (y: number, m: number) => `${y}${String(m).padStart(2, "0")}`,
      (y: number, m: number) => `${y}.${m}`,
    ];
    const places = [(text: string) => ({ titles: [`甲区${text}税收月报`] }), (text: string) => ({ titles: ["税收月报", text] }), (text: string) => ({ sheet: text }), (text: string) => ({ file: `税收月报_${text}` })];
    fc.assert(
      fc.property(years, months, fc.constantFrom(...forms), fc.constantFrom(...places), years, months, fc.constantFrom(...forms), fc.constantFrom(...places), (y, m, form, place, y2, m2, form2, place2) => {
        const expected = `${y}-${String(m).padStart(2, "0")}`;
        expect(said("month", place(form(y, m)))).toBe(expected);
        const both = { ...at({}), ...place(form(y, m)), ...place2(form2(y2, m2)) };
        expect([expected, "period_conflict", `${y2}-${String(m2).padStart(2, "0")}`]).toContain(said("month", both));
        if (Object.keys(place("")).join() !== Object.keys(place2("")).join() && (y !== y2 || m !== m2)) expect(said("month", both)).toBe("period_conflict");
      }),
    );
  });
});

describe("the year and the quarter of a table", () => {
  it.each<[PeriodType, Partial<PeriodPlaces>, string | undefined]>([
    ["year", { titles: ["2021年度用地信息"] }, "2021"],
    ["year", { file: "用地信息_2021" }, "2021"],
    ["year", { titles: ["2021年用地信息"], file: "用地信息_2020" }, "period_conflict"],
    ["year", { titles: ["填报日期：2022年1月5日"], file: "用地信息_2021" }, "2021"],
    ["quarter", { titles: ["2021年第二季度培育库"] }, "2021Q2"],
    ["quarter", { file: "培育库_2021Q3" }, "2021Q3"],
    ["quarter", { titles: ["2021年培育库"], sheet: "三季度" }, "2021Q3"],
    ["quarter", { titles: ["2021年培育库"] }, undefined],
  ])("%s: %j is %s", (type, places, expected) => expect(said(type, places)).toBe(expected));
});
