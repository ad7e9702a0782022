import fc from "fast-check";
import { answer, type Answers } from "./oracle.ts";
import { merged, randomEnterprises, type Setting, sharedRows } from "./random/district.ts";
import type { District } from "./rows.ts";

/** Several random districts that go through one build together: same dispatch month, district tax and rates, own enterprises. */
export interface Batch {
  readonly label: string;
  readonly setting: Setting;
  readonly seed: number;
  readonly district: District;
  readonly expected: Answers;
}

/** Draws `districts` districts; the same seed draws the same. */
export function drawBatch(setting: Setting, districts: number, seed: number): Batch {
  // numbers are spaced so that no two districts share an enterprise
  const drawn = Array.from({ length: districts }, (_, index) => fc.sample(randomEnterprises(setting, index * 10), { numRuns: 1, seed: seed + index })[0]!);
  const district = merged([sharedRows(setting), ...drawn]);
  return { label: `${setting.asOfMonth.slice(0, 7)}, seed ${seed}`, setting, seed, district, expected: answer(district, setting.asOfMonth) };
}

/** The rows of one enterprise (or recipient), data set by data set, a year of months in one line: the smallest case to look at. */
export function rowsOfEnterprise(district: District, owner: string): string {
  const lines = new Map<string, string[]>();
  for (const [dataSet, rows] of Object.entries(district) as [string, Record<string, unknown>[]][]) {
    rows.forEach((row, index) => {
      if (![row.enterprise_id, row.recipient, row.borrower].includes(owner)) return;
      const cells = Object.entries(row).filter(([column, value]) => value !== null && column !== "enterprise_id");
      const key = typeof row.month === "string" ? `${dataSet} ${row.month.slice(0, 4)}` : `${dataSet} ${index}`;
      lines.set(key, [...(lines.get(key) ?? [`${dataSet}:`]), cells.map(([column, value]) => `${column}=${String(value)}`).join(" ")]);
    });
  }
  return [...lines.values()].map((parts) => parts.join(" | ")).join("\n");
}
