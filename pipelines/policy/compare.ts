import { D521Error, exitCodes } from "../errors.ts";
import { loadPolicy } from "./load.ts";
import { buildAside } from "../warehouse/build.ts";
import type { Database } from "../warehouse/database.ts";
import { prepareLedger } from "../warehouse/ledger.ts";
import { quoteName } from "../warehouse/quote.ts";
import { compareMessages } from "./compare-messages.ts";

export interface CompareOptions {
  /** open for writing, with a build in it */
  readonly database: Database;
  /** folder name below `models/policy` of the version that is set beside the visible build's */
  readonly version: string;
  readonly now: () => Date;
}

export interface ClauseDifference {
  readonly clause_id: string;
  readonly summary: string;
  /** enterprises whose entitled sum under the clause rises, or falls, over the years */
  readonly gainers: number;
  readonly losers: number;
  /** the same of the fundable sum */
  readonly fundable_gainers: number;
  readonly fundable_losers: number;
  /** decimal text */
  readonly entitled_change_cny: string;
  readonly fundable_change_cny: string;
}

export interface CompareReport {
  readonly policy_version: string;
  readonly policy_label: string;
  readonly base_version: string;
  readonly as_of_month: string;
  /** enterprise, award year and clause whose amounts differ */
  readonly differences: number;
  /** enterprises whose entitled sum over years and clauses rises, or falls */
  readonly gainers: number;
  readonly losers: number;
  /** enterprises whose fundable sum rises, or falls: another clause may have taken, or left, what new retention there is */
  readonly fundable_gainers: number;
  readonly fundable_losers: number;
  readonly base_entitled_cny: string;
  readonly entitled_cny: string;
  readonly base_fundable_cny: string;
  readonly fundable_cny: string;
  readonly by_clause: readonly ClauseDifference[];
  /** inspections over the year's limit (annex 2): no amount hangs on them */
  readonly base_over_inspected: number;
  readonly over_inspected: number;
}

/** Who moved, in what is owed and in what can be paid: each is counted on the change that stands beside the count. */
const movedSql = [
  ["gainers", "change > 0"],
  ["losers", "change < 0"],
  ["fundable_gainers", "fundable_change > 0"],
  ["fundable_losers", "fundable_change < 0"],
].map(([name, test]) => `cast(count(*) filter (${test}) as varchar) as ${name}`).join(", ");

/** Changes over all years of one comparison, by enterprise and, where wanted, clause. */
function changesSql(by: string): string {
  return `select ${by}, any_value(summary) as summary, sum(entitled_cny - base_entitled_cny) as change, sum(fundable_cny - base_fundable_cny) as fundable_change, count(*) as lines
    from ops.policy_comparison where policy_version = $1 group by ${by}`;
}

/**
 * Runs the models under another policy version beside the visible build, on the same month and the same knowledge, and keeps
 * every enterprise and clause whose amounts differ; an earlier comparison with that version is replaced, in one transaction.
 *
 * @throws D521Error `no_build` (3), those of `loadPolicy` (2) and `buildAside`
 */
export async function comparePolicies({ database, version, now }: CompareOptions): Promise<CompareReport> {
  const connection = await database.connect();
  try {
    const rows = async (sql: string, ...values: string[]) => (await connection.runAndReadAll(sql, values)).getRowObjectsJson() as Record<string, string>[];
    await prepareLedger(connection);
    const base = (await rows("select strftime(as_of_month, '%Y-%m') as as_of, cast(known_at as varchar) as known_at, policy_version from ops.build where is_visible order by build_id desc limit 1"))[0];
    if (!base) throw new D521Error(exitCodes.environment, "no_build", compareMessages.no_build);
    const aside = await buildAside({ database, asOf: base.as_of!, knownAt: base.known_at!, policyVersion: version, now });
    try {
      const other = quoteName(aside.schema);
      await connection.run("begin transaction");
      try {
        for (const table of ["policy_comparison_run", "policy_comparison"]) await connection.run(`delete from ops.${table} where policy_version = $1`, [version]);
        await connection.run(
          `insert into ops.policy_comparison_run by name
            select $1 as policy_version, other.policy_label, base.policy_version as base_version, base.policy_label as base_label, base.as_of_month, base.known_at, cast($2 as timestamptz) as compared_at,
              (select coalesce(sum(entitled_cny), 0) from mart.award_line) as base_entitled_cny, (select coalesce(sum(entitled_cny), 0) from ${other}.award_line) as entitled_cny,
              (select coalesce(sum(fundable_cny), 0) from mart.award_line) as base_fundable_cny, (select coalesce(sum(fundable_cny), 0) from ${other}.award_line) as fundable_cny,
              nullif($3, '') as policy_reason
            from ${other}.build_parameters as other cross join policy.build_parameters as base`,
          [version, now().toISOString(), loadPolicy(version).reason ?? ""],
        );
        await connection.run(differencesSql(other), [version]);
        await connection.run("commit");
      } catch (error) {
        await connection.run("rollback");
        throw error;
      }
      const run = (await rows(
        `select policy_label, cast(base_entitled_cny as varchar) as base_entitled_cny, cast(entitled_cny as varchar) as entitled_cny, cast(base_fundable_cny as varchar) as base_fundable_cny, cast(fundable_cny as varchar) as fundable_cny
          from ops.policy_comparison_run where policy_version = $1`,
        version,
      ))[0]!;
      const inspections = (await rows(
        `select (select cast(count(*) as varchar) from mart.service_promise where promise = 'inspection' and state = 'late') as base,
          (select cast(count(*) as varchar) from ${other}.service_promise where promise = 'inspection' and state = 'late') as other`,
      ))[0]!;
      const counts = (await rows(
        `select ${movedSql}, cast(coalesce(sum(lines), 0) as varchar) as differences from (${changesSql("enterprise_id")})`,
        version,
      ))[0]!;
      const clauses = await rows(
        `select clause_id, any_value(summary) as summary, ${movedSql}, cast(sum(change) as varchar) as entitled_change_cny, cast(sum(fundable_change) as varchar) as fundable_change_cny
          from (${changesSql("enterprise_id, clause_id, clause_order")}) group by clause_id, clause_order order by clause_order`,
        version,
      );
      return {
        policy_version: version,
        policy_label: run.policy_label!,
        base_version: base.policy_version!,
        as_of_month: base.as_of!,
        differences: Number(counts.differences),
        gainers: Number(counts.gainers),
        losers: Number(counts.losers),
        fundable_gainers: Number(counts.fundable_gainers),
        fundable_losers: Number(counts.fundable_losers),
        base_entitled_cny: run.base_entitled_cny!,
        entitled_cny: run.entitled_cny!,
        base_fundable_cny: run.base_fundable_cny!,
        fundable_cny: run.fundable_cny!,
        base_over_inspected: Number(inspections.base),
        over_inspected: Number(inspections.other),
        by_clause: clauses.map((one) => ({ ...one, gainers: Number(one.gainers), losers: Number(one.losers), fundable_gainers: Number(one.fundable_gainers), fundable_losers: Number(one.fundable_losers) }) as unknown as ClauseDifference),
      };
    } finally {
      await aside.release();
    }
  } finally {
    connection.closeSync();
  }
}

/** Sums of an enterprise's lines by year and clause under both versions, where they differ. */
function differencesSql(other: string): string {
  const sums = (table: string) => `select award_year, enterprise_id, clause_id, any_value(clause_order) as clause_order, sum(entitled_cny) as entitled_cny, sum(fundable_cny) as fundable_cny from ${table} group by award_year, enterprise_id, clause_id`;
  return `insert into ops.policy_comparison
    with base as (${sums("mart.award_line")}), other as (${sums(`${other}.award_line`)}),
    both_sides as (
      select coalesce(base.award_year, other.award_year) as award_year, coalesce(base.enterprise_id, other.enterprise_id) as enterprise_id, coalesce(base.clause_id, other.clause_id) as clause_id,
        coalesce(base.clause_order, other.clause_order) as clause_order, coalesce(base.entitled_cny, 0) as base_entitled_cny, coalesce(other.entitled_cny, 0) as entitled_cny,
        coalesce(base.fundable_cny, 0) as base_fundable_cny, coalesce(other.fundable_cny, 0) as fundable_cny
      from base full join other on other.award_year = base.award_year and other.enterprise_id = base.enterprise_id and other.clause_id = base.clause_id
    )
    select $1, both_sides.award_year, both_sides.enterprise_id, both_sides.clause_id, both_sides.clause_order, coalesce(ours.summary, theirs.summary, ''),
      both_sides.base_entitled_cny, both_sides.entitled_cny, both_sides.base_fundable_cny, both_sides.fundable_cny
    from both_sides
    left join policy.policy_clause as ours on ours.clause_id = both_sides.clause_id
    left join ${other}.policy_clause as theirs on theirs.clause_id = both_sides.clause_id
    where both_sides.base_entitled_cny <> both_sides.entitled_cny or both_sides.base_fundable_cny <> both_sides.fundable_cny
    order by both_sides.award_year, both_sides.clause_order, both_sides.enterprise_id`;
}
