import type { Scenario } from "./scenario.ts";

/** What a scenario may say and hardly ever means: it is run as it stands, and said. */
export interface ScenarioWarning {
  readonly code: "wide_spread" | "steep_growth";
  /** the field: `growth.0.change`; `estimated` for a spread from history */
  readonly field: string;
  /** as a fraction: 1.5 is 150% */
  readonly value: number;
}

/** From a month's spread of this size on, the P95 of a month is over five times its middle. */
const widest = 1;
/** A change of more than all of it. */
const steepest = 1;

/** @param spread  median of the months' spread that the draws had */
export function scenarioWarnings({ growth, uncertainty }: Scenario, spread: number): ScenarioWarning[] {
  const steep = growth.flatMap((one, index) =>
    (["change", "growth"] as const).flatMap((field) => (Math.abs(one[field] ?? 0) > steepest ? [{ code: "steep_growth" as const, field: `growth.${index}.${field}`, value: one[field]! }] : [])),
  );
  const written = uncertainty === "none" ? undefined : uncertainty.monthly_spread;
  if (written !== undefined && written >= widest) return [...steep, { code: "wide_spread", field: "uncertainty.monthly_spread", value: written }];
  return spread >= widest ? [...steep, { code: "wide_spread", field: "estimated", value: spread }] : steep;
}
