import type { DuckDBConnection } from "@duckdb/node-api";
import type { Lang } from "../../messages.ts";
import { type RowReport, listedRows, rowMessage } from "./report.ts";

/** The first rows that a load sent back, each with what else is wrong with it. */
export async function listQuarantined(connection: DuckDBConnection, firstFile: number, lang: Lang): Promise<RowReport[]> {
  return list(connection, `select file, sheet, "row", "column", value, code, faults->0->>'expected' as expected, file_id, faults::varchar as faults from ops.quarantined_row`, firstFile, lang);
}

/** The first rows that a load warns of. */
export async function listWarnings(connection: DuckDBConnection, firstFile: number, lang: Lang): Promise<RowReport[]> {
  return list(connection, `select file, sheet, "row", "column", value, code, expected, file_id from ops.warning`, firstFile, lang);
}

async function list(connection: DuckDBConnection, source: string, firstFile: number, lang: Lang): Promise<RowReport[]> {
  const rows = await connection.runAndReadAll(`select * from (${source}) where file_id >= ${firstFile} order by file_id, "row" limit ${listedRows}`);
  return rows.getRowObjects().map((row) => ({
    file: String(row.file),
    sheet: String(row.sheet),
    row: Number(row.row),
    column: String(row.column ?? ""),
    value: String(row.value ?? ""),
    code: row.code as RowReport["code"],
    message: rowMessage(String(row.code), String(row.value ?? ""), String(row.expected ?? ""), lang),
    ...otherFaults(row.faults, lang),
  }));
}

/** What else is wrong with a row, beside its first fault. */
function otherFaults(faults: unknown, lang: Lang): Pick<RowReport, "others"> {
  if (typeof faults !== "string") return {};
  const others = (JSON.parse(faults) as { column: string; value: string; code: string; expected: string }[]).slice(1);
  return others.length === 0 ? {} : { others: others.map(({ column, value, code, expected }) => ({ column, message: rowMessage(code, value, expected, lang) })) };
}
