import { zip } from './zip.js';

/**
 * Writes a table as .xlsx in the reader's browser, with nothing but what the browser has: text stays text (a name that
 * begins with = is no formula), the header stays in view, numbers keep their formats.
 */
const xml = (text) => String(text).replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = 'http://schemas.openxmlformats.org';

function columnName(index) {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Styles: 0 plain, 1 header, 2 a text that looks like a formula and stays a text when edited, 3 a day, then one a number format. */
const styleOf = { header: 1, guarded: 2, day: 3, number: 4 };

function styles(formats) {
  const custom = ['yyyy-mm-dd', ...formats].map((format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${xml(format)}"/>`).join('');
  const cells = formats.map((_, index) => `<xf numFmtId="${165 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('');
  return `${declaration}<styleSheet xmlns="${office}/spreadsheetml/2006/main"><numFmts count="${formats.length + 1}">${custom}</numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="${formats.length + 4}"><xf xfId="0"/><xf fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf xfId="0" quotePrefix="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>${cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** the longest text that a cell of a spreadsheet may hold */
const longest = 32_767;

const textCell = (at, value, style = 0) => {
  const text = String(value).slice(0, longest);
  const kind = style || (/^[=+\-@\t\r]/.test(text) ? styleOf.guarded : 0);
  return `<c r="${at}" t="inlineStr"${kind ? ` s="${kind}"` : ''}><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
};

/** Days since the spreadsheets' first, for a text such as 2021-04-26; undefined for any other. */
function dayOf(value) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return found ? (Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])) - Date.UTC(1899, 11, 30)) / 86_400_000 : undefined;
}

function cellOf(at, value, fmt, formats) {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${at}"${fmt ? ` s="${styleOf.number + formats.indexOf(fmt)}"` : ''}><v>${value}</v></c>` : '';
  const day = dayOf(value);
  return day === undefined ? textCell(at, value) : `<c r="${at}" s="${styleOf.day}"><v>${day}</v></c>`;
}

/** how wide a text stands, in letters: a Chinese character takes the room of two */
const room = (value) => [...String(value ?? '').slice(0, 60)].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);

const line = (number, cells) => `<row r="${number}">${cells.join('')}</row>`;
const sheetOf = (parts) => `${declaration}<worksheet xmlns="${office}/spreadsheetml/2006/main">${parts}</worksheet>`;
const widths = (list) => `<cols>${list.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${Math.min(48, Math.max(9, width + 3))}" customWidth="1"/>`).join('')}</cols>`;

function tableSheet({ title, columns, rows, mark }, formats) {
  const header = line(1, columns.map((column, index) => textCell(`${columnName(index)}1`, column.title, styleOf.header)));
  const values = rows.map((row) => columns.map((column) => column.cell(row)));
  const body = values.map((cells, index) => line(index + 2, cells.map((value, at) => cellOf(`${columnName(at)}${index + 2}`, value, columns[at].fmt, formats))));
  const wide = columns.map((column, at) => Math.max(room(column.title), ...values.slice(0, 300).map((cells) => (typeof cells[at] === 'number' ? 12 : room(cells[at])))));
  const last = `${columnName(columns.length - 1)}${rows.length + 1}`;
  return sheetOf(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
${widths(wide)}<sheetData>${header}${body.join('')}</sheetData><autoFilter ref="A1:${last}"/><pageSetup paperSize="9" orientation="${columns.length > 6 ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddHeader>${xml(`&L${title}&R${mark}`)}</oddHeader><oddFooter>${xml('&C第 &P / &N 页')}</oddFooter></headerFooter>`);
}

function notesSheet(notes) {
  const rows = notes.map(([name, value], index) => line(index + 1, [textCell(`A${index + 1}`, name, styleOf.header), textCell(`B${index + 1}`, value)]));
  return sheetOf(`${widths([14, 60])}<sheetData>${rows.join('')}</sheetData>`);
}

/** What is printed on every page of a sheet, and the rows that its filter spans. */
function printTitles(table, index) {
  const name = `'${sheetName(table).replaceAll("'", "''")}'`;
  return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${name}!$1:$1</definedName><definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${name}!$A$1:$${columnName(table.columns.length - 1)}$${table.rows.length + 1}</definedName>`;
}

const sheetName = ({ title }) => xml(title.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31)) || '数据';

/**
 * @typedef {{ title: string, columns: { title: string, fmt?: string, cell: (row: any) => unknown }[], rows: any[], mark?: string }} Sheet
 * @param {Sheet & { notes?: [string, string][], more?: Sheet[] }} table
 *   `more` are further sheets; `notes` are said on the last one; `mark` stands above each printed page
 * @returns {Blob}
 */
export function makeWorkbook({ title, columns, rows, notes = [], mark = '', more = [] }) {
  const tables = [{ title, columns, rows, mark }, ...more];
  const formats = [...new Set(tables.flatMap(({ columns }) => columns.map(({ fmt }) => fmt)).filter(Boolean))];
  const sheets = [...tables.map((table) => [sheetName(table), tableSheet(table, formats)]), ...(notes.length > 0 ? [['说明', notesSheet(notes)]] : [])];
  const sheetKind = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
  return zip({
    '[Content_Types].xml': `${declaration}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${sheetKind}"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets>${sheets.map(([one], index) => `<sheet name="${one}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join('')}</sheets><definedNames>${tables.map((table, index) => printTitles(table, index)).join('')}</definedNames></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships">${sheets.map((_, index) => `<Relationship Id="r${index + 1}" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="r${sheets.length + 1}" Type="${office}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    ...Object.fromEntries(sheets.map(([, content], index) => [`xl/worksheets/sheet${index + 1}.xml`, content])),
    'xl/styles.xml': styles(formats),
  });
}
