import type { DuckDBConnection } from "@duckdb/node-api";

/** What each dispatch month's newest build said was owed, by clause: the next month is held against it. */
export const dispatchHistoryTable = `create table if not exists ops.dispatch_liability (
  as_of_month DATE, build_id INTEGER, policy_version VARCHAR, award_year INTEGER, clause_id VARCHAR, lines BIGINT,
  entitled_cny DECIMAL(18, 2), fundable_cny DECIMAL(18, 2), shortfall_cny DECIMAL(18, 2), paid_cny DECIMAL(18, 2), outstanding_cny DECIMAL(18, 2)
)`;

/** Keeps what the build that now shows says is owed, in place of what an earlier build of its month said. */
export async function keepLiabilities(connection: DuckDBConnection, { buildId, asOfMonth, policyVersion }: { readonly buildId: number; readonly asOfMonth: string; readonly policyVersion: string }): Promise<void> {
  const month = `${asOfMonth}-01`;
  await connection.run("delete from ops.dispatch_liability where as_of_month = cast($1 as date)", [month]);
  await connection.run(
    `insert into ops.dispatch_liability
      select cast($1 as date), $2, $3, award_year, clause_id, lines, entitled_cny, fundable_cny, shortfall_cny, paid_cny, outstanding_cny from mart.liability_by_clause`,
    [month, buildId, policyVersion],
  );
}
