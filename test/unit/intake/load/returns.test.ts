import { describe, expect, it } from "vitest";
import { returnName } from "../../../../pipelines/intake/load/returns.ts";
import { code, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

describe("the name of a returned workbook", () => {
  it.each(["../../etc/区税务局", "=cmd|' /C calc'!A0", "<b>局</b>", "a\u0000b\nc", "C:\\局:*?", ""])("is safe for a bureau called %j", (bureau) => {
    expect(returnName(bureau, "2022-01-05")).toMatch(/^退回_[\p{L}\p{N}、（）_]+_20220105$/u);
  });

  it("is the bureau's and the day's", () => {
    expect(returnName("区金融服务中心、区国资事务服务中心", "2022-01-05")).toBe("退回_区金融服务中心、区国资事务服务中心_20220105");
  });
});

describe("a row that only numbers the columns", () => {
  const header = ["月份", "统一社会信用代码", "税收合计", "地方税收", "流转税地方级", "地方留成"];
  const data = ["2021-01", code(1), 1, 1, 1, 1];

  it.each([[["1", "2", "3", "4", "5", "6"]], [["甲", "乙", "1", "2", "3", "4"]], [["栏次", "", "1", "2", "3", "4"]], [["(1)", "（2）", "(3)", "(4)", "(5)", "(6)"]]])("%j is skipped", async (marks) => {
    await loadOnce({ "税收月报.csv": text([header, marks, data]) }, async (report) => {
      expect(report.totals).toMatchObject({ rows_read: 1, rows_loaded: 1, rows_quarantined: 0 });
    });
  });

  it.each([[["1", "2", "3", "4", "5", "7"]], [["甲", "乙", "1", "2", "3", "x"]], [["", "", "5", "6", "7", "8"]]])("%j is no such row and is quarantined", async (cells) => {
    await loadOnce({ "税收月报.csv": text([header, cells, data]) }, async (report) => {
      expect(report.totals).toMatchObject({ rows_read: 2, rows_quarantined: 1 });
    });
  });
});
