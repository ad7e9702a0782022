/** What the waterfall needs to know of a clause; amounts and conditions stand in `articles/`. */
export interface ClauseTraits {
  readonly funding: "retention" | "budget" | "fee_relief";
  /** the common gates that it passes, in the document's order */
  readonly gates: readonly ("tax_growth" | "rating_d" | "dishonest")[];
  /** `parcel`: once a subject; `new`: a title that is no renewal (R6) */
  readonly once?: "lifetime" | "rung" | "parcel" | "new";
  readonly group?: string;
  /** kind `upto`: redeemed at the department's discretion */
  readonly upto?: true;
}

const common = ["tax_growth", "rating_d", "dishonest"] as const;
const retention: ClauseTraits = { funding: "retention", gates: common };
const lifetime: ClauseTraits = { ...retention, once: "lifetime" };
const budget: ClauseTraits = { funding: "budget", gates: common };
const openBudget: ClauseTraits = { funding: "budget", gates: [] };

/** All 75 clauses in their order. */
export const clauseTraits: Readonly<Record<string, ClauseTraits>> = {
  "1.1": lifetime,
  "1.2": lifetime,
  "4.1": lifetime,
  "4.2": lifetime,
  "4.3": lifetime,
  "4.4": lifetime,
  "4.5": lifetime,
  "4.6": { ...lifetime, upto: true },
  "4.7": { ...lifetime, upto: true },
  "4.8": { ...lifetime, group: "4-listing" },
  "4.9": { ...lifetime, group: "4-listing" },
  "4.10": { ...lifetime, group: "4-listing" },
  "4.11": lifetime,
  "5.1": openBudget,
  "5.2": openBudget,
  "5.3": { ...openBudget, once: "lifetime" },
  "6.1": retention,
  "6.2": retention,
  "6.3": retention,
  "6.4": { ...retention, once: "rung" },
  "6.5": { ...retention, once: "new", group: "6-title" },
  "6.6": { ...retention, once: "new", group: "6-title" },
  "6.7": { ...retention, once: "new", group: "6-title" },
  "6.8": { ...retention, once: "new", group: "6-title" },
  "6.9": { ...retention, once: "new", group: "6-title" },
  "6.10": { ...retention, once: "new", group: "6-title" },
  "6.11": retention,
  "7.1": retention,
  "7.2": retention,
  "7.3": retention,
  "8.1": retention,
  "8.2": retention,
  "8.3": retention,
  "8.4": retention,
  "9.1": retention,
  "9.2": retention,
  "9.3": { ...retention, once: "new" },
  "10.1": { ...retention, group: "10-platform" },
  "10.2": { ...retention, once: "new", group: "10-platform" },
  "10.3": { ...retention, group: "10-platform" },
  "10.4": { ...retention, group: "10-platform" },
  "11.1": { ...budget, upto: true },
  "11.2": { ...openBudget, upto: true },
  "11.3": openBudget,
  "12.1": { ...retention, group: "12-operator", upto: true },
  "12.2": { ...retention, once: "new", group: "12-operator", upto: true },
  "12.3": { ...retention, once: "new", group: "12-operator" },
  "13.1": { ...openBudget, upto: true },
  "13.2": openBudget,
  "13.3": budget,
  "13.4": openBudget,
  "14.1": { ...retention, group: "14-entrepreneur", upto: true },
  "15.1": retention,
  "15.2": retention,
  "15.3": retention,
  "15.4": retention,
  "15.5": retention,
  "15.6": retention,
  "15.7": retention,
  "15.8": lifetime,
  "15.9": retention,
  "15.10": retention,
  "15.11": lifetime,
  "15.12": retention,
  "15.13": lifetime,
  "16.1": retention,
  "16.2": retention,
  "16.3": retention,
  "16.4": retention,
  "18.1": retention,
  "18.2": lifetime,
  "18.3": lifetime,
  "18.4": lifetime,
  "18.5": retention,
  "19.1": { funding: "fee_relief", gates: ["rating_d", "dishonest"], once: "parcel" },
};

/** Clause ids order by number: 6.9 before 6.10. */
export function compareClauses(left: string, right: string): number {
  const [leftArticle, leftNumber] = left.split(".").map(Number) as [number, number];
  const [rightArticle, rightNumber] = right.split(".").map(Number) as [number, number];
  return leftArticle - rightArticle || leftNumber - rightNumber;
}

/** Plain code-point order, as the database's. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
