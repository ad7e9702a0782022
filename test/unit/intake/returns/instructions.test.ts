import { describe, expect, it } from "vitest";
import { cellMessages } from "../../../../pipelines/intake/messages.ts";
import { mendText, reasonText } from "../../../../pipelines/intake/returns/bad-row.ts";
import { instruction, instructions } from "../../../../pipelines/intake/returns/instructions.ts";

describe("what to write instead", () => {
  it("is said for every reason that sends a row back, and for no other", () => {
    expect(Object.keys(instructions).sort()).toEqual(Object.keys(cellMessages).sort());
  });

  it.each(Object.keys(cellMessages))("says it of %s in one sentence without a place left open", (code) => {
    const said = instruction(code, "2021-06");
    expect(said).toMatch(/^\p{Script=Han}[^{}\n]{5,90}$/u);
    expect(said).not.toMatch(/[。；]$/);
  });

  it("lists every fault of a row, and the same instruction once", () => {
    const fault = (column: string, code: string, expected = "") => ({ column, value: "x", code, expected, message: `${code} 的原因` });
    const row = { faults: [fault("月份", "not_month", "2021-06"), fault("税收合计", "missing"), fault("地方税收", "missing")] };
    expect(reasonText(row)).toBe("1. 「月份」：not_month 的原因\n2. 「税收合计」：missing 的原因\n3. 「地方税收」：missing 的原因");
    expect(mendText(row)).toBe("1. 「月份」改成 2021-06 这样的月份\n2. 「税收合计」「地方税收」补填这一格；本来就没有这一项的，把整行的数据清空");
  });
});
