import type { Setting } from "./random/district.ts";

/** The builds of a run: closed and open years, early and late, one with a hole in the district's tax. */
export const settings: readonly Setting[] = [
  { asOfMonth: "2021-12-01", districtTaxHole: false },
  { asOfMonth: "2021-06-01", districtTaxHole: false },
  { asOfMonth: "2022-12-01", districtTaxHole: false },
  { asOfMonth: "2022-09-01", districtTaxHole: true },
  { asOfMonth: "2023-03-01", districtTaxHole: false },
  { asOfMonth: "2023-12-01", districtTaxHole: false },
  { asOfMonth: "2021-05-01", districtTaxHole: false },
  { asOfMonth: "2024-12-01", districtTaxHole: false },
];

export const districtsPerBuild = 25;

/**
 * The seed of a run: fixed, so that a run can be repeated, and another one by D521_ORACLE_SEED, which a failure prints.
 *
 * @throws when the variable is not a whole number
 */
export function runSeed(): number {
  const seed = Number(process.env.D521_ORACLE_SEED ?? "20210426");
  if (!Number.isSafeInteger(seed)) throw new Error(`D521_ORACLE_SEED must be a whole number, it is "${process.env.D521_ORACLE_SEED}"`);
  return seed;
}

/** Seed of the build at `index`: builds draw no district twice. */
export function seedOf(index: number): number {
  return (runSeed() + index * 1_000_003) % 2_147_483_647;
}
