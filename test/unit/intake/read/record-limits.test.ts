import { describe, expect, it } from "vitest";
import { RecordLimits } from "../../../../pipelines/intake/read/books/record-limits.ts";
import { record } from "../../../fixtures/intake/files.ts";

const most = { cells: 10, linked: 100 };
const code = async (work: () => unknown) => Promise.resolve().then(work).then(() => undefined, (fault: { code: string }) => fault.code);
const old = (kind: number, ...numbers: readonly number[]) => Buffer.from(Uint16Array.of(kind, 2 * numbers.length, ...numbers).buffer);
const times = (count: number, one: Buffer) => Buffer.concat(Array.from({ length: count }, () => one));
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("what a binary workbook comes to is counted before it is read", () => {
  it.each([
    ["ten cells", times(10, old(0x203, 0, 0, 0, 0)), undefined],
    ["eleven cells", times(11, old(0x203, 0, 0, 0, 0)), "too_big"],
    ["eleven empty cells in one record", old(0xbe, 0, 0, ...Array.from({ length: 11 }, () => 0), 10), "too_big"],
    ["a link over 100 cells", old(0x1b8, 0, 9, 0, 9), undefined],
    ["a link over 110 cells", old(0x1b8, 0, 10, 0, 9), "zip_bomb"],
    ["a record cut off", old(0x1b8, 0, 10, 0, 9).subarray(0, 7), undefined],
  ])("%s in an .xls", async (_, records, expected) => {
    expect(await code(() => new RecordLimits(most).xls(records))).toBe(expected);
  });

  // a long record before them: in pieces its inside is passed over
  const before = Buffer.concat([Buffer.from([0xff, 0x0f, 0x80, 0x02]), Buffer.alloc(256, 5)]);
  it.each([
    ["ten cells", times(10, record(5, 0, 0, 0, 0)), undefined],
    ["eleven cells", times(11, record(5, 0, 0, 0, 0)), "too_big"],
    ["a link over 100 cells", record(494, 0, 9, 0, 9, 0, 0), undefined],
    ["a link over 110 cells", record(494, 0, 10, 0, 9, 0, 0), "zip_bomb"],
    ["the last row", record(0, 1_048_575), undefined],
    ["a row below it", record(0, 1_048_576), "too_many_rows"],
    ["the last column", record(5, 16_383, 0), undefined],
    ["a column right of it", record(5, 16_384, 0), "zip_bomb"],
  ])("%s in an .xlsb, however its bytes come", async (_, records, expected) => {
    for (const size of [1, 2, 3, 7, 300, 10_000]) expect(await code(() => new RecordLimits(most).xlsb(inPieces(Buffer.concat([before, records, before]), size)))).toBe(expected);
  });
});
