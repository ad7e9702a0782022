import { describe, expect, it } from "vitest";
import { integerOption, monthOption, quarterOption, rateOption, timestampOption } from "../../../pipelines/cli/options.ts";
import { D521Error } from "../../../pipelines/errors.ts";

function refused(read: () => unknown): D521Error {
  try {
    read();
  } catch (error) {
    if (error instanceof D521Error) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("option values", () => {
  it("integerOption keeps to plain digits and to its bounds", () => {
    const read = integerOption("--months", { min: 1, max: 60 });
    expect([read("1"), read("60"), read("030")]).toEqual([1, 60, 30]);
    for (const text of ["0", "61", "-1", "1.0", "1e1", " 5", "", "五", "0x10", "99999999999999999999"]) {
      const error = refused(() => read(text));
      expect(error.exitCode).toBe(2);
      expect(error.in("zh")).toBe(`--months 应为 1 到 60 的整数，得到的是「${text}」。`);
    }
    expect(refused(() => integerOption("--seed", { min: 0 })("-3")).in("en")).toBe("--seed takes a whole number of at least 0, not “-3”.");
  });

  it("rateOption takes 0 to 1", () => {
    const read = rateOption("--mess");
    expect([read("0"), read("1"), read("0.25"), read(".5")]).toEqual([0, 1, 0.25, 0.5]);
    for (const text of ["1.01", "-0.1", "25%", "", "NaN", "1e-1"]) expect(refused(() => read(text)).exitCode).toBe(2);
  });

  it("monthOption and quarterOption take what exists", () => {
    expect([monthOption("--as-of")("2021-12"), quarterOption("--quarter")("2021q4")]).toEqual(["2021-12", "2021Q4"]);
    for (const text of ["2021-13", "2021-00", "2021-1", "202112", "2021年12月", "21-12"]) expect(refused(() => monthOption("--as-of")(text)).exitCode).toBe(2);
    for (const text of ["2021Q5", "2021Q0", "2021-4", "Q4"]) expect(refused(() => quarterOption("--quarter")(text)).exitCode).toBe(2);
  });

  it("timestampOption reads office time where no zone is written, and a date as the end of its day", () => {
    const read = (text: string) => timestampOption("--known-at")(text).toISOString();
    expect(read("2021-12-31")).toBe("2021-12-31T15:59:59.999Z");
    expect(read("2021-12-31 18:00")).toBe("2021-12-31T10:00:00.000Z");
    expect(read("2021-12-31T18:00:00")).toBe("2021-12-31T10:00:00.000Z");
    expect(read("2021-12-31T18:00:00Z")).toBe("2021-12-31T18:00:00.000Z");
    expect(read("2021-12-31T18:00:00+0800")).toBe("2021-12-31T10:00:00.000Z");
    expect(read("2021-12-31 18:00:00.123456+08")).toBe("2021-12-31T10:00:00.123Z");
    for (const text of ["2021-02-30", "2021-12-32", "昨天", "2021", "2021-12-31T25:00", ""]) {
      expect(refused(() => timestampOption("--known-at")(text)).exitCode).toBe(2);
    }
  });
});
