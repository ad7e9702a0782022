import { Decimal } from "decimal.js";
import XLSX from "@e965/xlsx";
import { NumberFormat } from "./number-format.ts";

/** What stands for a formula that was never computed: no column takes it. */
export const formulaWithoutResult = "#公式没有结果";
/** What stands for a formula's empty or zero result in a workbook that says of itself that it is yet to be computed. */
export const staleFormula = "#公式没有重算";
/** What stands for a failed cell that does not say how it failed. */
export const unknownError = "#VALUE!";

/** Formats come in a few kinds and millions of cells; null for one that shows a date. */
const formats = new Map<string, NumberFormat | null>();

/** The units in which what is stored is 元 where the format shows it divided by as much. */
const shownUnits: Readonly<Record<string, number>> = { 千元: -3, 万元: -4, 百万元: -6, 亿元: -8 };

/**
 * A workbook's number as the text that a person would have typed: a day as 2021-04-26, a rate as 12.5%, a number with the
 * decimals that its format shows where that loses nothing. A format that shows another number (12345678 as 1234.6万)
 * leaves open which of the two is meant: the format is in the text, which no column takes. A unit of the format's stays
 * with the number; where the unit says that what is shown is the stored number in 元, the shown one is taken.
 *
 * @param format  the cell's number format: `0.00%`, `yyyy"年"m"月"`
 */
export function numberText(value: number, format: string, date1904: boolean): string {
  if (format === "General") return plain(value);
  let known = formats.get(format);
  if (known === undefined) {
    // a workbook may hold any number of formats of its own
    if (formats.size > 1_000) formats.clear();
    formats.set(format, (known = XLSX.SSF.is_date(format) ? null : new NumberFormat(format)));
  }
  if (known === null) return (value >= 1 ? dateText(value, date1904) : undefined) ?? plain(value);
  const style = known.styleOf(value);
  switch (style.kind) {
    case "percent":
      return `${new Decimal(value).times(100).toString()}%`;
    case "decimals":
      return Math.abs(value) < 1e15 && Number(value.toFixed(style.decimals)) === value ? value.toFixed(style.decimals) : plain(value);
    case "padded":
      return Number.isInteger(value) && value >= 0 ? plain(value).padStart(style.digits, "0") : plain(value);
    case "unit":
      if (style.exponent === 0) return `${style.before}${plain(value)}${style.unit}`;
      return value !== 0 && style.before === "" && shownUnits[style.unit] === style.exponent ? `${new Decimal(value).times(new Decimal(10).pow(style.exponent)).toString()}${style.unit}` : shownOtherwise(value, format);
    case "other":
      return shownOtherwise(value, format);
    case "plain":
      return plain(value);
  }
}

function shownOtherwise(value: number, format: string): string {
  return value === 0 ? "0" : `${plain(value)}（按格式 ${format} 显示）`;
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
