import type { DuckDBConnection } from "@duckdb/node-api";
import { D521Error, exitCodes } from "../errors.ts";
import { publishMessages } from "./messages.ts";

/** Which dispatch the sites show, in words for their readers. */
export interface DispatchFacts {
  /** `2021年12月` */
  readonly month: string;
  /** `2022-01-20 10:00`, the office's time */
  readonly known_at: string;
  readonly data_from: string;
  readonly data_to: string;
  readonly policy_label: string;
  readonly is_synthetic: boolean;
  /** monthly reports of the dispatch month that are not in, or only in part */
  readonly report_gaps: readonly ReportGap[];
}

/** `known` enterprises are in, none where nothing has come; `known_before` is what the report is measured by, null where nothing has come. */
export interface ReportGap {
  readonly name: string;
  readonly known: number;
  readonly known_before: number | null;
}

/**
 * What the sites say of the dispatch that they show.
 *
 * @param file  the database's, to be named where it holds no dispatch
 * @throws D521Error `no_marts` (3) before a build
 */
export async function dispatchFacts(connection: DuckDBConnection, file: string): Promise<DispatchFacts> {
  const marts = await connection.runAndReadAll("select 1 from duckdb_views() where schema_name = 'mart' and view_name = 'dispatch'");
  const reader = marts.currentRowCount === 0 ? undefined : await connection.runAndReadAll(`
    select
      strftime(as_of_month, '%Y年%-m月') as month,
      strftime(known_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M') as known_at,
      coalesce(strftime(data_from, '%Y-%m'), '无') as data_from,
      coalesce(strftime(data_to, '%Y-%m'), '无') as data_to,
      policy_label,
      is_synthetic
    from mart.dispatch`);
  const facts = reader?.getRowObjectsJson()[0];
  if (facts === undefined) throw new D521Error(exitCodes.environment, "no_marts", publishMessages.no_marts, { file });
  const gaps = await connection.runAndReadAll(`
    select
      report.dataset_name as name,
      cast(report.enterprises_known as integer) as known,
      cast(report.enterprises_before as integer) as known_before
    from mart.reporting_timeliness as report
    inner join mart.dispatch on dispatch.as_of_month = report.month
    where report.rows_known = 0 or report.status = 'partial'
    order by report.rows_known, report.dataset_name`);
  return { ...(facts as unknown as Omit<DispatchFacts, "report_gaps">), report_gaps: gaps.getRowObjectsJson() as unknown as ReportGap[] };
}
