import { describe, expect, it } from "vitest";
import { loadContracts } from "../../../../pipelines/intake/contracts.ts";
import { FileFault } from "../../../../pipelines/intake/read/file-fault.ts";
import { HeaderNames } from "../../../../pipelines/intake/read/header-names.ts";
import { findTable } from "../../../../pipelines/intake/read/table.ts";

describe("a header's column", () => {
  it.each<[dataset: string, parts: string[], column: string | undefined, remarks?: string[]]>([
    ["taxes", ["税收合计"], "税收合计"],
    ["taxes", ["* 税收\n合计 "], "税收合计"],
    ["taxes", ["税收合计【元】"], "税收合计", ["元"]],
    ["taxes", ["税收合计〔元〕"], "税收合计", ["元"]],
    ["taxes", ["税收合计（元，必填）"], "税收合计", ["元", "必填"]],
    ["taxes", ["税收合计/元"], "税收合计", ["元"]],
    ["taxes", ["税收合计：万元"], "税收合计", ["万元"]],
    ["taxes", ["税收合计 亿元"], "税收合计", ["亿元"]],
    ["taxes", ["流转税（地方级）"], "流转税地方级"],
    ["taxes", ["其中：地方税收"], "地方税收"],
    ["taxes", ["#地方留成"], "地方留成"],
    ["taxes", ["3、税收合计"], "税收合计"],
    ["taxes", ["（二）地方税收"], "地方税收"],
    ["taxes", ["本月税收合计"], "税收合计"],
    ["taxes", ["税收（元）", "税收合计"], "税收合计", ["元"]],
    ["taxes", ["税收（元）", "税收合计（万元）"], "税收合计", ["万元"]],
    ["taxes", ["税收合计", "本月"], "税收合计"],
    ["taxes", ["税收合计", "本月", "（元）"], "税收合计", ["元"]],
    ["taxes", ["本月", "税收合计"], "税收合计"],
    ["taxes", ["本年累计", "税收合计"], undefined],
    ["taxes", ["上年同期", "税收合计"], undefined],
    ["taxes", ["税收合计", "比上年增长（%）"], undefined],
    ["taxes", ["1-6月", "税收合计"], undefined],
    ["taxes", ["税收合计（1—6月）"], undefined],
    ["taxes", ["税收合计（上半年）"], undefined],
    ["taxes", ["税收合计（全年）"], undefined],
    ["taxes", ["税收合计同比"], undefined],
    ["production", ["本年累计", "工业总产值"], "工业总产值本年累计"],
    ["production", ["工业总产值", "本年累计"], "工业总产值本年累计"],
    ["production", ["工业总产值（本年累计）（元）"], "工业总产值本年累计", ["元"]],
    ["production", ["本年累计工业总产值"], "工业总产值本年累计"],
    ["production", ["工业总产值（现价）"], "工业总产值", ["现价"]],
    ["research", ["研发经费（全年，万元）"], "研发经费", ["全年", "万元"]],
    ["rates", ["一年期（LPR）"], "一年期LPR"],
    ["transformation_projects", ["设备投资（不含税）（万元）"], "设备投资不含税", ["万元"]],
    ["town_targets", ["年度目标", "目标值"], "目标值"],
  ])("%s %j → %s", (dataset, parts, column, remarks = []) => {
    const match = new HeaderNames(loadContracts().get(dataset)!).match(parts);
    expect(match?.column.zh).toBe(column);
    if (match) expect(match.remarks).toEqual(remarks);
  });
});

describe("the unit of a table's columns", () => {
  const header = ["月份", "统一社会信用代码", "税收合计", "地方税收（万元）", "流转税地方级", "地方留成"];
  const units = (above: string[][], below: string[][] = [], dataset = "taxes", names = header) =>
    findTable([...above, names, ...below], [], loadContracts().get(dataset)!).columns.map(({ unit }) => unit ?? "");
  const money = (unit: string) => ["", "", unit, "万元", unit, unit];

  it.each<[above: string[][], unit: string]>([
    [[["单位：元"]], "元"],
    [[["税收月报"], ["填报单位：元通公司   金额单位：元"]], "元"],
    [[["填报单位：元通公司"]], ""],
    [[["单位：人民币元"]], "元"],
    [[["单位（千元）"]], "千元"],
    [[["单位为亿元"]], "亿元"],
    [[["（元）"]], "元"],
    [[["", "", "单位：", "元"]], "元"],
    [[["单位：元、%"]], "元"],
    [[["单位：万元"]], "万元"],
    [[["单位负责人：张三"]], ""],
  ])("%j → %j", (above, unit) => {
    expect(units(above)).toEqual(money(unit));
  });

  it("may be stated between the header and the data, which then begin below", () => {
    expect(units([], [["单位：元"]])).toEqual(money("元"));
    expect(findTable([header, ["单位：元"], ["2021-06"]], [], loadContracts().get("taxes")!).dataFirst).toBe(2);
  });

  it("is for each column the one that fits it", () => {
    const land = ["年度", "统一社会信用代码", "宗地号", "用地面积", "用地方式", "城市基础设施配套费"];
    expect(units([["单位：平方米、元"]], [], "land", land)).toEqual(["", "", "", "平方米", "", "元"]);
  });

  it.each([
    [[["单位：万美元"]], header, "unit_unclear"],
    [[], header.with(2, "税收合计（¥）"), "unknown_unit"],
    [[], header.with(2, "税收合计（USD）"), "unknown_unit"],
    [[["单位：元/亩"]], header, "unit_unclear"],
    [[["单位：吨"]], header, "unit_misfit"],
    [[["单位：元"], ["（万元）"]], header, "units_disagree"],
  ])("%j %j cannot be read", (above, names, code) => {
    expect(() => units(above, [], "taxes", names)).toThrow(expect.objectContaining({ code }) as FileFault);
  });
});
