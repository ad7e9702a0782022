import { expect, it } from "vitest";
import { loadPolicy, type Policy } from "../../../pipelines/policy/load.ts";
import { policySeeds } from "../../../pipelines/policy/seeds.ts";
import { drawBatch } from "../../oracle/batch.ts";
import { Decimal, type Money, zero } from "../../oracle/money.ts";
import { type Marts, runModels } from "../../oracle/run-models.ts";
import { seedOf, settings } from "../../oracle/settings.ts";

it("never lowers an entitlement before the retention cap when caps are raised", async () => {
  const batch = drawBatch(settings[5]!, 25, seedOf(300));
  const before = await runModels(batch.district, batch.setting.asOfMonth);
  const after = await runModels(batch.district, batch.setting.asOfMonth, { extraSeeds: policySeeds(withRaisedCaps(loadPolicy())) });
  const raised = entitledByEnterprise(after);
  const lowered = [...entitledByEnterprise(before)].filter(([key, amount]) => (raised.get(key) ?? zero).lessThan(amount)).map(([key]) => key);
  expect(lowered, batch.label).toEqual([]);
  const total = (entitled: Map<string, Money>): Money => [...entitled.values()].reduce((sum, amount) => sum.plus(amount), zero);
  expect(total(raised).greaterThan(total(entitledByEnterprise(before)))).toBe(true);
});

/**
 * Every cap that is a number, doubled. Not 8.1's: with no policy chosen a larger subsidy wins over the interest before
 * the turnover tax cuts it, so the contract's own order can leave less. Groups are why an enterprise's year is compared, not a line.
 */
function withRaisedCaps(policy: Policy): Policy {
  const clauses = policy.clauses.map((one) => {
    if (one.id === "8.1" || !("cap" in one.clause) || one.clause.cap === undefined) return one;
    const cap = Object.fromEntries(Object.entries(one.clause.cap).map(([from, value]) => [from, value === null ? null : value * 2]));
    return { ...one, clause: { ...one.clause, cap } } as typeof one;
  });
  return { ...policy, clauses };
}

function entitledByEnterprise(marts: Marts): Map<string, Money> {
  const sums = new Map<string, Money>();
  for (const line of marts.award_line) {
    const key = `${line.award_year} ${line.enterprise_id}`;
    sums.set(key, (sums.get(key) ?? zero).plus(new Decimal(line.entitled_cny!)));
  }
  return sums;
}
