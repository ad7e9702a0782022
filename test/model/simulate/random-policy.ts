import fc from "fast-check";
import type { Scenario } from "../../../pipelines/simulate/scenario.ts";

type Change = Scenario["policy"];
type Clauses = Change["clauses"];

const clause = (id: string, fields: Record<string, unknown>): Clauses => ({ [id]: fields });
/** A value of the policy's first day. */
const dated = (value: number) => ({ "2021-04-26": value });
const pick = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);

/** What a district might try with the clauses that move, and conditions on annual figures for clauses that have none: gates, groups, choices and caps then move too. */
const changes: readonly fc.Arbitrary<Clauses>[] = [
  fc.record({ rate: pick(0.001, 0.0035, 0.00000301, 0.2), cap: pick(10, 0.35, 500), base_over: pick(undefined, 0.5, 4000) }).map(({ base_over, ...fields }) => clause("6.2", { ...fields, ...(base_over !== undefined && { base_over: dated(base_over) }) })),
  pick(...([["relative", "growth_over", 0.1], ["points", "growth_over", 0.01], ["points", "growth_from", -0.02], ["relative", "growth_from", 0]] as const)).map(([measure, comparison, value]) =>
    clause("6.2", { conditions: [{ fact: "revenue", over: dated(10) }, { fact: "profit_margin", [comparison]: dated(value), measure }] }),
  ),
  pick("over", "from", "below", "at_most").map((comparison) => clause("6.2", { conditions: [{ any: [{ fact: "profit_margin", [comparison]: dated(0.08) }, { fact: "online_retail", from: dated(100) }] }] })),
  fc.record({ growth_over: pick(-0.5, 0, 0.1), amount: pick(5, 7.77), compare: pick("over", "from"), lower: pick(undefined, 0.02) }).map(({ compare, growth_over, amount, lower }) =>
    clause("6.3", { compare, conditions: [], rungs: [{ threshold: 9000, amount: 9.99, growth_over }, { threshold: 50, below: 9000, amount, ...(lower !== undefined && { growth_over: lower }) }, { threshold: 0, below: 50, amount: 1.01 }] }),
  ),
  // the same amount on two rungs, of which the upper one asks for growth over a year that may not be on file
  pick(0.1, -0.9).map((growth_over) => clause("6.3", { conditions: [], rungs: [{ threshold: 5000, amount: 4, growth_over }, { threshold: 100, amount: 4 }] })),
  fc.boolean().map((first_time) => clause("6.4", { first_time, once: first_time ? "lifetime_per_rung" : "year", rungs: [{ threshold: 100_000, amount: 30 }, { threshold: 5000, amount: 12.34 }, { threshold: 100, amount: 0.07 }] })),
  pick("lifetime", "year", "each").map((once) => clause("6.1", { once, rungs: [{ threshold: 2000, amount: 30 }, { threshold: 20, amount: 3.33 }] })),
  pick("output", "revenue").map((fact) => clause("6.8", { conditions: [{ fact, growth_from: dated(0.05) }] })),
  pick("over", "below").map((comparison) => clause("10.1", { conditions: [{ fact: "local_tax", [comparison]: dated(1000) }] })),
  pick(500, 20_000).map((threshold) => clause("8.3", { conditions: [{ fact: "output", from: dated(threshold) }] })),
  pick({ over: dated(100), first_time: true }, { at_most: dated(4000) }, { from: dated(0) }).map((asked) => clause("9.2", { conditions: [{ fact: "revenue", ...asked }] })),
  pick("over", "growth_over").map((comparison) => clause("4.6", { conditions: [{ fact: "total_tax", [comparison]: dated(0.01) }, { any: [{ fact: "is_industrial" }, { fact: "profit", over: dated(0) }] }] })),
  fc.constant(clause("4.10", { conditions: [{ fact: "output", growth_over: dated(0) }] })),
  fc.constant(clause("14.1", { conditions: [{ fact: "local_tax", growth_over: dated(0) }] })),
  fc.record({ gates: pick<unknown>("none", ["tax_growth"], ["rating_d", "dishonest"], "common"), retention_cap: fc.boolean(), funding: pick("retention", "budget") }).map((fields) => clause("6.1", fields)),
];

/** A change of the policy: some of the clauses above, and the modes of the gates and limits. */
export const randomPolicy: fc.Arbitrary<Change> = fc
  .record({
    clauses: fc.uniqueArray(fc.nat(changes.length - 1), { minLength: 1, maxLength: 5 }).chain((numbers) => fc.tuple(...numbers.map((number): fc.Arbitrary<Clauses> => changes[number]!))),
    gates: fc.record({ tax_growth: pick("on", "on", "warn", "off"), rating_d: pick("on", "official_only", "off"), dishonest: pick("on", "warn"), retention_cap: pick("on", "on", "on", "off"), turnover_tax_cap: pick("on", "on", "off") }),
  })
  .map(({ clauses, gates }) => {
    const all: Record<string, Record<string, unknown>> = {};
    for (const one of clauses) for (const [id, fields] of Object.entries(one)) all[id] = { ...all[id], ...fields };
    return { clauses: all, gates } as Change;
  });
