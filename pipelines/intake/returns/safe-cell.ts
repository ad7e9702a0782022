import ExcelJS from "exceljs";

/** More in a cell, and Excel calls the file damaged. */
const longestCell = 32_000;
/** The format under which what is typed or edited stays text. */
export const textFormat = "@";

/** What a cell of a returned workbook may hold. */
export type PlainValue = string | number | boolean | Date | null;

/** A string and nothing else; `_x0041_` is a text here, though workbooks mean a character by it. */
export function cellText(text: string): string {
  return text.slice(0, longestCell).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "�").replace(/_x([0-9A-Fa-f]{4})_/g, "_x005F_x$1_");
}

/** True for a text that a spreadsheet would work out if it were typed: edited in a cell of another format it would become a formula. */
export function looksActive(text: string): boolean {
  return /^\s*[=+\-@＝＋－＠]/.test(text);
}

/** What a sender's cell shows: a formula's result, a link's text; nothing of it can act. */
export function plainValue(cell: ExcelJS.Cell): PlainValue {
  if (cell.type === ExcelJS.ValueType.Null || cell.type === ExcelJS.ValueType.Merge) return null;
  return plain(cell.value);
}

function plain(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return cellText(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (typeof value !== "object") return null;
  const { richText, error, result, text } = value as { richText?: { text?: unknown }[]; error?: unknown; result?: unknown; text?: unknown };
  if (richText) return cellText(richText.map((piece) => String(piece.text ?? "")).join(""));
  if (error !== undefined) return cellText(String(error));
  if ("formula" in value || "sharedFormula" in value) return plain(result);
  return plain(text);
}
