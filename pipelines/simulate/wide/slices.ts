/**
 * Which enterprises go through the row together. Most have lines of the same few clauses; a row that has places for those alone is a
 * small part of the whole one. What an expression costs is its planning, once, and its work, for each enterprise and block of draws.
 */
export interface Slice {
  /** places that its enterprises have lines in, ascending */
  readonly slots: readonly number[];
  readonly enterprises: readonly number[];
}

/** What a place costs to plan, in the work that it costs an enterprise and block of draws. */
const planning = 20;
/** Fewer than the draws at once, so that the draws of one enterprise run through together and not the enterprises of one draw. */
const enterprisesAtOnce = 1024;

/**
 * Cuts the enterprises into slices: those with the same rarest place stand side by side, and a new slice begins where carrying on would
 * cost more than planning anew.
 *
 * @param slotsOf  by number of an enterprise (0 and up, none left out) the places of its lines
 * @param blocks   blocks of draws that a slice is run with
 */
export function cutSlices(slotsOf: readonly (readonly number[])[], blocks: number): Slice[] {
  const counts = new Map<number, number>();
  for (const slot of slotsOf.flat()) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  const rarity = new Map([...counts].sort(([one, more], [other, most]) => most - more || one - other).map(([slot], place) => [slot, place]));
  const keyed = slotsOf.map((slots, enterprise) => ({ enterprise, slots, key: slots.map((slot) => rarity.get(slot)!).sort((one, other) => other - one) }));
  keyed.sort((one, other) => compare(one.key, other.key) || one.enterprise - other.enterprise);
  const cost = (slots: number, enterprises: number) => (slots + 1) * (planning + enterprises * blocks);
  const open: { slots: Set<number>; enterprises: number[] }[] = [];
  for (const { enterprise, slots } of keyed) {
    const last = open.at(-1);
    const together = last && new Set([...last.slots, ...slots]);
    const carriesOn = last && last.enterprises.length < enterprisesAtOnce
      && cost(together!.size, last.enterprises.length + 1) - cost(last.slots.size, last.enterprises.length) <= cost(slots.length, 1);
    if (carriesOn) {
      last.slots = together!;
      last.enterprises.push(enterprise);
    } else open.push({ slots: new Set(slots), enterprises: [enterprise] });
  }
  return open.map(({ slots, enterprises }) => ({ slots: [...slots].sort((one, other) => one - other), enterprises }));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? -1) - (other[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
