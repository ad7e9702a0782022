import { describe, expect, it } from "vitest";
import { loadContracts } from "../../../../pipelines/intake/contracts.ts";
import { findTable } from "../../../../pipelines/intake/read/table.ts";

const production = loadContracts().get("production")!;
const named = (header: readonly string[]) =>
  Object.fromEntries(findTable([header, header.map(() => "1")], [], production).columns.map(({ column, index, unit }) => [column.zh, { index, unit }]));

describe("remarks in a header's brackets", () => {
  it("reads no other period's figure as the month's", () => {
    expect(named(["月份", "统一社会信用代码", "工业总产值", "工业总产值（上年同期）", "工业总产值（本年累计）（元）", "营业收入"])).toMatchObject({
      工业总产值: { index: 2 },
      工业总产值本年累计: { index: 4, unit: "元" },
    });
  });

  it("refuses a table whose only output is the year to date", () => {
    expect(() => named(["月份", "统一社会信用代码", "工业总产值（本年累计）", "营业收入"])).toThrow(expect.objectContaining({ code: "missing_columns" }));
  });

  it("finds the unit before or after another remark", () => {
    const columns = named(["月份", "统一社会信用代码", "工业总产值（现价）（元）", "营业收入（元）（不含税）"]);
    expect([columns["工业总产值"]?.unit, columns["营业收入"]?.unit]).toEqual(["元", "元"]);
  });
});
