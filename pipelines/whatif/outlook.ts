import type { DuckDBConnection } from "@duckdb/node-api";
import type { SourceHistory, Undetermined } from "../simulate/arrivals.ts";
import type { Distribution, Driver, SimulateReport } from "../simulate/simulate.ts";

/** What each draw can be paid, CNY with two places, ascending. */
export type Totals = readonly string[];

export interface ClauseOutlook {
  readonly clause_id: string;
  readonly expected_cny: string;
  readonly p90_cny: string;
  readonly present_expected_cny: string;
  readonly present_p90_cny: string;
}

/** A year's range under a scenario, beside that under the present policy; amounts are CNY. */
export interface Outlook {
  readonly award_year: number;
  readonly draws: number;
  readonly seed: number;
  /** the year is over, or the scenario has no uncertainty: all percentiles are one */
  readonly is_closed: boolean;
  readonly spread_rate: number;
  readonly common_share_rate: number;
  readonly distribution: readonly Distribution[];
  readonly present: readonly Distribution[];
  readonly totals: Totals;
  readonly present_totals: Totals;
  readonly by_clause: readonly ClauseOutlook[];
  /** what makes the worst tenth of the draws so much dearer, the dearest first */
  readonly drivers: readonly Driver[];
  /** how the events still to come are in the sums, by data set */
  readonly history: readonly SourceHistory[];
  /** lines that are in none of the sums */
  readonly undetermined: Undetermined;
  /** the policy went the claims' way, which takes longer */
  readonly is_slow: boolean;
}

/** Of the table `total` of a simulation. */
export async function totalsOf(connection: DuckDBConnection): Promise<Totals> {
  const reader = await connection.runAndReadAll("select cast(cast(cast(fundable_fen as decimal(22, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2)) as varchar) from total order by fundable_fen");
  return reader.getRows().map(([cny]) => String(cny));
}

interface Drawn {
  readonly report: SimulateReport;
  readonly totals: Totals;
}

export function outlookOf({ report, totals }: Drawn, present: Drawn): Outlook {
  const nothing = "0.00";
  const of = (rows: SimulateReport["by_clause"], clause: string, percentile: string) => rows.find((row) => row.clause_id === clause && row.percentile === percentile)?.fundable_cny ?? nothing;
  const clauses = [...new Set([...report.by_clause, ...present.report.by_clause].map(({ clause_id }) => clause_id))];
  return {
    award_year: report.award_year,
    draws: report.draws,
    seed: report.seed,
    is_closed: report.draws === 1,
    spread_rate: report.spread_rate,
    common_share_rate: report.common_share_rate,
    distribution: report.distribution,
    present: present.report.distribution,
    totals,
    present_totals: present.totals,
    by_clause: clauses.map((clause_id) => ({
      clause_id,
      expected_cny: of(report.by_clause, clause_id, "expected"),
      p90_cny: of(report.by_clause, clause_id, "P90"),
      present_expected_cny: of(present.report.by_clause, clause_id, "expected"),
      present_p90_cny: of(present.report.by_clause, clause_id, "P90"),
    })),
    drivers: report.drivers.filter((one) => report.drivers.filter(({ kind }) => kind === one.kind).indexOf(one) < 10),
    history: report.history,
    undetermined: report.undetermined,
    is_slow: report.not_compiled !== undefined,
  };
}
