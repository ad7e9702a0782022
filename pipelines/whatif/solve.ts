import { Decimal } from "decimal.js";
import { D521Error, exitCodes } from "../errors.ts";
import { withValue } from "../../reports/finance/components/trial-fields.js";
import type { Scenario } from "../simulate/scenario.ts";
import type { TrialClause, TrialField } from "./fields.ts";
import { whatifMessages } from "./messages.ts";
import type { Totals } from "./outlook.ts";

/** A budget that suffices with a given certainty, between the least and the most that any draw came to. */
export interface BudgetAnswer {
  readonly certainty: number;
  /** CNY; the least of the draws' sums that suffices in so large a part of them */
  readonly budget_cny: string;
  readonly low_cny: string;
  readonly high_cny: string;
  readonly draws: number;
  /** of the draws, those that do not exceed it */
  readonly within: number;
}

/**
 * The least budget that so large a part of the draws does not exceed, by bisection over the draws' own sums.
 *
 * @param totals     ascending, at least one
 * @param certainty  over 0, at most 1
 */
export function solveBudget(totals: Totals, certainty: number): BudgetAnswer {
  const sums = totals.map((cny) => BigInt(cny.replace(".", "")));
  const within = (budget: bigint) => sums.filter((sum) => sum <= budget).length;
  const needed = new Decimal(certainty).times(sums.length).ceil().toNumber();
  let [below, from] = [-1, sums.length - 1];
  while (from - below > 1) {
    const middle = Math.floor((below + from) / 2);
    if (within(sums[middle]!) >= needed) from = middle;
    else below = middle;
  }
  return { certainty, budget_cny: totals[from]!, low_cny: totals[0]!, high_cny: totals.at(-1)!, draws: sums.length, within: within(sums[from]!) };
}

export interface RateAsk {
  readonly field: TrialField;
  readonly clause: TrialClause;
  readonly scenario: Scenario;
  /** CNY */
  readonly budget: Decimal;
}

/** A number of the policy that a budget affords. */
export interface RateAnswer {
  readonly field: string;
  readonly status: "found" | "never" | "always";
  /** as written in the policy's file: the largest that is affordable, within the bounds and to the step */
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** CNY that the value comes to, and the next step above it */
  readonly amount_cny: string | null;
  readonly above_cny: string | null;
  readonly tries: number;
}

/** So much above the document's value is looked for. */
const reach = 10;

/** The bounds and the step within which a number is looked for: up to ten times the document's, in steps that are a two-hundredth of it, rounded to a plain number. */
export function searchBounds({ value, min, max, places }: TrialField): { readonly low: number; readonly high: number; readonly step: number } {
  const size = new Decimal(Math.abs(value) || 1);
  const raw = size.div(200);
  const power = new Decimal(10).pow(raw.log(10).floor());
  const step = [1, 2, 5].map((times) => power.times(times)).findLast((one) => one.lte(raw)) ?? power;
  // no finer than what a field shows
  const finest = new Decimal(10).pow(-4 - places);
  const chosen = Decimal.max(step, finest, places === 0 && Number.isInteger(min) && min >= 1 ? 1 : 0);
  const high = Decimal.min(new Decimal(max), size.times(reach)).div(chosen).floor().times(chosen);
  return { low: chosen.toNumber(), high: high.toNumber(), step: chosen.toNumber() };
}

/**
 * The largest value of a number at which a year's sum is within the budget: at every step of the bisection the lower end is within and the
 * upper one is not, so that the answer is within and one step above it is not, both of them worked out and not inferred.
 *
 * @param amountAt  what a scenario comes to, CNY
 */
export async function solveRate({ field, clause, scenario, budget }: RateAsk, amountAt: (scenario: Scenario, tried: number) => Promise<string>): Promise<RateAnswer> {
  if (!field.is_payment) throw new D521Error(exitCodes.usage, "solve_field_unknown", whatifMessages.solve_field_unknown);
  const { low, high, step } = searchBounds(field);
  let tries = 0;
  const at = async (number: number) => {
    tries += 1;
    return amountAt(withValue(scenario, clause, field, number) as Scenario, tries);
  };
  const value = (steps: number) => new Decimal(step).times(steps).toNumber();
  const within = (cny: string) => new Decimal(cny).lte(budget);
  const common = { field: field.id, low, high, step };
  let [lower, upper] = [new Decimal(low).div(step).toNumber(), new Decimal(high).div(step).toNumber()];
  let lowerAmount = await at(value(lower));
  if (!within(lowerAmount)) return { ...common, status: "never", value: null, amount_cny: lowerAmount, above_cny: null, tries };
  let upperAmount = await at(value(upper));
  if (within(upperAmount)) return { ...common, status: "always", value: value(upper), amount_cny: upperAmount, above_cny: null, tries };
  while (upper - lower > 1) {
    const middle = Math.floor((lower + upper) / 2);
    const amount = await at(value(middle));
    if (within(amount)) [lower, lowerAmount] = [middle, amount];
    else [upper, upperAmount] = [middle, amount];
  }
  return { ...common, status: "found", value: value(lower), amount_cny: lowerAmount, above_cny: upperAmount, tries };
}
