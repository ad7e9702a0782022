import { ownSql, valueName } from "./own-sql.ts";
import { orderSteps, shareSteps } from "./share-sql.ts";
import type { Slot } from "./slots.ts";
import type { WidePolicy } from "./words.ts";

/**
 * The waterfall from claim to payment over the places of one row, step after step; each step is the columns that it adds. An amount of
 * 0 is a line that does not pay, for whatever reason: what is not known, what lost and what a limit took away are one here.
 */
export function waterfallSteps(slots: readonly Slot[], policy: WidePolicy): string[][] {
  const isOn = (gate: string) => policy.modes.get(gate) === "on";
  const isOpen = ({ clause }: Slot) => clause.is_open;
  const open = slots.filter(isOpen);
  const of = (slot: Slot, step: string) => `${slot.name}_${step}`;
  const others = (slot: Slot, same: (other: Slot) => boolean) => open.filter((other) => other !== slot && same(other));
  const any = (tests: readonly string[]) => (tests.length === 0 ? "false" : `(${tests.join(" or ")})`);

  const own = open.map((slot) => `${slot.clause.is_moving ? ownSql(slot) : `coalesce(${of(slot, "own")}, 0)`} as ${of(slot, "claim")}`);
  const capped = open.map((slot) => `least(${of(slot, "claim")}, ${of(slot, "cap")}) as ${of(slot, "capped")}`);

  // one project, one policy: before a line under the turnover tax is compared it is held to it by itself
  const isUnderTurnover = ({ clause }: Slot) => isOn("turnover_tax_cap") && clause.has_turnover_tax_cap;
  const turnover = valueName("turnover_tax");
  const choosing = open.filter(({ clause }) => clause.choice_id !== null);
  const comparable = choosing.map((slot) => `${isUnderTurnover(slot) ? `case when ${turnover} < ${of(slot, "capped")} then greatest(${turnover}, 0) else ${of(slot, "capped")} end` : of(slot, "capped")} as ${of(slot, "comparable")}`);
  const chosen = open.map((slot) => {
    if (slot.clause.choice_id === null) return `${of(slot, "capped")} as ${of(slot, "chosen")}`;
    const rivals = others(slot, (other) => other.clause.choice_id === slot.clause.choice_id && other.number === slot.number);
    const isFirst = (other: Slot) => (slots.indexOf(other) < slots.indexOf(slot) ? ">=" : ">");
    const lost = any(rivals.map((other) => `(${of(other, "capped")} > 0 and ${of(other, "comparable")} ${isFirst(other)} ${of(slot, "comparable")})`));
    return `case when ${of(slot, "other")} then 0 when ${of(slot, "free")} and ${lost} then 0 else ${of(slot, "capped")} end as ${of(slot, "chosen")}`;
  });

  const limited = open.filter(isUnderTurnover);
  const held = limited.length === 0 ? [] : [
    [`greatest(${turnover}, 0) as turnover_limit`],
    ...shareSteps({ name: "turnover", limit: "turnover_limit", lines: limited.map((slot) => ({ amount: of(slot, "chosen"), place: of(slot, "place"), as: of(slot, "held") })) }),
  ];
  const rest = open.filter((slot) => !isUnderTurnover(slot)).map((slot) => `${of(slot, "chosen")} as ${of(slot, "held")}`);

  const once = open.map((slot) => {
    const { clause } = slot;
    const isFirstOnly = clause.once === "lifetime" || clause.once === "year";
    const before = isFirstOnly ? others(slot, (other) => other.clause === clause).map((other) => `(${of(other, "held")} > 0 and ${of(other, "nth")} < ${of(slot, "nth")})`) : [];
    const paid = clause.once === "lifetime_per_rung" ? `when ${of(slot, "paid")} >= ${of(slot, "claim")} then 0 ` : "";
    return `case when ${of(slot, "used")} then 0 ${paid}${before.length > 0 ? `when ${any(before)} then 0 ` : ""}else ${of(slot, "held")} end as ${of(slot, "once")}`;
  });

  const grouped = slots.map((slot) => {
    if (!isOpen(slot)) return `coalesce(${of(slot, "settled")}, 0) as ${of(slot, "grouped")}`;
    if (slot.clause.group_id === null) return `${of(slot, "once")} as ${of(slot, "grouped")}`;
    const group = policy.groups.get(slot.clause.group_id);
    const better = others(slot, (other) => other.clause.group_id === slot.clause.group_id).map((other) => {
      const byAmount = `(${of(other, "once")} > ${of(slot, "once")} or (${of(other, "once")} = ${of(slot, "once")} and ${of(other, "place")} < ${of(slot, "place")}))`;
      const [theirs, mine] = [`coalesce(${of(other, "level")}, -1)`, `coalesce(${of(slot, "level")}, -1)`];
      const byLevel = group?.decides_by === "level" ? `(${theirs} > ${mine} or (${theirs} = ${mine} and ${byAmount}))` : byAmount;
      const together = group?.per === "recipient" ? ` and ${of(other, "recipient")} is not distinct from ${of(slot, "recipient")}` : "";
      return `(${of(other, "once")} > 0 and ${byLevel}${together})`;
    });
    return `case when ${of(slot, "lost")} or ${any(better)} then 0 else ${of(slot, "once")} end as ${of(slot, "grouped")}`;
  });

  const isTaxed = ({ clause }: Slot) => isOn("tax_growth") && clause.has_tax_growth_gate && clause.gates !== "none";
  const growth = `coalesce(case when last_total_tax <= 0 then ${valueName("total_tax")} > 0 else cast(${valueName("total_tax")} as hugeint) * last_district_tax >= district_tax * last_total_tax end, false)`;
  const entitled = slots.map((slot) => {
    const together = slots.filter(({ clause }) => clause === slot.clause).map((one) => of(one, "grouped")).join(" + ");
    return `case when ${of(slot, "stopped")} ${isTaxed(slot) ? "or not is_growing " : ""}then 0 when ${together} > ${of(slot, "stops")} then 0 else ${of(slot, "grouped")} end as ${of(slot, "entitled")}`;
  });

  const onRetention = slots.filter(({ clause }) => clause.is_on_retention);
  const share = { name: "retention", limit: "spendable", lines: onRetention.map((slot) => ({ amount: of(slot, "entitled"), place: of(slot, "place"), as: of(slot, "fundable") })) };
  const funded = onRetention.length === 0 ? [] : policy.retention.sharing === "in_order" ? orderSteps(share) : shareSteps(share);
  const inFull = slots.filter(({ clause }) => !clause.is_on_retention).map((slot) => `${of(slot, "entitled")} as ${of(slot, "fundable")}`);

  return [
    own,
    capped,
    comparable,
    chosen,
    ...held,
    rest,
    once,
    grouped,
    slots.some(isTaxed) ? [`${growth} as is_growing`] : [],
    entitled,
    [`greatest(${valueName("retention")} - last_retention, 0) as new_retention`],
    // in two parts, each of which fits 64 bits
    [`(new_retention // 1000000) * ${policy.retention.share_millionths} + ((new_retention % 1000000) * ${policy.retention.share_millionths}) // 1000000 as spendable`],
    ...funded,
    inFull,
  ].filter((step) => step.length > 0);
}
