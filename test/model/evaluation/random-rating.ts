import type { District } from "../../oracle/rows.ts";
import type { MartRow } from "../../oracle/run-models.ts";
import { ask, type Cells } from "./evaluation-database.ts";

/** `mart.efficiency_rating` of an oracle's district: every cell as text. */
export async function runRating(district: District, asOfMonth: string): Promise<MartRow[]> {
  const rows = Object.fromEntries(
    (Object.keys(district) as (keyof District)[]).map((dataset) => [dataset, (district[dataset] as unknown as Record<string, unknown>[]).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])) as Cells)]),
  );
  return (await ask({ asOf: asOfMonth.slice(0, 7), wanted: ["efficiency_rating"], rows }, "select columns(*)::varchar from efficiency_rating")) as MartRow[];
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && "toFixed" in value) return (value as { toFixed(): string }).toFixed();
  return value as string | number | boolean;
}
