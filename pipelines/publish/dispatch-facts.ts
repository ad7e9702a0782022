import { D521Error, exitCodes } from "../errors.ts";
import { openDatabase } from "../warehouse/database.ts";
import { publishMessages } from "./messages.ts";
import type { DispatchFacts, ReportGap } from "./workspace.ts";

/**
 * What the sites say of the dispatch that they show.
 *
 * @throws D521Error `no_marts` (3) before a build
 */
export async function dispatchFacts(file: string): Promise<DispatchFacts> {
  const database = await openDatabase(file, { readOnly: true });
  try {
    const connection = await database.connect();
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
  } finally {
    database.close();
  }
}
