import type { Scenario } from "../simulate/scenario.ts";
import type { TrialDesk } from "./desk.ts";
import type { Ground, RunAnswer } from "./jobs.ts";

export interface Example {
  readonly scenario: Scenario;
  readonly month: string;
  /** CNY; null while it has not been run on the present data */
  readonly fundable_cny: string | null;
  readonly fundable_change_cny: string | null;
  readonly p90_cny: string | null;
}

/**
 * The scenarios that come with the project, on the present month and data. The service runs them, one after the other and behind whoever
 * asks for something, once it finds new data: a build knows nothing of it.
 */
export function createExamples(desk: TrialDesk): { follow(ground: Ground): void; list(): Example[] } {
  let of = "";
  let examples: { readonly scenario: Scenario; readonly month: string; answer?: RunAnswer }[] = [];
  const runAll = async (own: typeof examples, key: string) => {
    for (const one of own) {
      if (of !== key) return;
      one.answer = await desk.ask("", { kind: "run", scenario: one.scenario, month: one.month }, { isBackground: true });
    }
  };
  return {
    follow({ version, examples: scenarios, months }) {
      const key = JSON.stringify([version.build_id, version.known_at, version.policy_version, version.program]);
      if (key === of || !months.includes(version.as_of_month)) return;
      of = key;
      examples = scenarios.map((scenario) => ({ scenario, month: version.as_of_month }));
      // one that cannot be run stays without figures
      runAll(examples, key).catch(() => undefined);
    },
    list: () =>
      examples.map(({ scenario, month, answer }) => ({
        scenario,
        month,
        fundable_cny: answer?.certain.totals.fundable_cny ?? null,
        fundable_change_cny: answer?.certain.totals.fundable_change_cny ?? null,
        p90_cny: answer?.outlook.distribution.find(({ percentile }) => percentile === "P90")?.fundable_cny ?? null,
      })),
  };
}
