import { noneSkipped } from "./stage.ts";
import type { FoundColumn } from "../read/table.ts";
import type { ReadTable } from "./read-aside.ts";
import type { FileReport, LoadReport } from "./report.ts";

const synthetic = "示例数据";

/** What is known of a table before anything of it is loaded. */
export function emptyReport(table: ReadTable): FileReport {
  const source = table.kind === "staged" ? table.tables.source : undefined;
  return {
    file: table.file.name,
    sheet: table.sheet,
    dataset: table.contract?.id ?? "",
    status: table.kind === "rejected" ? "rejected" : "unchanged",
    file_id: null,
    sha256: table.sha256,
    rows_read: 0,
    rows_loaded: 0,
    rows_superseded: 0,
    rows_quarantined: 0,
    rows_skipped: table.kind === "staged" ? table.skipped : { ...noneSkipped },
    encoding: source?.encoding ?? "",
    delimiter: source?.foundDelimiter ?? "",
    is_synthetic: table.file.name.includes(synthetic) || (source?.table.called.file.includes(synthetic) ?? false) || (source?.table.titles.some((title) => title.includes(synthetic)) ?? false),
    unknown_headers: [...(source?.table.unknownHeaders ?? [])],
    told_by: table.toldBy ?? "",
    profile: table.profile?.name ?? "",
    assumed: (source?.table.columns ?? []).flatMap(({ column, stated }) => (stated ? [{ column: column.zh, value: stated.text, place: stated.place }] : [])),
    cumulative: source?.table.cumulative ? `${source.table.cumulative.place}的「${source.table.cumulative.word}」` : "",
    converted: (source?.table.columns ?? []).filter(isConverted).map(({ column, unit }) => `${column.zh}（${unit}）`),
  };
}

/** Per cent are shares to everybody; of other units it is said, as a title row's word for a whole sheet may be wrong for one column. */
function isConverted({ column, conversion }: FoundColumn): boolean {
  return conversion !== undefined && column.type !== "percent" && !("times" in conversion && conversion.times === "1");
}

/** What the files of a load come to. A workbook is one file, and unchanged when all its sheets are. */
export function totalsOf(reports: readonly FileReport[], warnings: number): LoadReport["totals"] {
  const sum = (of: (report: FileReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  const changed = new Set(reports.filter(({ status }) => status !== "unchanged").map(({ file }) => file));
  return {
    files: new Set(reports.map((report) => report.file)).size,
    rows_read: sum((report) => report.rows_read),
    rows_loaded: sum((report) => report.rows_loaded),
    rows_superseded: sum((report) => report.rows_superseded),
    rows_quarantined: sum((report) => report.rows_quarantined),
    rejected: sum((report) => (report.status === "rejected" ? 1 : 0)),
    unchanged: new Set(reports.map(({ file }) => file).filter((file) => !changed.has(file))).size,
    warnings,
  };
}
