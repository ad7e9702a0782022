import { describe, expect, it } from "vitest";
import { SheetNames, bureauName, returnName } from "../../../../pipelines/intake/returns/names.ts";

describe("the name of a returned workbook", () => {
  it.each(["../../etc/区税务局", "=cmd|' /C calc'!A0", "<b>局</b>", "a\u0000b\nc", "C:\\局:*?", ""])("is safe for a bureau called %j", (bureau) => {
    expect(returnName(bureau, "2022-01-05")).toMatch(/^退回_[\p{L}\p{N}、（）_]+_20220105$/u);
  });

  it("is no bureau's above the district", () => {
    expect(["区统计局 (where it reports)", "any bureau", "国务院办公厅 (ships with the project)"].map(bureauName)).toEqual(["区统计局", "各有关部门", "领导小组办公室"]);
  });

  it("is the bureau's and the day's", () => {
    expect(returnName("区金融服务中心、区国资事务服务中心", "2022-01-05")).toBe("退回_区金融服务中心、区国资事务服务中心_20220105");
  });
});

describe("the names of sheets", () => {
  it("are such as a workbook may have, each once whatever the letters' size", () => {
    const names = new SheetNames();
    const long = "税".repeat(40);
    const taken = ["2021", "2021", "A:\\/?*[]b", "'x'", "", "History", long, long, "abc", "ABC"].map((name) => names.take(name));
    expect(taken).toEqual(["2021", "2021 (2)", "A_______b", "_x_", "表", "History (2)", "税".repeat(31), `${"税".repeat(27)} (2)`, "abc", "ABC (2)"]);
  });
});
