import { describe, expect, it } from "vitest";
import { otherChanges, valueOf, withValue } from "../../../reports/finance/components/trial-fields.js";
import { overBudget } from "../../../reports/finance/components/trial-words.js";
import { loadPolicy } from "../../../pipelines/policy/load.ts";
import { trialFields } from "../../../pipelines/whatif/fields.ts";
import { searchBounds } from "../../../pipelines/whatif/solve.ts";
import { presentScenario } from "../../../pipelines/whatif/trial.ts";

const { clauses, fields } = trialFields(loadPolicy(), 2021);
const clauseOf = (id: string) => clauses.find((clause) => clause.id === id)!;

describe("every number of the policy", () => {
  it("has a place of its own, a unit or a count, bounds that hold the document's value, and can be set and set back", () => {
    expect(fields.length).toBeGreaterThan(150);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const field of fields) {
      const clause = clauseOf(field.clause);
      expect(field.label, field.id).not.toMatch(/undefined|[a-z_]{4}/);
      expect(field.value, field.id).toBeGreaterThanOrEqual(field.min);
      expect(field.value, field.id).toBeLessThanOrEqual(field.max);
      expect(valueOf(presentScenario, clause, field)).toBe(field.value);
      const changed = withValue(presentScenario, clause, field, field.value / 2) as typeof presentScenario;
      expect(valueOf(changed, clause, field)).toBe(field.value / 2);
      // nothing else of the clause moves, and the document's value leaves no trace
      for (const other of fields.filter((one) => one.clause === field.clause && one.id !== field.id)) expect(valueOf(changed, clause, other)).toBe(other.value);
      expect(withValue(changed, clause, field, field.value)).toEqual(presentScenario);
    }
  });

  it("a policy with one of them changed is one that the policy's own checks read", () => {
    for (const field of fields.filter(({ is_payment }) => is_payment)) {
      const value = field.path[0] === "rungs" ? field.value : field.value * 0.999;
      const { policy } = withValue(presentScenario, clauseOf(field.clause), field, field.unit === "个月" ? field.value - 1 : value) as typeof presentScenario;
      expect(() => loadPolicy(undefined, undefined, policy), field.id).not.toThrow();
    }
  });

  it("is found in a scenario's shorter writing too, and what has no number is said to be there", () => {
    const field = fields.find(({ id }) => id === "6.2/rate/2021-04-26")!;
    const written = { ...presentScenario, policy: { gates: {}, clauses: { "6.2": { rate: 0.002, group: "x" }, "6.3": { rungs: [{ threshold: 5, amount: 1 }] } } } };
    expect(valueOf(written, clauseOf("6.2"), field)).toBe(0.002);
    expect(otherChanges(written, clauses)).toEqual(["6.2 group"]);
    const [first, , , second] = fields.filter(({ id }) => id.startsWith("6.3/rungs/"));
    expect([valueOf(written, clauseOf("6.3"), first!), valueOf(written, clauseOf("6.3"), second!)]).toEqual([1, undefined]);
  });
});

it("a number is looked for in plain steps, up to ten times the document's and within its bounds", () => {
  for (const field of fields.filter(({ is_payment }) => is_payment)) {
    const { low, high, step } = searchBounds(field);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThanOrEqual(field.max);
    expect(high).toBeGreaterThanOrEqual(Math.min(field.max, field.value));
    expect(step.toPrecision(1)).toMatch(/[125]/);
    expect(high / step).toBeLessThanOrEqual(5001);
  }
});

it("a budget is exceeded in so large a part of the draws, to the cent", () => {
  const totals = ["100.00", "200.00", "200.01", "300.00"];
  expect(overBudget(totals, 0.02)).toBe(0.5);
  expect(overBudget(totals, 0.020001)).toBe(0.25);
  expect(overBudget(totals, undefined)).toBeNull();
});
