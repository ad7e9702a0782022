import { expect, it } from "vitest";
import { ask } from "./evaluation-database.ts";
import { randomTowns } from "./random-towns.ts";
import { TownReading } from "./town-value-oracle.ts";

it.each([5, 6, 7])("counts who is strengthened or lifted in random district %i as a second reading does, every month since the start", async (seed) => {
  const rows = randomTowns(seed);
  const found = await ask({ asOf: "2021-09", rows, wanted: ["target_trajectory"] }, "select month::varchar as month, target_id, achieved, in_library from target_trajectory where target_id <> 'leading_2' order by month, target_id");
  const reading = new TownReading(rows, "2021-09");
  const expected = [...new Set(found.map((row) => String(row.month)))].flatMap((month) =>
    ([["backbone_20", "骨干"], ["small_micro_100", "小微"]] as const).map(([target_id, tier]) => {
      const members = reading.members(month).filter((member) => member.tier === tier);
      return { month, target_id, achieved: members.filter((member) => reading.isMet(member, month)).length, in_library: members.length };
    }),
  );
  expect(found.length).toBe(2 * 7);
  expect(found).toEqual(expected);
  expect(Math.max(...expected.map(({ achieved }) => achieved))).toBeGreaterThan(0);
});
