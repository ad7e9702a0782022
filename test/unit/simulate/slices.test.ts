import fc from "fast-check";
import { expect, it } from "vitest";
import { cutSlices } from "../../../pipelines/simulate/wide/slices.ts";

it("every enterprise is in one slice, which has all its places and none that nobody in it needs", () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(60), { maxLength: 8 }), { maxLength: 300 }), fc.integer({ min: 1, max: 6 }), (slotsOf, blocks) => {
      const slices = cutSlices(slotsOf, blocks);
      expect(slices.flatMap(({ enterprises }) => enterprises).sort((one, other) => one - other)).toEqual(slotsOf.map((_, enterprise) => enterprise));
      for (const { slots, enterprises } of slices) expect(slots).toEqual([...new Set(enterprises.flatMap((enterprise) => slotsOf[enterprise]!))].sort((one, other) => one - other));
    }),
  );
});

it("keeps the many with the same few lines apart from the few with others, and no slice too large", () => {
  const common = Array.from({ length: 3000 }, () => [0, 1, 2]);
  const rare = Array.from({ length: 200 }, (_, index) => [0, 1, 2, 3 + (index % 40)]);
  const slices = cutSlices([...common, ...rare], 5);
  expect(Math.max(...slices.map(({ enterprises }) => enterprises.length))).toBeLessThanOrEqual(1024);
  const mixed = slices.filter(({ slots }) => slots.length > 3).flatMap(({ enterprises }) => enterprises);
  expect(mixed.filter((enterprise) => enterprise < 3000).length).toBeLessThan(1024);
});
