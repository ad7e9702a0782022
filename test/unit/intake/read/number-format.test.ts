import XLSX from "@e965/xlsx";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberText } from "../../../../pipelines/intake/read/workbook-cells.ts";

const digits = fc.constantFrom("0", "0.00", "#,##0", "#,##0.00", "0.0000");
const point = fc.oneof(fc.constant(""), fc.tuple(fc.constantFrom('"."', "\\."), fc.constantFrom("0", "00", "0000")).map((parts) => parts.join("")));
const commas = fc.constantFrom("", ",", ",,");
const tail = fc.constantFrom("", '"万"', '"千"', "%", '"%"', '"元"', '"万元"', "_ ", " ", '"000"', '"户"');
const head = fc.constantFrom("", "_ ", "¥", "[Red]", "[$￥-804]", "-", '"1"', "[$$-409]");
const formats = fc
  .tuple(head, digits, point, commas, tail)
  .map(([before, whole, dot, scale, behind]) => `${before}${whole}${dot}${scale}${behind}`);

describe("a number with a format of any kind", () => {
  it("is read as the number that the format shows, or as no number at all", () => {
    fc.assert(
      fc.property(formats, fc.oneof(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 999_999 }).map((n) => n / 100)), (format, value) => {
        const text = numberText(value, format, false);
        // a text with anything but a plain number or a rate in it is taken by no column of amounts without its unit
        const read = /^(-?\d+(?:\.\d+)?)(%?)$/.exec(text);
        if (!read) return;
        let display: string;
        try {
          display = XLSX.SSF.format(format, value) as string;
        } catch {
          // a format that the other reader knows nothing of
          return;
        }
        const shown = display.replace(/[\s,¥￥户]/g, "");
        const number = /^-?\d*\.?\d*/.exec(shown)![0];
        expect(shown.slice(number.length)).toBe(read[2]);
        const places = number.split(".")[1]?.length ?? 0;
        expect(Math.abs(Number(number) - Number(read[1]))).toBeLessThanOrEqual(0.5001 * 10 ** -places);
      }),
      { numRuns: 2_000 },
    );
  });
});
