import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal } from "../../../../pipelines/intake/cells/cell-reader.ts";
import { dateReader } from "../../../../pipelines/intake/cells/date.ts";
import { monthReader } from "../../../../pipelines/intake/cells/month.ts";
import { numberText } from "../../../../pipelines/intake/read/workbook-cells.ts";

const day = 86_400;
const pad = (part: number) => String(part).padStart(2, "0");
/** A moment as systems write it; `seconds` since 1899-12-30. */
const forms: Readonly<Record<string, (seconds: number) => string>> = {
  text: (seconds) => new Date(seconds * 1000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 19).replace("T", " "),
  slashes: (seconds) => new Date(seconds * 1000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " "),
  iso: (seconds) => new Date(seconds * 1000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 23).replace("Z", ""),
  chinese: (seconds) => {
    const at = new Date(seconds * 1000 + Date.UTC(1899, 11, 30));
    return `${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${pad(at.getUTCHours())}时${pad(at.getUTCMinutes())}分${pad(at.getUTCSeconds())}秒`;
  },
  serial: (seconds) => (seconds / day).toFixed(6),
  workbook: (seconds) => numberText(seconds / day, "yyyy-mm-dd", false),
  workbookMonth: (seconds) => numberText(seconds / day, 'yyyy"年"m"月"', false),
};

describe("a moment near midnight", () => {
  it("is the day of that midnight in every form, any other the day that it is in", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    // 1 February 2015 to the end of 2035: days from 42,036
    const moments = fc.sample(fc.tuple(fc.integer({ min: 42_036, max: 49_674 }), fc.oneof(fc.integer({ min: -59, max: 59 }), fc.integer({ min: 60, max: day - 61 })), fc.constantFrom(...Object.keys(forms))), 600);
    try {
      const rows = moments.map(([midnight, offset, form]) => {
        const expected = new Date(midnight * day * 1000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 10);
        return `('${forms[form]!(midnight * day + offset)}', '${expected}', '${form} ${offset}')`;
      });
      const read = await connection.runAndReadAll(`select cell, form, expected, (${dateReader(false).read("norm", "cell")})::varchar as day, (${monthReader(false).read("norm", "cell")})::varchar as month
        from (select *, ${normal("cell")} as norm from (values ${rows.join(", ")}) as cells(cell, expected, form))`);
      for (const { cell, form, expected, day: found, month } of read.getRowObjects()) {
        expect({ cell, form, day: found, month }).toEqual({ cell, form, day: expected, month: `${String(expected).slice(0, 7)}-01` });
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});
