import { describe, expect, it } from "vitest";
import { dueDay } from "../../../../pipelines/intake/returns/due-day.ts";

describe("the day by which a correction is due", () => {
  it.each([
    ["2022-01-05", "2022-01-12"], // a weekend between
    ["2022-01-28", "2022-02-09"], // two working days of a weekend, then the spring festival
    ["2021-09-30", "2021-10-13"], // a week off, and a Saturday that is worked
  ])("five working days after %s is %s", (day, due) => {
    expect(dueDay(day)).toBe(due);
  });

  it("is left open where a year's holidays are not known", () => {
    expect(dueDay("1999-12-30")).toBeUndefined();
  });
});
