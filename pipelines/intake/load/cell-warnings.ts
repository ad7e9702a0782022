import type { DuckDBConnection } from "@duckdb/node-api";
import { isBeforeMidnight } from "../cells/day.ts";
import { isMonthOnly } from "../cells/month.ts";
import { isPercentPoints } from "../cells/percent.ts";
import { type Sql, literal } from "../cells/sql.ts";
import type { Column } from "../contracts.ts";
import type { WarningCode } from "../messages.ts";
import type { FoundColumn } from "../read/table.ts";
import { asideTables } from "./aside-tables.ts";

interface ReadColumn {
  readonly column: Column;
  readonly index: number;
  readonly place: FoundColumn | undefined;
}

interface CellWarning {
  readonly column: string;
  readonly code: WarningCode;
  /** SQL over a row of the judged table */
  readonly test: Sql;
  /** the cell's text */
  readonly value: Sql;
  /** said once a table, of its first such row, and how many there are */
  readonly once: boolean;
}

function warningsOf({ column, index, place }: ReadColumn): CellWarning[] {
  if (!place) return [];
  const norm = `n${index}`;
  const one = (code: WarningCode, test: Sql, once = false): CellWarning => ({ column: column.zh, code, test, value: norm, once });
  switch (column.type) {
    case "date":
      return [one("day_assumed", isMonthOnly(norm)), one("day_rounded", isBeforeMidnight(norm), true)];
    case "month":
    case "quarter":
      return [one("day_rounded", isBeforeMidnight(norm), true)];
    case "percent":
      return place.conversion ? [] : [one("percent_points", isPercentPoints(norm))];
    case "text":
      return [one("question_marks", `contains(${norm}, '??')`)];
    default:
      return [];
  }
}

/**
 * Notes what looks wrong in cells that were read all the same.
 *
 * @param judged  the table of a source's odd rows, their texts as n0, n1, …
 * @param good    SQL of the condition that a row of it was loaded
 */
export async function noteCellWarnings(connection: DuckDBConnection, number: number, judged: string, columns: readonly ReadColumn[], good: Sql): Promise<void> {
  const warnings = columns.flatMap(warningsOf);
  if (warnings.length === 0) return;
  // most tables have none: one look tells
  const counts = (await connection.runAndReadAll(`select ${warnings.map(({ test }) => `count(*) filter (where ${test})::integer`).join(", ")} from ${judged} where ${good}`)).getRows()[0]!.map(Number);
  for (const [index, { column, code, test, value, once }] of warnings.entries()) {
    if (counts[index] === 0) continue;
    await connection.run(`insert into ${asideTables.warnings} select ${number}, source_row, ${literal(column)}, ${value}, ${literal(code)}, ${literal(once ? String(counts[index]) : "")} from ${judged}
      where ${good} and ${test} order by source_row ${once ? "limit 1" : ""}`);
  }
}
