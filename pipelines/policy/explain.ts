import type { DuckDBConnection } from "@duckdb/node-api";
import { asFiled } from "../../reports/shared/components/credit-code.js";
import { D521Error, exitCodes } from "../errors.ts";
import { askedOfCondition, askedOfRung } from "./explain-asked.ts";
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

export interface ExplainedClaim {
  readonly subject: string;
  /** a standard's 立项 or 发布; empty for the rest */
  readonly node: string;
  readonly effectiveOn: string;
  readonly state: "met" | "failed" | "unknown";
  /** what was asked, in the columns of mart.award_condition: what the event attests, conditions, rungs from the highest, gates of the line */
  readonly asked: readonly ExplainRow[];
  /** the clause has an amount for the event's level, grade or type */
  readonly isPriced: boolean;
  /** mart.award_amount; null where the claim is no part of a line */
  readonly amount: ExplainRow | null;
  /** mart.award_line; null where the claim makes no line */
  readonly line: (ExplainRow & { readonly reasons: readonly string[] }) | null;
  /** mart.award_step, in order */
  readonly steps: readonly ExplainRow[];
  readonly sources: readonly SourceRow[];
}

export interface ExplainedClause {
  readonly clause: ExplainRow;
  /** how often it pays, with which clauses it excludes itself and what caps it, in words, each with its reading (`policy_clause_rule`) */
  readonly rules: readonly ExplainRow[];
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
  /** the gates and caps that stand over the clauses, with their place in the document, mode and reading */
  readonly rules: readonly ExplainRow[];
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
export async function explainAwards(connection: DuckDBConnection, asked: Question, database = ""): Promise<Explanation> {
  const question = { ...asked, enterprise: asFiled(asked.enterprise) };
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
  const rules = await rows("select * from policy_clause_rule where rule in ('cap', 'once', 'group', 'choice') order by clause_id, rule_no");
  return {
    enterprise: { id: question.enterprise, name: text(registry?.enterprise_name), town: text(registry?.town) },
    year: question.year,
    open: year.is_open === true,
    asOfMonth: String(build.as_of_month ?? "").slice(0, 7),
    policyVersion: String(build.policy_version ?? ""),
    isSynthetic: build.is_synthetic === true,
    clauses: wanted.map((clause) => ({ clause, rules: rules.filter((rule) => rule.clause_id === clause.clause_id), claims: explained.get(String(clause.clause_id)) ?? [] })),
    rules: await rows("select gate, mode, summary, place, reading from policy_gate order by gate"),
    retention: (await rows("select * from enterprise_retention where enterprise_id = $1 and award_year = $2", question.enterprise, question.year))[0] ?? null,
    sources: await sourcesOf(rows, { enterprise: question.enterprise, year: question.year, facts: ["total_tax", "retention"], withGates: true }),
  };
}

async function explainClaim(connection: DuckDBConnection, claim: ExplainRow, clause: ExplainRow): Promise<ExplainedClaim> {
  const rows = (sql: string, ...values: (string | number)[]) => query(connection, sql, values);
  const claimNo = String(claim.claim_no);
  const conditions = (await rows("select * from int_condition where claim_no = $1 order by condition_no, alternative_no", claimNo)).map(askedOfCondition);
  const rungs = clause.kind === "ladder" ? (await rows("select * from int_rung where claim_no = $1 order by rung", claimNo)).map(askedOfRung) : [];
  const amounts = ["event", "ladder", "percent", "interest", "upto"].map((kind) => `select claim_no from int_amount_${kind} where claim_no = $1`).join(" union all ");
  const key = [String(claim.enterprise_id), Number(claim.award_year), String(claim.clause_id), String(claim.subject)] as const;
  const where = "where enterprise_id = $1 and award_year = $2 and clause_id = $3 and subject = $4";
  const node = String(claim.node);
  const attested = await rows(`select * from award_condition ${where} and node = $5 and kind = 'attested' order by item_no, alternative_no`, ...key, node);
  const gates = await rows(`select * from award_condition ${where} and kind = 'gate' order by item_no`, ...key);
  const line = (await rows(`select * from award_line ${where}`, ...key))[0] ?? null;
  const facts = [...[...attested, ...conditions].map((one) => String(one.fact)), ...[clause.figure, clause.base].filter((one): one is string => typeof one === "string")];
  return {
    subject: String(claim.subject),
    node,
    effectiveOn: String(claim.effective_on),
    state: claim.state as ExplainedClaim["state"],
    asked: [...attested, ...conditions, ...rungs, ...gates],
    isPriced: (await rows(amounts, claimNo)).length > 0,
    amount: (await rows(`select * from award_amount ${where} and node = $5`, ...key, node))[0] ?? null,
    line: line as ExplainedClaim["line"],
    steps: await rows(`select * from award_step ${where} order by step_no`, ...key),
    sources: await sourcesOf(rows, {
      enterprise: String(claim.enterprise_id),
      year: Number(claim.award_year),
      facts,
      ...(claim.renewal_of_subject !== null && { renewalOf: String(claim.renewal_of_subject) }),
      ...(claim.file_id !== null && { event: { dataset: String(claim.source), file_id: Number(claim.file_id), sheet: String(claim.source_sheet ?? ""), row: Number(claim.source_row), subject: String(claim.subject) } }),
    }),
  };
}

function text(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function query(connection: DuckDBConnection, sql: string, values: readonly (string | number)[]): Promise<ExplainRow[]> {
  return (await connection.runAndReadAll(sql, [...values])).getRowObjectsJson() as unknown as ExplainRow[];
}
