import { statSync } from "node:fs";
import XLSX from "@e965/xlsx";
import ExcelJS from "exceljs";
import { contentKind } from "../read/file-kind.ts";
import type { Merge } from "../read/header-rows.ts";
import { isXlsb } from "../read/books/office-book.ts";
import { isOpenDocument } from "../read/books/ods-book.ts";
import { readBehindRows } from "../read/xlsx/merges.ts";
import { readOutline } from "../read/xlsx/outline.ts";
import { XlsxPackage } from "../read/xlsx/package.ts";

/** A sender's workbook that goes back as it came is held in memory: so large it may be, packed and unpacked. */
export const ownLookLimits = { fileBytes: 2 << 20, partBytes: 12 << 20, sheets: 40, rows: 60_000, gap: 1_000, columns: 200, merges: 2_000, mergedCells: 20_000 };

/** A sheet of a sender's workbook: its cells' values and looks, and nothing that could act. */
export interface SenderSheet {
  readonly name: string;
  readonly state: "visible" | "hidden";
  readonly rows: ExcelJS.Worksheet;
  readonly widths: ReadonlyMap<number, { readonly width: number | undefined; readonly hidden: boolean }>;
  readonly merges: readonly Merge[];
  readonly frozen: { readonly rows: number; readonly columns: number };
  readonly isLandscape: boolean;
}

/** True for a file that may be read as of {@link readSenderLook}, by its size and first bytes. */
export async function mayKeepLook(path: string): Promise<boolean> {
  return statSync(path).size <= ownLookLimits.fileBytes && (await contentKind(path)) === "zip";
}

/**
 * Reads what an .xlsx of a sender looks like. Of the file only sheets, styles and shared texts are taken, under names of
 * our own: macros, links, connections, embedded objects, names and rules are never opened; formulas are taken out.
 *
 * @returns undefined for one that is too large or that the library cannot read
 */
export async function readSenderLook(path: string): Promise<readonly SenderSheet[] | undefined> {
  if (!(await mayKeepLook(path))) return undefined;
  try {
    const container = await XlsxPackage.open(path);
    try {
      if (isOpenDocument(container) || isXlsb(container)) return undefined;
      return await readParts(container);
    } finally {
      container.close();
    }
  } catch {
    // the table was read from it already: what fails here is its look
    return undefined;
  }
}

/** Elements of a sheet that are not taken over; some name whole columns, which the library would unfold cell by cell. */
const ignoreNodes = ["cols", "mergeCells", "hyperlinks", "dataValidations", "conditionalFormatting", "drawing", "legacyDrawing", "picture", "tableParts", "extLst", "autoFilter", "sheetProtection", "headerFooter", "rowBreaks", "colBreaks", "oleObjects", "controls"];

async function readParts(container: XlsxPackage): Promise<readonly SenderSheet[] | undefined> {
  const outline = await readOutline(container);
  if (outline.sheets.length > ownLookLimits.sheets) return undefined;
  let left = ownLookLimits.partBytes;
  const read = async (part: string): Promise<Buffer | undefined> => {
    const chunks: Buffer[] = [];
    for await (const chunk of container.stream(part)) {
      left -= chunk.length;
      if (left < 0) return undefined;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };
  const zip = XLSX.CFB.utils.cfb_new();
  const add = (name: string, content: Buffer | string) => XLSX.CFB.utils.cfb_add(zip, name, Buffer.from(content));
  const parts: string[] = [];
  for (const [index, { part }] of outline.sheets.entries()) {
    const xml = (await read(part))?.toString("utf8").replace(/<f(?:\s[^<>]*)?\/>|<f(?:\s[^<>]*)?>[^<]*<\/f>/g, "");
    if (xml === undefined || farColumn(xml)) return undefined;
    parts.push(xml);
    add(`/xl/worksheets/sheet${index + 1}.xml`, xml);
  }
  for (const [name, part] of [["styles", outline.styles], ["sharedStrings", outline.sharedStrings]] as const) {
    const content = part === undefined ? undefined : await read(part);
    if (part !== undefined && content === undefined) return undefined;
    if (content) add(`/xl/${name}.xml`, content);
  }
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  add("/xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><workbookPr${outline.date1904 ? ' date1904="1"' : ""}/><sheets>${parts.map((_, index) => `<sheet name="s${index + 1}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`);
  add("/xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${parts.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>`);
  const book = new ExcelJS.Workbook();
  const bytes = XLSX.CFB.write(zip, { type: "buffer", fileType: "zip", compression: true }) as Buffer;
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer, { ignoreNodes } as Partial<ExcelJS.XlsxReadOptions>);
  const sheets: SenderSheet[] = [];
  for (const [index, { name, hidden }] of outline.sheets.entries()) {
    const rows = book.getWorksheet(`s${index + 1}`);
    if (!rows || !isCompact(rows)) return undefined;
    const { merges } = await readBehindRows(bytesOf(parts[index]!));
    sheets.push({ name, state: hidden ? "hidden" : "visible", rows, widths: widthsIn(parts[index]!), merges: bounded(merges), frozen: frozenIn(rows), isLandscape: rows.pageSetup?.orientation === "landscape" });
  }
  return sheets;
}

async function* bytesOf(xml: string): AsyncGenerator<Buffer> {
  yield Buffer.from(xml);
}

/** True where a cell names a column that no workbook has: the library would count up to it. */
function farColumn(xml: string): boolean {
  return /\sr\s*=\s*["'][A-Za-z]{4,}/.test(xml);
}

/** False for rows far below one another, which a writer of one row after the other would fill up. */
function isCompact(sheet: ExcelJS.Worksheet): boolean {
  let last = 0;
  let compact = sheet.rowCount <= ownLookLimits.rows;
  if (compact) {
    sheet.eachRow((_, number) => {
      if (number - last > ownLookLimits.gap) compact = false;
      last = number;
    });
  }
  return compact;
}

function widthsIn(xml: string): SenderSheet["widths"] {
  const widths = new Map<number, { width: number | undefined; hidden: boolean }>();
  const head = xml.slice(0, Math.max(0, xml.search(/<(?:\w+:)?sheetData/)));
  for (const [tag] of head.matchAll(/<(?:\w+:)?col\s[^<>]*>/g)) {
    const at = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
    const [first, last, width] = [Number(at("min")), Number(at("max")), Number(at("width"))];
    if (!(first >= 1)) continue;
    for (let column = first; column <= Math.min(last, ownLookLimits.columns); column++) widths.set(column, { width: width > 0 && width <= 255 ? width : undefined, hidden: /^(1|true)$/.test(at("hidden") ?? "") });
  }
  return widths;
}

/** Merges that overlap no other and cover no more cells than a form's titles and groups do. */
function bounded(merges: readonly Merge[]): Merge[] {
  const kept: Merge[] = [];
  let cells = 0;
  for (const merge of merges.slice(0, ownLookLimits.merges)) {
    const { s, e } = merge;
    cells += (e.r - s.r + 1) * (e.c - s.c + 1);
    if (cells > ownLookLimits.mergedCells) break;
    if (e.c >= ownLookLimits.columns || e.r >= ownLookLimits.rows || e.r < s.r || e.c < s.c) continue;
    if (!kept.some((other) => s.r <= other.e.r && e.r >= other.s.r && s.c <= other.e.c && e.c >= other.s.c)) kept.push(merge);
  }
  return kept;
}

function frozenIn(sheet: ExcelJS.Worksheet): SenderSheet["frozen"] {
  const view = sheet.views?.[0];
  if (view?.state !== "frozen") return { rows: 0, columns: 0 };
  const { ySplit = 0, xSplit = 0 } = view;
  // so much frozen would leave no room for what is to be seen
  return { rows: ySplit <= 20 ? ySplit : 0, columns: xSplit <= 6 ? xSplit : 0 };
}
