import { Decimal } from "decimal.js";
import XLSX, { type CellObject } from "@e965/xlsx";

/**
 * A workbook's cell as the text that a person would have typed: a day as 2021-04-26, a rate as 12.5%, a number with the
 * decimals that its format shows where that loses nothing. A formula's stored result stands for it; one that has none,
 * and a failed one, give an error mark, which no column takes.
 */
export function cellText(cell: CellObject | undefined, date1904: boolean): string {
  if (cell === undefined || cell.t === "z") return "";
  if (cell.t === "e") return typeof cell.v === "number" ? (errorTexts[cell.v] ?? "#VALUE!") : "#FORMULA!";
  if (cell.v === undefined || cell.v === null) return cell.f === undefined ? "" : "#FORMULA!";
  if (cell.t === "b") return cell.v ? "TRUE" : "FALSE";
  if (cell.t === "n" && typeof cell.v === "number") return numberText(cell.v, typeof cell.z === "string" ? cell.z : "General", date1904);
  return String(cell.v);
}

const errorTexts: Record<number, string> = { 0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA" };

function numberText(value: number, format: string, date1904: boolean): string {
  if (format === "General") return plain(value);
  const quotesGone = format.replace(/"[^"]*"/g, "");
  if (quotesGone.includes("%")) return `${new Decimal(value).times(100).toString()}%`;
  if (XLSX.SSF.is_date(format) && value >= 1) {
    const day = XLSX.SSF.parse_date_code(value, { date1904 }) as { y: number; m: number; d: number; H: number; M: number; S: number } | null;
    if (day && day.m > 0) {
      const pad = (part: number) => String(part).padStart(2, "0");
      const time = day.H || day.M || day.S ? ` ${pad(day.H)}:${pad(day.M)}:${pad(Math.floor(day.S))}` : "";
      return `${String(day.y).padStart(4, "0")}-${pad(day.m)}-${pad(day.d)}${time}`;
    }
  }
  const decimals = /^(?:#,##)?0\.(0+)(?![0#?Ee])/.exec(quotesGone)?.[1]?.length;
  if (decimals !== undefined && Math.abs(value) < 1e15 && Number(value.toFixed(decimals)) === value) return value.toFixed(decimals);
  return plain(value);
}

/** Workbooks keep 15 figures: a longer whole number (a credit code typed as a number) has lost its last ones and must not look whole. */
function plain(value: number): string {
  return Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value);
}
