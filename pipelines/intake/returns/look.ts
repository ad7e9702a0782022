import ExcelJS from "exceljs";
import { originHeader, returnHeaders } from "./furniture.ts";
import { cellText, textFormat } from "./safe-cell.ts";

/** The colour of cells to be corrected, which nobody else's workbook should happen to use in this shade. */
export const badFill: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFD966" } };
const furnitureFill: ExcelJS.Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FF1F4E79" } };
const thin = { style: "thin" as const, color: { argb: "FFBFBFBF" } };
export const thinBorder: Partial<ExcelJS.Borders> = { top: thin, left: thin, bottom: thin, right: thin };

/** In characters; a Chinese one takes two. */
export const furnitureWidths: readonly number[] = [26, 44, 36];

/** Writes what is ours into the columns from `first` (from 1) of a row. */
export function writeFurniture(row: ExcelJS.Row, first: number, texts: readonly string[]): void {
  for (const [index, text] of texts.entries()) {
    const cell = row.getCell(first + index);
    cell.value = text === "" ? null : cellText(text);
    cell.style = { numFmt: textFormat, font: { size: index === 0 ? 9 : 10, color: { argb: index === 1 ? "FFC00000" : index === 0 ? "FF7F7F7F" : "FF000000" } }, alignment: { vertical: "top", wrapText: true } };
  }
}

export function writeFurnitureHeaders(row: ExcelJS.Row, first: number): void {
  for (const [index, header] of returnHeaders.entries()) headerCell(row.getCell(first + index), header);
}

export function headerCell(cell: ExcelJS.Cell, header: string): void {
  cell.value = cellText(header);
  cell.style = { numFmt: textFormat, font: { bold: true, color: { argb: "FFFFFFFF" } }, fill: furnitureFill, border: thinBorder, alignment: { vertical: "middle", horizontal: header === originHeader ? "left" : "center", wrapText: true } };
}

/** LibreOffice keeps one line's height for rows that name none, and hides the rest. */
export function heightOf(texts: readonly string[]): number {
  return 15 * Math.max(...texts.map((text, index) => linesOf(text, furnitureWidths[index]!)));
}

/** How many lines a text takes in a column, at most what a row can be high. */
function linesOf(text: string, width: number): number {
  const lines = text.split("\n").map((line) => Math.ceil(Array.from(line, (one) => (one.charCodeAt(0) > 0xff ? 2 : 1)).reduce<number>((sum, one) => sum + one, 0) / (width - 2)) || 1);
  return Math.min(25, lines.reduce((sum, one) => sum + one, 0));
}

/** Rows that stay visible below a frozen header on a small screen, and columns beside it. */
const screen = { rows: 20, columns: 7 };

/**
 * A view that opens at a cell: it is the selected one, and the pane is scrolled so that it is seen.
 *
 * @param cell  counted from 1
 */
export function viewAt(cell: { readonly row: number; readonly column: number }, frozen: { readonly rows: number; readonly columns: number }, isActive: boolean): ExcelJS.WorksheetView {
  // only below frozen rows does a view say from where it is scrolled; above a bad row there is a header
  const rows = Math.max(1, Math.min(frozen.rows, cell.row - 1));
  const columns = Math.min(frozen.columns, cell.column - 1);
  const top = cell.row - rows <= screen.rows ? rows + 1 : cell.row - 2;
  const left = cell.column - columns <= screen.columns ? columns + 1 : cell.column - 2;
  // the types know no selected tab, which the library writes
  return { state: "frozen", ySplit: rows, xSplit: columns, topLeftCell: address(top, left), activeCell: address(cell.row, cell.column), tabSelected: isActive } as unknown as ExcelJS.WorksheetView;
}

function address(row: number, column: number): string {
  let letters = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row}`;
}
