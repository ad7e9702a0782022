import type { DuckDBConnection } from "@duckdb/node-api";
import { retentionSharings } from "../../policy/changes.ts";
import { Refused } from "./refused.ts";

/** A clause whose lines a row has, with what decides how they are worked out. */
export interface WideClause {
  readonly clause_id: string;
  readonly kind: string;
  readonly source: string;
  readonly figure: string | null;
  readonly base: string | null;
  readonly once: string;
  readonly is_once_per_person: boolean;
  readonly group_id: string | null;
  readonly choice_id: string | null;
  readonly cap_per: string;
  readonly has_turnover_tax_cap: boolean;
  readonly is_on_retention: boolean;
  readonly gates: string;
  readonly has_tax_growth_gate: boolean;
  /** its conditions or amounts hang on the figures that are drawn */
  readonly is_moving: boolean;
  /** its lines meet others before the gates in a way that hangs on what is drawn */
  readonly is_open: boolean;
}

/** One alternative of a condition of a moving clause, on an annual figure. */
export interface WideCondition {
  readonly clause_id: string;
  readonly condition_no: number;
  readonly alternative_no: number;
  readonly fact: string;
  readonly comparison: string;
  readonly measure: string;
}

export interface WideGroup {
  readonly group_id: string;
  readonly decides_by: string;
  readonly per: string;
}

/** The policy as the compiler reads it: rows of its tables, every word of them known. */
export interface WidePolicy {
  readonly clauses: readonly WideClause[];
  readonly conditions: readonly WideCondition[];
  readonly groups: ReadonlyMap<string, WideGroup>;
  readonly modes: ReadonlyMap<string, string>;
  readonly retention: { readonly share_millionths: number; readonly sharing: string };
}

const known = {
  kind: ["ladder", "event", "percent", "interest", "upto"],
  once: ["each", "year", "lifetime", "lifetime_per_rung", "lifetime_per_subject", "new"],
  cap_per: ["line", "project", "enterprise_year"],
  comparison: ["over", "from", "at_most", "below", "is", "growth_over", "growth_from"],
  measure: ["relative", "points"],
  scope: ["event", "enterprise", "year"],
  funding: ["retention", "budget", "fee_relief"],
  group_scope: ["year", "lifetime"],
  decides_by: ["amount", "level"],
  per: ["enterprise", "recipient"],
  sharing: retentionSharings,
} as const;

const modes: Readonly<Record<string, readonly string[]>> = {
  tax_growth: ["on", "warn", "off"],
  rating_d: ["on", "official_only", "warn", "off"],
  dishonest: ["on", "warn", "off"],
  retention_cap: ["on", "warn", "off"],
  turnover_tax_cap: ["on", "warn", "off"],
};

/**
 * Reads the tables of a policy for the clauses that a draw may change.
 *
 * @param policy  schema of the policy's tables
 * @throws Refused `unknown_word` for a kind, rule, comparison, gate or mode that is not known here; `once_per_person`
 */
export async function readWords(connection: DuckDBConnection, policy: string): Promise<WidePolicy> {
  const rows = async <Row>(sql: string) => (await connection.runAndReadAll(sql)).getRowObjects() as Row[];
  const clauses = await rows<WideClause & { funding: string }>(`
    select clause_id, kind, source, figure, base, once, is_once_per_person, group_id, choice_id, cap_per, has_turnover_tax_cap, funding, gates, has_tax_growth_gate,
      (funding = 'retention' and has_retention_cap and exists (select 1 from ${policy}.policy_gate where gate = 'retention_cap' and mode = 'on')) as is_on_retention,
      clause_id in (select clause_id from moving_clause) as is_moving,
      clause_id in (select clause_id from open_clause) as is_open
    from ${policy}.policy_clause
    where clause_id in (select clause_id from open_clause union select clause_id from settled_line)
    order by clause_order`);
  for (const clause of clauses) {
    for (const word of ["kind", "once", "cap_per", "funding"] as const) know(word, clause[word]);
    if (clause.is_open && clause.is_once_per_person) throw new Refused({ reason: "once_per_person", what: clause.clause_id });
  }
  const conditions = await rows<WideCondition & { scope: string }>(`
    select distinct clause_id, condition_no, alternative_no, fact, scope, comparison, measure from ${policy}.policy_condition
    where clause_id in (select clause_id from moving_clause) order by clause_id, condition_no, alternative_no`);
  for (const condition of conditions) for (const word of ["scope", "comparison", "measure"] as const) know(word, condition[word]);
  const groups = await rows<WideGroup & { scope: string }>(`select group_id, scope, decides_by, per from ${policy}.policy_group where kind = 'group'`);
  for (const group of groups) {
    know("group_scope", group.scope);
    know("decides_by", group.decides_by);
    know("per", group.per);
  }
  const gates = await rows<{ gate: string; mode: string }>(`select gate, mode from ${policy}.policy_gate`);
  for (const { gate, mode } of gates) if (!modes[gate]?.includes(mode)) throw new Refused({ reason: "unknown_word", what: `${gate} ${mode}` });
  const [retention] = await rows<WidePolicy["retention"]>(`select cast(retention_share * 1000000 as integer) as share_millionths, retention_sharing as sharing from ${policy}.policy_setting`);
  know("sharing", retention!.sharing);
  return {
    retention: retention!,
    clauses,
    conditions: conditions.filter(({ scope }) => scope === "year"),
    groups: new Map(groups.map((group) => [group.group_id, group])),
    modes: new Map(gates.map(({ gate, mode }) => [gate, mode])),
  };
}

function know(word: keyof typeof known, value: string): void {
  if (!(known[word] as readonly string[]).includes(value)) throw new Refused({ reason: "unknown_word", what: value });
}
