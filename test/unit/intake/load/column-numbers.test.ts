import { describe, expect, it } from "vitest";
import { code, text } from "../../../fixtures/intake/files.ts";
import { loadOnce } from "../../../fixtures/intake/load.ts";

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
