import ExcelJS from "exceljs";
import { Decimal } from "decimal.js";
import { inWords } from "../../reports/shared/components/words.js";
import { disclosed } from "../disclosure/cut.ts";
import { disclosureRules } from "../disclosure/rules.ts";
import type { Annex } from "./blocks.ts";
import type { FactReader } from "./facts.ts";
import { sameBytes } from "./same-bytes.ts";

/**
 * An annex as a workbook: Chinese headers with units, first row frozen, a filter, formats. A text is written as a text cell, so that
 * no name becomes a formula. Synthetic data are called so in each sheet's name and on each printed page: a sheet may be passed on alone.
 */
export async function annexBytes(annex: Annex, reader: FactReader, at: Date, isSynthetic: boolean): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = "521 调度";
  for (const { name, columns, sql } of annex.sheets) {
    const sheet = workbook.addWorksheet(isSynthetic ? `${name}_示例数据` : name, {
      headerFooter: { oddHeader: `&L${annex.title}${isSynthetic ? "&R示例数据" : ""}`, oddFooter: "&C第&P页，共&N页" },
      views: [{ state: "frozen", ySplit: 1 }],
      pageSetup: { paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "1:1" },
    });
    sheet.columns = columns.map(({ title, column, width, format }) => ({ header: title, key: column, width, style: { numFmt: format ?? "@" } }));
    const rows = await reader.rows(asDisclosed(sql, columns.map(({ column }) => column)));
    for (const row of rows) sheet.addRow(columns.map(({ column, words }) => (words === undefined ? cellValue(row.values[column]) : inWords(words, row.values[column]) || null)));
    // a sheet of headings alone would look as if something were lost
    if (rows.length === 0) sheet.addRow(["本期没有此类事项"]);
    const header = sheet.getRow(1);
    header.font = { bold: true };
    header.alignment = { wrapText: true, vertical: "middle", horizontal: "center" };
    if (rows.length > 0) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  }
  return sameBytes(Buffer.from(await workbook.xlsx.writeBuffer()), at);
}

/** A sheet's query with the rules that the documents have for its columns. */
function asDisclosed(sql: string, columns: readonly string[]): string {
  const { documents, bands } = disclosureRules();
  const rules = Object.fromEntries(Object.entries(documents.rules).filter(([name]) => columns.includes(name)));
  return disclosed(sql, { open: columns.filter((name) => rules[name] === undefined), rules, hidden: [] }, bands);
}

/** more in a cell, and Excel calls the file damaged */
const longestCell = 32_767;

function cellValue(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Decimal) return value.toNumber();
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? "是" : "否";
  return (Array.isArray(value) ? value.join("、") : String(value)).slice(0, longestCell);
}
