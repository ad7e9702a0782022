import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, type Cells, type EvaluationGiven } from "./evaluation-database.ts";
import { foresee, type Month } from "./forecast-oracle.ts";

/** One of the library of small ones: months after May 2021 in which it was raised (升规纳统) and left, or never. */
interface Firm {
  readonly raised?: number;
  readonly left?: number;
}

const day = (month: number, of: number) => `${2021 + Math.floor((4 + month) / 12)}-${String(((4 + month) % 12) + 1).padStart(2, "0")}-${of}`;

/** A library that stands since May 2021; who is not raised is there and known not to have grown, so that every month can be judged. */
function district(firms: readonly Firm[], asOf: string): EvaluationGiven {
  const years = [2020, 2021, 2022, 2023];
  const cells = firms.map((firm, index) => ({ ...firm, enterprise_id: `E${String(index).padStart(3, "0")}` }));
  return {
    asOf,
    wanted: ["target_progress", "target_outlook"],
    rows: {
      enterprises: cells.map(({ enterprise_id }): Cells => ({
        enterprise_id, enterprise_name: `示例${enterprise_id}`, town: "西集镇", sector: "工业", size_class: "规下", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续",
      })),
      nurture_library: cells.map(({ enterprise_id, left }): Cells => ({ quarter: "2021Q2", enterprise_id, tier: "小微", entered_on: "2021-05-01", ...(left === undefined ? {} : { left_on: day(left, 10) }) })),
      production: cells.flatMap(({ enterprise_id }) =>
        years.flatMap((year) => Array.from({ length: 12 }, (_, month): Cells => ({ month: `${year}-${String(month + 1).padStart(2, "0")}-01`, enterprise_id, output_wan: "10", revenue_wan: "10" }))),
      ),
      size_events: cells.flatMap(({ enterprise_id, raised }): Cells[] => (raised === undefined ? [] : [{ enterprise_id, event: "新增规上工业", happened_on: day(raised, 5) }])),
    },
  };
}

const trajectory = (firms: readonly Firm[], months: number): Month[] =>
  Array.from({ length: months }, (_, month) => {
    const there = firms.filter(({ left }) => left === undefined || left > month);
    return { library: there.length, achieved: there.filter(({ raised }) => raised !== undefined && raised <= month).length };
  });

const progress = async (firms: readonly Firm[], asOf = "2021-12") =>
  (await ask(district(firms, asOf), "select achieved, in_library, forecast_at_deadline, forecast_low, forecast_high, status, schedule, method, has_range, months_on_file from target_progress where target_id = 'small_micro_100'"))[0];

/** So many raised a month from May 2021 on, and others waiting. */
const steady = (aMonth: number, months: number, waiting: number): Firm[] => [
  ...Array.from({ length: months }, (_, raised) => Array.from({ length: aMonth }, () => ({ raised }))).flat(),
  ...Array.from({ length: waiting }, () => ({})),
];

describe("the forecast of a target", () => {
  it.each([
    // 8 months of 4 a month: 32, and 96 to come in the 24 that are left; the library has the last word
    [4, 100, { achieved: 32, forecast_at_deadline: 128, method: "recent_pace", status: "on_track", schedule: "ahead" }],
    [4, 67, { in_library: 99, forecast_at_deadline: 99, forecast_high: 99, status: "at_risk" }],
    [4, 68, { in_library: 100, forecast_at_deadline: 100, status: "on_track" }],
    [4, 47, { in_library: 79, forecast_at_deadline: 79, status: "behind", schedule: "ahead" }],
    [4, 48, { in_library: 80, forecast_at_deadline: 80, status: "at_risk" }],
    [3, 200, { achieved: 24, forecast_at_deadline: 96, status: "at_risk", schedule: "late" }],
    [2, 200, { forecast_at_deadline: 64, status: "behind" }],
  ])("%i a month with %i waiting", async (aMonth, waiting, expected) => {
    expect(await progress(steady(aMonth, 8, waiting))).toMatchObject(expected);
  });

  it("is what is there, without a range, while the history is too short to try a method on; the straight line is the measure then", async () => {
    // the five months May to September: 100 x 6 / 33 is asked for by then
    expect(await progress(steady(4, 5, 100), "2021-09")).toMatchObject({ achieved: 20, forecast_at_deadline: 20, forecast_low: 20, forecast_high: 20, method: "no_change", has_range: false, months_on_file: 5, status: "on_track" });
    expect(await progress(steady(3, 5, 100), "2021-09")).toMatchObject({ achieved: 15, status: "at_risk" });
    expect(await progress(steady(2, 5, 100), "2021-09")).toMatchObject({ achieved: 10, status: "behind" });
    expect(await progress(steady(4, 5, 20), "2021-09")).toMatchObject({ achieved: 20, in_library: 40, status: "at_risk" });
    expect(await progress(steady(4, 6, 100), "2021-10")).toMatchObject({ method: "recent_pace", has_range: true, months_on_file: 6 });
  });

  it("takes no first library for a gain", async () => {
    expect(await progress([...steady(60, 1, 60)])).toMatchObject({ achieved: 60, forecast_at_deadline: 60, forecast_low: 60, forecast_high: 60, method: "no_change", status: "behind" });
  });

  it("is chosen and bounded as a second reading does, month for month", async () => {
    const firm = fc.record({ raised: fc.option(fc.nat(24), { nil: undefined }), left: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined, freq: 6 }) });
    // raised so many in each month from May 2021 on
    const shaped = (gains: readonly number[]): Firm[] => [...gains.flatMap((gain, raised) => Array.from({ length: gain }, () => ({ raised }))), ...Array.from({ length: 30 }, () => ({}))];
    const shape = fc.oneof(
      fc.tuple(fc.array(firm, { minLength: 5, maxLength: 25 }), fc.integer({ min: 3, max: 20 })),
      // the same months of each year
      fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 18, max: 24 })).map(([gain, first, months]) => [shaped(Array.from({ length: 24 }, (_, month) => (month % 12 === first ? gain : 0))), months] as const),
      // fast at first, then slower
      fc.tuple(fc.integer({ min: 8, max: 16 }), fc.integer({ min: 7, max: 12 })).map(([gain, months]) => [shaped(Array.from({ length: months }, (_, month) => Math.round(gain * 0.8 ** month))), months] as const),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(shape, async ([firms, months]) => {
        const found = await ask(district(firms, day(months - 1, 10).slice(0, 7)), "select months_ahead, forecast, forecast_low as low, forecast_high as high, method from target_outlook where target_id = 'small_micro_100' order by months_ahead");
        const expected = foresee(trajectory(firms, months));
        seen.add(expected.method);
        expect(found[1]!.method).toBe(expected.method);
        for (const row of found.slice(1)) expect({ months_ahead: row.months_ahead, forecast: row.forecast, low: row.low, high: row.high }).toEqual({ months_ahead: row.months_ahead, ...expected.at(Number(row.months_ahead)) });
      }),
      { numRuns: 14 },
    );
    // recent_pace has its own cases above
    expect([...seen]).toEqual(expect.arrayContaining(["damped_trend", "no_change", "seasonal"]));
  });
});
