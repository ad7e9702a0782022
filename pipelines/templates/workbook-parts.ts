import XLSX from "@e965/xlsx";
import { textWidth } from "../cli/text-width.ts";

/**
 * A small workbook with what a blank form needs and the community edition of the workbook library does not write: frozen
 * header, column formats, drop-down lists. The library packs the parts. Parts follow ECMA-376, part 1, chapter 18.
 */
export interface FormWorkbook {
  readonly sheets: readonly FormSheet[];
}

/** One sheet; widths are in characters. */
export interface FormSheet {
  readonly name: string;
  readonly hidden?: boolean;
  readonly columns: readonly { readonly width: number; readonly style?: CellStyle }[];
  /** every cell is text: nothing typed here can become a formula */
  readonly rows: readonly (readonly FormCell[])[];
  /** rows that stay in sight */
  readonly frozenRows?: number;
  readonly validations?: readonly Validation[];
}

/** A cell of text. */
export interface FormCell {
  readonly text: string;
  readonly style?: CellStyle;
}

/** What a column's cells may hold. */
export interface Validation {
  /** column from 0; the rule holds for rows 2 to {@link lastRuledRow} */
  readonly column: number;
  /** `list`: one of the texts of that range; `date`: any date; `number`: any number; `whole`: a whole number; `length`: so many characters */
  readonly rule:
    | { readonly kind: "list"; readonly range: string }
    | { readonly kind: "date" | "number" | "whole" }
    | { readonly kind: "length"; readonly length: number };
  /** `stop` refuses other values, `warning` asks */
  readonly severity: "stop" | "warning";
  /** shown while the cell is filled in; at most 255 characters are kept */
  readonly prompt: string;
  readonly promptTitle: string;
}

/** A form is filled in by hand; more rows than this come from a system's export. */
export const lastRuledRow = 20_000;

/** The formats of `styles.xml`, in its order. */
const styles = ["plain", "text", "date", "required", "optional", "title", "wrapped"] as const;
/** How a cell looks and is kept: `text` and `date` are formats, the others looks. */
export type CellStyle = (typeof styles)[number];

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The workbook's bytes; the same workbook gives the same bytes, as no time is written. */
export function formWorkbookBytes({ sheets }: FormWorkbook): Buffer {
  const container = XLSX.CFB.utils.cfb_new();
  const add = (path: string, xml: string) => XLSX.CFB.utils.cfb_add(container, path, Buffer.from(header + xml));
  const numbered = sheets.map((sheet, index) => ({ sheet, number: index + 1 }));
  add(
    "/[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbered.map(({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`).join("")}</Types>`,
  );
  add("/_rels/.rels", `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
  add(
    "/xl/workbook.xml",
    `<workbook xmlns="${main}" xmlns:r="${relations}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${numbered.map(({ sheet, number }) => `<sheet name="${escaped(sheet.name)}" sheetId="${number}"${sheet.hidden ? ' state="hidden"' : ""} r:id="rId${number}"/>`).join("")}</sheets></workbook>`,
  );
  add(
    "/xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="${packageRelations}">${numbered.map(({ number }) => `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  );
  add("/xl/styles.xml", stylesXml);
  for (const { sheet, number } of numbered) add(`/xl/worksheets/sheet${number}.xml`, sheetXml(sheet, number === 1));
  return XLSX.CFB.write(container, { type: "buffer", fileType: "zip", compression: true }) as Buffer;
}

/** `A`, `B` … `AA` for columns from 0. */
export const columnName = (index: number): string => XLSX.utils.encode_col(index);

function sheetXml(sheet: FormSheet, isFirst: boolean): string {
  const frozen = sheet.frozenRows ?? 0;
  const pane = frozen > 0 ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A${frozen + 1}" sqref="A${frozen + 1}"/>` : "";
  const columns = sheet.columns.map(({ width, style }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${styleNumber(style)}" customWidth="1"/>`).join("");
  const rows = sheet.rows.map((cells, row) => `<row r="${row + 1}"${heightXml(cells, sheet)}>${cells.map((cell, column) => cellXml(cell, row, column)).join("")}</row>`).join("");
  const rules = sheet.validations ?? [];
  const validations = rules.length > 0 ? `<dataValidations count="${rules.length}">${rules.map(validationXml).join("")}</dataValidations>` : "";
  return `<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>${rows}</sheetData>${validations}<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

/** LibreOffice does not grow a row with its wrapped text by itself; a Chinese character is as wide as two of a column's, and a little more. */
function heightXml(cells: readonly FormCell[], sheet: FormSheet): string {
  const lines = cells.map(({ text, style }, column) => (style === "wrapped" ? Math.ceil((textWidth(text) * 1.05) / (sheet.columns[column]?.width ?? 10)) : 0));
  const most = Math.max(0, ...lines);
  return most === 0 ? "" : ` ht="${most * 15 + 3}" customHeight="1"`;
}

function cellXml({ text, style }: FormCell, row: number, column: number): string {
  const at = `r="${columnName(column)}${row + 1}" s="${styleNumber(style)}"`;
  return text === "" ? `<c ${at}/>` : `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function validationXml({ column, rule, severity, prompt, promptTitle }: Validation): string {
  const name = columnName(column);
  const shared = `allowBlank="1" showInputMessage="1" showErrorMessage="1" errorStyle="${severity}" errorTitle="请核对" error="${escaped(prompt.slice(0, 220))}" promptTitle="${escaped(promptTitle.slice(0, 32))}" prompt="${escaped(prompt.slice(0, 255))}" sqref="${name}2:${name}${lastRuledRow}"`;
  switch (rule.kind) {
    case "list":
      return `<dataValidation type="list" ${shared}><formula1>${escaped(rule.range)}</formula1></dataValidation>`;
    case "date":
      // serial numbers of 1927-05-18 and 2100-12-31
      return `<dataValidation type="date" operator="between" ${shared}><formula1>10000</formula1><formula2>73415</formula2></dataValidation>`;
    case "number":
    case "whole":
      return `<dataValidation type="${rule.kind === "whole" ? "whole" : "decimal"}" operator="between" ${shared}><formula1>-999999999999</formula1><formula2>999999999999</formula2></dataValidation>`;
    case "length":
      return `<dataValidation type="textLength" operator="equal" ${shared}><formula1>${rule.length}</formula1></dataValidation>`;
  }
}

function styleNumber(style: CellStyle = "plain"): number {
  return styles.indexOf(style);
}

/** Text for XML; characters that no XML may hold go. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const border = '<border><left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/></border>';
const solid = (rgb: string) => `<fill><patternFill patternType="solid"><fgColor rgb="${rgb}"/><bgColor indexed="64"/></patternFill></fill>`;
const xf = (format: number, font: number, fill: number, line: number, alignment: string) =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${line}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`;
const middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>';

const stylesXml =
  `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="4"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font><font><b/><sz val="14"/><name val="宋体"/></font></fonts>' +
  `<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${solid("FF1F4E79")}${solid("FFDDEBF7")}</fills>` +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>${border}</borders>` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${styles.length}">${[
    xf(0, 0, 0, 0, ""),
    xf(49, 0, 0, 0, ""),
    xf(164, 0, 0, 0, ""),
    xf(49, 1, 2, 1, middle),
    xf(49, 2, 3, 1, middle),
    xf(49, 3, 0, 0, ""),
    xf(49, 0, 0, 1, '<alignment vertical="top" wrapText="1"/>'),
  ].join("")}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
