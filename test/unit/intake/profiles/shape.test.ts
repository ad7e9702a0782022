import { describe, expect, it } from "vitest";
import { loadContracts } from "../../../../pipelines/intake/contracts.ts";
import { fingerprint, headersIn, senderOf, shapeOf } from "../../../../pipelines/intake/profiles/shape.ts";
import { code } from "../../../fixtures/intake/files.ts";

const contracts = loadContracts();

describe("the shape of a sender's files", () => {
  it.each([
    ["区税务局/附件1_202106.xlsx", "区税务局/附件"],
    ["2021年6月/区税务局/附件1（更正）.xls", "区税务局/附件"],
    ["税收月报_区税务局_二〇二一年六月.csv", "区税务局"],
    ["税收月报.csv", ""],
  ])("of %s is sent by «%s»", (name, sender) => {
    expect(senderOf(name, contracts)).toBe(sender);
  });

  it("is told from the row of most words, below titles and above rows of codes and figures", () => {
    expect(headersIn([["2021年6月税收情况表"], ["填报单位：某某局", "单位：元"], ["代码", "6月 税额", "镇街"], [code(1), "12.5", "西集镇"], ["合计", "12.5", ""]])).toEqual(["代码", "#月税额", "镇街"]);
    expect(headersIn([["一句话"], ["1", "2"]])).toBeUndefined();
  });

  it("is the same next month, and another one with another column, sender or name", () => {
    const of = (name: string, headers: readonly string[]) => fingerprint(shapeOf([[...headers], [code(1), "5"]], { name, contract: undefined }, "", contracts)!);
    const first = of("税务局/附件1_202106.csv", ["代码", "2021年6月税额"]);
    expect(of("税务局/附件1_202107（更正）.csv", ["代码", "2021年7月税额"])).toBe(first);
    const others = [of("统计局/附件1_202106.csv", ["代码", "2021年6月税额"]), of("税务局/附件1_202106.csv", ["代码", "税额"]), of("税务局/附表1_202106.csv", ["代码", "2021年6月税额"])];
    expect(new Set([first, ...others]).size).toBe(4);
  });
});
