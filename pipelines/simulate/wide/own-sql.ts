import type { WideCondition } from "./words.ts";
import type { Slot } from "./slots.ts";

/**
 * What a claim of a moving clause comes to before any limit, as one expression of the row: its conditions on the drawn figures, then its
 * amount. Columns of the slot hold what no draw changes; one that is null belongs to an enterprise without such a claim.
 */
export function ownSql(slot: Slot): string {
  const cheap: string[] = [`${slot.name}_on`];
  const dear: string[] = [];
  for (const condition_no of new Set(slot.conditions.map((one) => one.condition_no))) {
    const alternatives = slot.conditions.filter((one) => one.condition_no === condition_no);
    const tests = alternatives.map((one) => testSql(slot, one));
    const any = [`${slot.name}_c${condition_no}`, ...tests].join(" or ");
    (alternatives.some(({ fact }) => fact === "profit_margin") ? dear : cheap).push(`(${any})`);
  }
  const amount = `coalesce(${slot.name}_own, ${amountSql(slot)}, 0)`;
  // a ratio needs wide numbers: it is asked last, of those who pass the rest
  const asked = dear.length === 0 ? amount : `case when ${dear.join(" and ")} then ${amount} else 0 end`;
  return `case when ${cheap.join(" and ")} then ${asked} else 0 end`;
}

/** Names the columns of one alternative. */
export function conditionName(slot: Pick<Slot, "name">, { condition_no, alternative_no }: Pick<WideCondition, "condition_no" | "alternative_no">): string {
  return `${slot.name}_c${condition_no}a${alternative_no}`;
}

const operators: Readonly<Record<string, string>> = { over: ">", from: ">=", at_most: "<=", below: "<", is: "=", growth_over: ">", growth_from: ">=" };

function testSql(slot: Slot, condition: WideCondition): string {
  const name = conditionName(slot, condition);
  if (condition.fact !== "profit_margin") return `(${valueName(condition.fact)} >= ${name}_low and ${valueName(condition.fact)} <= ${name}_high)`;
  const isGrowth = condition.comparison.startsWith("growth");
  const compared = `cast(${valueName("profit")} as hugeint) * ${name}_times ${operators[condition.comparison]!} cast(${valueName("revenue")} as hugeint) * ${name}_against`;
  return `(case when ${name}_times is null then false ${isGrowth ? `when ${valueName("revenue")} <= 0 then false ` : ""}else ${compared} end)`;
}

function amountSql(slot: Slot): string {
  const value = slot.figure === undefined ? "null" : valueName(slot.figure);
  if (slot.clause.kind === "ladder" && slot.rungs.length > 0) {
    const best = (what: "met" | "unknown") => `greatest(0, ${slot.rungs.map((rung) => `case when ${value} >= ${slot.name}_r${rung}_low and ${value} <= ${slot.name}_r${rung}_high then ${slot.name}_r${rung}_${what} end`).join(", ")})`;
    return slot.hasUnknownRungs ? `case when ${best("unknown")} > ${best("met")} then 0 else ${best("met")} end` : best("met");
  }
  if (slot.clause.kind === "percent" && slot.figure !== undefined) {
    // base x rate, rounded half up; in two parts, each of which fits 64 bits
    const counted = `greatest(${value} - ${slot.name}_over, 0)`;
    return `(${counted} // 100000000) * ${slot.name}_rate + ((${counted} % 100000000) * ${slot.name}_rate + 50000000) // 100000000`;
  }
  return "null";
}

/** The column of a drawn figure; of a ratio its upper part, as the models have it. */
export function valueName(fact: string): string {
  return `v_${fact === "profit_margin" ? "profit" : fact}`;
}
