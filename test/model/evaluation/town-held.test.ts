/** When the public figure of a town's month moves on: never by one enterprise or two, as two publications could be subtracted. */
import { beforeAll, describe, expect, it } from "vitest";
import { ask, type Cells } from "./evaluation-database.ts";

const month = "2021-03-01";
const at = (day: number) => `2021-0${day + 3}-10 09:00:00+08`;

interface Case {
  /** an enterprise's figures one after another: [when, 万元] */
  readonly sent: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** the town's public sum, and whether the month may be shown at all */
  readonly held: number;
  readonly released?: boolean;
  /** enterprises with a figure a year before */
  readonly before?: readonly string[];
  /** an enterprise that the registry has in another town from the second load */
  readonly moves?: string;
}

/** A town each. */
const cases: Readonly<Record<string, Case>> = {
  "as it was sent": { sent: { a: [[0, 10]], b: [[0, 20]], c: [[0, 30]] }, held: 60 },
  "the first with three, once the third is there": { sent: { a: [[0, 10]], b: [[0, 20]], c: [[1, 30]] }, held: 60 },
  "not yet released: two": { sent: { a: [[0, 10]], b: [[1, 20]] }, held: 30, released: false },
  "one correction waits": { sent: { a: [[0, 10], [1, 15]], b: [[0, 20]], c: [[0, 30]] }, held: 60 },
  "one late report waits": { sent: { a: [[0, 10]], b: [[0, 20]], c: [[0, 30]], d: [[1, 40]] }, held: 60 },
  "three corrections come": { sent: { a: [[0, 10], [1, 15]], b: [[0, 20], [1, 25]], c: [[0, 30], [1, 36]] }, held: 76 },
  "one and, a load later, two come together": { sent: { a: [[0, 10], [1, 15]], b: [[0, 20], [2, 25]], c: [[0, 30], [2, 36]] }, held: 76 },
  "after three a fourth waits": { sent: { a: [[0, 10], [1, 15]], b: [[0, 20], [1, 25]], c: [[0, 30], [1, 36]], d: [[0, 5], [2, 9]] }, held: 81 },
  "one corrected three times waits": { sent: { a: [[0, 10], [1, 15], [2, 16], [3, 17]], b: [[0, 20]], c: [[0, 30]] }, held: 60 },
  "three wait of whom one makes nearly all": { sent: { a: [[0, 10], [1, 100]], b: [[0, 20], [1, 21]], c: [[0, 30], [1, 31]] }, held: 60 },
  "three wait of whom one alone is part of the growth": { sent: { a: [[0, 10], [1, 15]], b: [[0, 20], [1, 25]], c: [[0, 30], [1, 36]] }, before: ["a"], held: 60 },
  "a blank in place of one waits": { sent: { a: [[0, 10], [1, Number.NaN]], b: [[0, 20]], c: [[0, 30]] }, held: 60 },
  "who moves away stays": { sent: { a: [[0, 10]], b: [[0, 20]], c: [[0, 30]], d: [[0, 40]] }, moves: "d", held: 100 },
};
const card = (enterprise_id: string, town: string, known_at?: string): Cells => ({ enterprise_id, enterprise_name: enterprise_id, town, sector: "工业", size_class: "规上", is_small_micro: true, founded_on: "2010-01-01", operating_status: "存续", ...(known_at && { known_at }) });

describe("a town's month", () => {
  const held = new Map<string, { value: number; is_released: boolean }>();
  beforeAll(async () => {
    const all = Object.entries(cases);
    const rows = {
      enterprises: all.flatMap(([town, { sent, moves }]) => [...Object.keys(sent).map((id) => card(`${town} ${id}`, town)), ...(moves === undefined ? [] : [card(`${town} ${moves}`, "elsewhere", at(1))])]),
      production: all.flatMap(([town, { sent, before = [] }]) => [
        ...Object.entries(sent).flatMap(([id, versions]) => versions.map(([load, value]): Cells => ({ month, enterprise_id: `${town} ${id}`, output_wan: Number.isNaN(value) ? null : String(value), known_at: at(load) }))),
        ...before.map((id): Cells => ({ month: "2020-03-01", enterprise_id: `${town} ${id}`, output_wan: "1", known_at: at(0) })),
      ]),
    };
    const sums = await ask({ asOf: "2021-12", rows, wanted: ["int_town_held"] }, `select town, sum(value_wan)::double as value, bool_and(is_released) as is_released from int_town_held where figure = 'output' and month = '${month}' group by town`);
    for (const { town, value, is_released } of sums) held.set(String(town), { value: Number(value), is_released: is_released === true });
  }, 60_000);

  it.each(Object.entries(cases))("%s", (town, { held: value, released = true }) => {
    expect(held.get(town)).toEqual({ value, is_released: released });
  });
  it("who moves here alone is not shown", () => {
    expect(held.get("elsewhere")).toEqual({ value: 40, is_released: false });
  });
});
