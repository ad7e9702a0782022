import { describe, expect, it } from "vitest";
import { rowMessage } from "../../../pipelines/intake/load/report.ts";
import { cellMessages, warningMessages } from "../../../pipelines/intake/messages.ts";
import { loadContracts } from "../../../pipelines/intake/contracts.ts";
import { readerOf } from "../../../pipelines/intake/cells/readers.ts";

describe("the sentences of faults", () => {
  it("exist for every code that a cell reader can give", () => {
    const given = new Set<string>();
    for (const contract of loadContracts().values()) {
      for (const column of contract.columns) {
        const reason = readerOf(contract, column, { date1904: false }).reason("norm");
        for (const [, code] of reason.matchAll(/(?:then|else) '([a-z_]+)'/g)) given.add(code!);
      }
    }
    expect(given.size).toBeGreaterThan(10);
    expect([...given].filter((code) => !(code in cellMessages))).toEqual([]);
  });

  it("leave no parameter unfilled in either language, and keep braces of the value as they are", () => {
    for (const code of [...Object.keys(cellMessages), ...Object.keys(warningMessages)]) {
      for (const lang of ["zh", "en"] as const) expect(rowMessage(code, "甲", "乙", lang)).not.toMatch(/[{}]/);
    }
    expect(rowMessage("not_money", "{expected}", "1", "en")).toContain("“{expected}”");
  });
});
