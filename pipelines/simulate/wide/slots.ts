import type { DuckDBConnection } from "@duckdb/node-api";
import { Refused } from "./refused.ts";
import type { WideClause, WideCondition, WidePolicy } from "./words.ts";

/** One place of the row for a line: the n-th of its clause in an enterprise. Enterprises without such a line have nulls in it. */
export interface Slot {
  /** prefix of its columns */
  readonly name: string;
  readonly clause: WideClause;
  readonly number: number;
  /** conditions on annual figures; none where the clause does not move */
  readonly conditions: readonly WideCondition[];
  /** the figure that its amount is of; absent where the amount hangs on none */
  readonly figure: string | undefined;
  readonly rungs: readonly number[];
  readonly hasUnknownRungs: boolean;
}

/** More make the row's statement slow to plan; places within a share are fewer than 256. */
const mostSlots = 160;

/**
 * The row's places, in the order of clauses.
 *
 * @throws Refused `too_wide`
 */
export async function readSlots(connection: DuckDBConnection, policy: WidePolicy): Promise<Slot[]> {
  const rows = async <Row>(sql: string) => (await connection.runAndReadAll(sql)).getRowObjects() as Row[];
  const found = await rows<{ clause_id: string; number: number; is_formed: boolean }>(`
    select clause_id, number::integer as number, bool_or(claim_no is not null and settled_fen is null and own_fen is null) as is_formed from wide_numbered
    group by clause_id, clause_order, number order by clause_order, number`);
  if (found.length > mostSlots) throw new Refused({ reason: "too_wide", what: String(found.length) });
  const rungs = await rows<{ clause_id: string; rung: number; is_unknown: boolean }>("select clause_id, rung, bool_or(is_unknown) as is_unknown from wide_rung group by all order by all");
  return found.map(({ clause_id, number, is_formed }, index) => {
    const clause = policy.clauses.find((one) => one.clause_id === clause_id)!;
    const own = rungs.filter((rung) => rung.clause_id === clause_id);
    const figure = clause.kind === "ladder" ? clause.figure : clause.base;
    return {
      name: `l${index}`,
      clause,
      number,
      conditions: clause.is_moving ? policy.conditions.filter((condition) => condition.clause_id === clause_id) : [],
      figure: clause.is_moving && is_formed ? (figure ?? undefined) : undefined,
      rungs: own.map(({ rung }) => rung),
      hasUnknownRungs: own.some(({ is_unknown }) => is_unknown),
    };
  });
}
