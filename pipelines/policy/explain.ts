import type { DuckDBConnection } from "@duckdb/node-api";
import { Decimal } from "decimal.js";
import { D521Error, exitCodes } from "../errors.ts";
import { sourcesOf, type SourceRow } from "./explain-sources.ts";
import { policyMessages } from "./messages.ts";

/** What is asked: one enterprise and award year, all clauses that it could claim or one. */
export interface Question {
  readonly enterprise: string;
  readonly year: number;
  readonly clause?: string;
}

type Cell = string | number | boolean | null;
export type ExplainRow = Readonly<Record<string, Cell>>;

export interface ExplainedCondition {
  readonly no: number;
  /** alternatives of one condition share its number; one of them is enough */
  readonly alternative: number;
  readonly fact: string;
  readonly unit: string;
  readonly comparison: string;
  readonly measure: string;
  readonly firstTime: boolean;
  readonly threshold: string;
  /** in the fact's unit; null is not known */
  readonly value: string | null;
  readonly lastValue: string | null;
  /** this year over last year minus 1, or the difference in points, to fourteen places; for people, nothing is decided by it */
  readonly growth: string | null;
  readonly bestBefore: string | null;
  readonly state: "met" | "failed" | "unknown";
  /** how much this year's value misses, in the fact's unit; null where met, not known or not a quantity */
  readonly shortBy: string | null;
  /** whose datum it is */
  readonly dataset: string;
}

export interface ExplainedClaim {
  readonly subject: string;
  readonly effectiveOn: string;
  readonly state: "met" | "failed" | "unknown";
  readonly conditions: readonly ExplainedCondition[];
  /** the rungs of a ladder, from the highest */
  readonly rungs: readonly ExplainRow[];
  readonly amount: ExplainRow | null;
  /** mart.award_line; null where the claim makes no line */
  readonly line: (ExplainRow & { readonly reasons: readonly string[] }) | null;
  /** mart.award_step, in order */
  readonly steps: readonly ExplainRow[];
  readonly sources: readonly SourceRow[];
}

export interface ExplainedClause {
  readonly clause: ExplainRow;
  /** none: nothing on record could earn the clause */
  readonly claims: readonly ExplainedClaim[];
}

export interface Explanation {
  readonly enterprise: { readonly id: string; readonly name: string | null; readonly town: string | null };
  readonly year: number;
  readonly open: boolean;
  readonly asOfMonth: string;
  readonly policyVersion: string;
  readonly isSynthetic: boolean;
  readonly clauses: readonly ExplainedClause[];
  /** the gates that hang on the year, with the figures that decided */
  readonly gates: readonly ExplainRow[];
  readonly retention: ExplainRow | null;
  /** rows behind the gates and the retention cap */
  readonly sources: readonly SourceRow[];
}

/** Relations are named without a schema: a build's `mart`, `intermediate` … stand in this path, and so can a build aside. */
export const explainSearchPath = "mart,intermediate,staging,policy";

/**
 * Reads from the models why an enterprise's awards of a year are what they are. Nothing is decided here:
 * conditions, rungs, amounts and steps are the rows that the build left.
 *
 * @param connection  with the build's schemas in its search path (see `explainSearchPath`)
 * @throws D521Error `no_build` (3), `no_year`, `no_clause`, `no_enterprise` (2)
 */
export async function explainAwards(connection: DuckDBConnection, question: Question, database = ""): Promise<Explanation> {
  const rows = (sql: string, ...values: (string | number)[]) => query(connection, sql, values);
  const built = await rows("select count(*) as n from information_schema.tables where table_name in ('award_line', 'int_condition')");
  if (Number(built[0]?.n) < 2) throw new D521Error(exitCodes.environment, "no_build", policyMessages.no_build, { database });
  const years = await rows("select award_year, is_open from int_award_year order by award_year");
  const year = years.find((one) => one.award_year === question.year);
  if (!year) throw new D521Error(exitCodes.usage, "no_year", policyMessages.no_year, { year: question.year, years: years.map((one) => one.award_year).join("、") || "-" });
  const clauses = await rows("select clause_id, clause_order, article, kind, summary, place, reading, funding, once, group_id, choice_id, gates, figure, base, source from policy_clause order by clause_order");
  if (question.clause !== undefined && !clauses.some((one) => one.clause_id === question.clause)) {
    throw new D521Error(exitCodes.usage, "no_clause", policyMessages.no_clause, { clause: question.clause });
  }
  const registry = (await rows("select enterprise_name, town from stg_enterprises where enterprise_id = $1", question.enterprise))[0];
  const claims = await rows(
    "select c.*, s.state from int_claim as c inner join int_claim_state as s on s.claim_no = c.claim_no where c.enterprise_id = $1 and c.award_year = $2 and ($3 = '' or c.clause_id = $3) order by c.claim_no",
    question.enterprise, question.year, question.clause ?? "",
  );
  if (!registry && claims.length === 0 && (await rows("select 1 as found from int_claim where enterprise_id = $1 union all select 1 from int_year_total where enterprise_id = $1 limit 1", question.enterprise)).length === 0) {
    throw new D521Error(exitCodes.usage, "no_enterprise", policyMessages.no_enterprise, { enterprise: question.enterprise });
  }
  const build = (await rows("select cast(as_of_month as varchar) as as_of_month, policy_version, is_synthetic from build_parameters"))[0] ?? {};
  const explained = new Map<string, ExplainedClaim[]>();
  for (const claim of claims) {
    const list = explained.get(String(claim.clause_id)) ?? [];
    list.push(await explainClaim(connection, claim, clauses.find((one) => one.clause_id === claim.clause_id) ?? {}));
    explained.set(String(claim.clause_id), list);
  }
  const wanted = clauses.filter((one) => (question.clause === undefined ? explained.has(String(one.clause_id)) : one.clause_id === question.clause));
  return {
    enterprise: { id: question.enterprise, name: text(registry?.enterprise_name), town: text(registry?.town) },
    year: question.year,
    open: year.is_open === true,
    asOfMonth: String(build.as_of_month ?? "").slice(0, 7),
    policyVersion: String(build.policy_version ?? ""),
    isSynthetic: build.is_synthetic === true,
    clauses: wanted.map((clause) => ({ clause, claims: explained.get(String(clause.clause_id)) ?? [] })),
    gates: await rows("select g.*, p.mode, p.summary, p.place from int_gate as g inner join policy_gate as p on p.gate = g.gate where g.enterprise_id = $1 and g.award_year = $2 order by g.gate desc", question.enterprise, question.year),
    retention: (await rows("select * from enterprise_retention where enterprise_id = $1 and award_year = $2", question.enterprise, question.year))[0] ?? null,
    sources: await sourcesOf(rows, { enterprise: question.enterprise, year: question.year, facts: ["total_tax", "retention"], withGates: true }),
  };
}

async function explainClaim(connection: DuckDBConnection, claim: ExplainRow, clause: ExplainRow): Promise<ExplainedClaim> {
  const rows = (sql: string, ...values: (string | number)[]) => query(connection, sql, values);
  const claimNo = String(claim.claim_no);
  const conditions = (await rows("select * from int_condition where claim_no = $1 order by condition_no, alternative_no", claimNo)).map(condition);
  const ladder = clause.kind === "ladder";
  const amounts = ["event", "ladder", "percent", "interest", "upto"].map((kind) => `select * from int_amount_${kind} where claim_no = $1`).join(" union all ");
  const key = [String(claim.enterprise_id), Number(claim.award_year), String(claim.clause_id), String(claim.subject)] as const;
  const where = "where enterprise_id = $1 and award_year = $2 and clause_id = $3 and subject = $4";
  const line = (await rows(`select * from award_line ${where}`, ...key))[0] ?? null;
  const facts = [...conditions.map((one) => one.fact), ...[clause.figure, clause.base].filter((one): one is string => typeof one === "string")];
  return {
    subject: String(claim.subject),
    effectiveOn: String(claim.effective_on),
    state: claim.state as ExplainedClaim["state"],
    conditions,
    rungs: ladder ? await rows("select rung, threshold, below, growth_over, compare, is_first_time, amount_fen, value, last_value, best_before, state from int_rung where claim_no = $1 order by rung", claimNo) : [],
    amount: (await rows(amounts, claimNo))[0] ?? null,
    line: line as ExplainedClaim["line"],
    steps: await rows(`select * from award_step ${where} order by step_no`, ...key),
    sources: await sourcesOf(rows, {
      enterprise: String(claim.enterprise_id),
      year: Number(claim.award_year),
      facts,
      ...(claim.file_id !== null && { event: { dataset: String(claim.source), file_id: Number(claim.file_id), sheet: String(claim.source_sheet ?? ""), row: Number(claim.source_row), subject: String(claim.subject) } }),
    }),
  };
}

function condition(row: ExplainRow): ExplainedCondition {
  const value = row.value !== null ? String(row.value) : fraction(row.value_micro, row.divisor);
  const lastValue = fraction(row.last_value_micro, row.last_divisor);
  const growth = String(row.comparison).startsWith("growth") ? growthOf(value, lastValue, String(row.measure)) : null;
  const isYesNo = ["bool", "date"].includes(String(row.unit));
  return {
    no: Number(row.condition_no),
    alternative: Number(row.alternative_no),
    fact: String(row.fact),
    unit: String(row.unit),
    comparison: String(row.comparison),
    measure: String(row.measure),
    firstTime: row.is_first_time === true,
    threshold: trim(String(row.threshold)),
    value: value === null ? null : trim(value),
    lastValue: lastValue === null ? null : trim(lastValue),
    growth,
    bestBefore: fraction(row.best_before_micro, 1),
    state: row.state as ExplainedCondition["state"],
    shortBy: row.state !== "failed" || isYesNo ? null : shortBy(row, value, lastValue),
    dataset: String(row.dataset),
  };
}

/** What this year's value lacks to (or has over) what is asked; for growth, to last year's value grown as asked. */
function shortBy(row: ExplainRow, value: string | null, lastValue: string | null): string | null {
  if (value === null) return null;
  const asked = new Decimal(String(row.threshold));
  if (!String(row.comparison).startsWith("growth")) {
    // a first time that is missed although the value is there lacks nothing that more could mend
    return new Decimal(value).gte(asked) && ["over", "from"].includes(String(row.comparison)) ? null : trim(asked.minus(value).abs().toString());
  }
  if (lastValue === null || new Decimal(lastValue).lte(0)) return null;
  const needed = row.measure === "points" ? asked.plus(lastValue) : asked.plus(1).times(lastValue);
  return trim(needed.minus(value).toDecimalPlaces(6, Decimal.ROUND_UP).toString());
}

/** Micro-units over a divisor in micro-units or 1, as a plain decimal: of enough places that a growth computed from it shows on which side of a threshold it lies. */
function fraction(value: Cell | undefined, divisor: Cell | undefined): string | null {
  if (value === null || value === undefined || divisor === null || divisor === undefined || String(divisor) === "0") return null;
  const isWhole = String(divisor) === "1";
  return trim(new Decimal(String(value)).div(isWhole ? 1_000_000 : String(divisor)).toDecimalPlaces(18).toString());
}

function growthOf(value: string | null, last: string | null, measure: string): string | null {
  if (value === null || last === null) return null;
  if (measure === "points") return trim(new Decimal(value).minus(last).toString());
  return new Decimal(last).lte(0) ? null : trim(new Decimal(value).div(last).minus(1).toDecimalPlaces(14).toString());
}

function trim(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

function text(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function query(connection: DuckDBConnection, sql: string, values: readonly (string | number)[]): Promise<ExplainRow[]> {
  return (await connection.runAndReadAll(sql, [...values])).getRowObjectsJson() as unknown as ExplainRow[];
}
