import { describe, expect, it } from "vitest";
import { checkCharacter, creditCodeReader } from "../../../../pipelines/intake/cells/credit-code.ts";
import { describeCells } from "../../../fixtures/intake/cells.ts";

const made = "91370406MA3000001";
const right = made + checkCharacter(made);
const wrong = made + (checkCharacter(made) === "A" ? "B" : "A");
const lettered = "MA0000000000000002".slice(0, 17);

const reader = creditCodeReader();
describeCells("a credit code", { ...reader, quick: () => "null" }, [
  [right, right],
  [right.toLowerCase(), right],
  [` ${right.slice(0, 9)} ${right.slice(9)}`, right],
  [`="${right}"`, right],
  [`'${right}`, right],
  [`‘${right}’`, right],
  [`${right.slice(0, 8)}-${right.slice(8)}`, right],
  [lettered + checkCharacter(lettered), lettered + checkCharacter(lettered)],
  [wrong, { fault: "code_check" }],
  [right.slice(1), { fault: "code_length" }],
  [`${right}0`, { fault: "code_length" }],
  [`${right.slice(0, 8)}I${right.slice(9)}`, { fault: "code_characters" }],
  ["9.13704E+17", { fault: "code_rounded" }],
  ["9.13704e+17", { fault: "code_rounded" }],
  ["370406000012345", { fault: "code_length" }],
]);

describe("the check character", () => {
  it("of the standard's own example is 3", () => {
    expect(checkCharacter("91350100M000100Y4")).toBe("3");
  });

  it("of seventeen zeros is 0, and of one in the first place 31 - 1", () => {
    expect(checkCharacter("00000000000000000")).toBe("0");
    expect(checkCharacter("10000000000000000")).toBe("Y");
  });

  it("changes with every single slip", () => {
    for (let place = 0; place < 17; place++) {
      const slipped = made.slice(0, place) + (made[place] === "7" ? "8" : "7") + made.slice(place + 1);
      expect(checkCharacter(slipped)).not.toBe(checkCharacter(made));
    }
  });
});
