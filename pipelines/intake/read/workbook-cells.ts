import { Decimal } from "decimal.js";
import XLSX from "@e965/xlsx";

/** What stands for a formula that was never computed: no column takes it. */
export const formulaWithoutResult = "#FORMULA!";
/** What stands for a failed cell that does not say how it failed. */
export const unknownError = "#VALUE!";

type NumberStyle = { readonly kind: "plain" } | { readonly kind: "percent" } | { readonly kind: "date" } | { readonly kind: "decimals"; readonly decimals: number } | { readonly kind: "padded"; readonly digits: number } | { readonly kind: "unit"; readonly unit: string } | { readonly kind: "scaled" };

/** Formats come in a few kinds and millions of cells. */
const styles = new Map<string, NumberStyle>();

/**
 * A workbook's number as the text that a person would have typed: a day as 2021-04-26, a rate as 12.5%, a number with the
 * decimals that its format shows where that loses nothing. A format that shows the number divided (12345678 as 1234.6万)
 * leaves open which of the two is meant: the format is in the text, which no column takes. A unit of the format's stays behind the number.
 *
 * @param format  the cell's number format: `0.00%`, `yyyy"年"m"月"`
 */
export function numberText(value: number, format: string, date1904: boolean): string {
  if (format === "General") return plain(value);
  let style = styles.get(format);
  if (!style) {
    // a workbook may hold any number of formats of its own
    if (styles.size > 1_000) styles.clear();
    styles.set(format, (style = styleOf(format)));
  }
  if (style.kind === "percent") return `${new Decimal(value).times(100).toString()}%`;
  if (style.kind === "date" && value >= 1) return dateText(value, date1904) ?? plain(value);
  if (style.kind === "decimals" && Math.abs(value) < 1e15 && Number(value.toFixed(style.decimals)) === value) return value.toFixed(style.decimals);
  if (style.kind === "padded" && Number.isInteger(value) && value >= 0) return plain(value).padStart(style.digits, "0");
  if (style.kind === "unit") return `${plain(value)}${style.unit}`;
  if (style.kind === "scaled" && value !== 0) return `${plain(value)}（按格式 ${format} 显示）`;
  return plain(value);
}

function styleOf(format: string): NumberStyle {
  const quotesGone = format.replace(/"[^"]*"/g, "");
  if (quotesGone.includes("%")) return { kind: "percent" };
  if (XLSX.SSF.is_date(format)) return { kind: "date" };
  const [positive] = format.split(";") as [string];
  // a comma behind the last digit shows thousands; Chinese programs write ! for the mark before a literal
  if (/[0#?],+(?![0#?,])/.test(positive.replace(/"[^"]*"|[\\!_*].|\[[^\]]*\]/g, ""))) return { kind: "scaled" };
  const unit = /"\s*([百千万亿]*元|[万亿]|万?平方米|㎡|亩|公顷|千?克|公斤|万?吨(?:标准?煤)?|万?千瓦时|万?度)\s*"/.exec(positive)?.[1];
  if (unit) return { kind: "unit", unit };
  const digits = /^0{2,}$/.exec(format)?.[0].length;
  if (digits) return { kind: "padded", digits };
  const decimals = /^(?:#,##)?0\.(0+)(?![0#?Ee])/.exec(quotesGone)?.[1]?.length;
  return decimals === undefined ? { kind: "plain" } : { kind: "decimals", decimals };
}

function dateText(value: number, date1904: boolean): string | undefined {
  const day = XLSX.SSF.parse_date_code(value, { date1904 }) as { y: number; m: number; d: number; H: number; M: number; S: number } | null;
  if (!day || day.m <= 0) return undefined;
  const pad = (part: number) => String(part).padStart(2, "0");
  const time = day.H || day.M || day.S ? ` ${pad(day.H)}:${pad(day.M)}:${pad(Math.floor(day.S))}` : "";
  return `${String(day.y).padStart(4, "0")}-${pad(day.m)}-${pad(day.d)}${time}`;
}

/** Workbooks keep 15 figures: a longer whole number (a credit code typed as a number) has lost its last ones and must not look whole. */
function plain(value: number): string {
  return Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value);
}
