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

/** Style 0 plain, 1 header, then one a number format. */
function styles(formats) {
  const custom = formats.map((format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${xml(format)}"/>`).join('');
  const cells = formats.map((_, index) => `<xf numFmtId="${164 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('');
  return `${declaration}<styleSheet xmlns="${office}/spreadsheetml/2006/main"><numFmts count="${formats.length}">${custom}</numFmts>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="${formats.length + 2}"><xf xfId="0"/><xf fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>${cells}</cellXfs></styleSheet>`.replace('<numFmts count="0"></numFmts>', '');
}

/**
 * @param {{ title: string, columns: { title: string, fmt?: string, cell: (row: any) => unknown }[], rows: any[] }} table
 * @returns {Blob}
 */
export function makeWorkbook({ title, columns, rows }) {
  const formats = [...new Set(columns.map(({ fmt }) => fmt).filter(Boolean))];
  const text = (at, value, style = 0) => `<c r="${at}" t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
  const cell = (at, value, fmt) => {
    if (value === null || value === undefined || value === '') return '';
    if (typeof value === 'number') return Number.isFinite(value) ? `<c r="${at}"${fmt ? ` s="${2 + formats.indexOf(fmt)}"` : ''}><v>${value}</v></c>` : '';
    return text(at, value);
  };
  const line = (number, cells) => `<row r="${number}">${cells.join('')}</row>`;
  const header = line(1, columns.map((column, index) => text(`${columnName(index)}1`, column.title, 1)));
  const body = rows.map((row, index) => line(index + 2, columns.map((column, at) => cell(`${columnName(at)}${index + 2}`, column.cell(row), column.fmt))));
  const last = columnName(columns.length - 1);
  const sheet = `${declaration}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<cols><col min="1" max="${columns.length}" width="18" customWidth="1"/></cols><sheetData>${header}${body.join('')}</sheetData><autoFilter ref="A1:${last}${rows.length + 1}"/></worksheet>`;
  const name = xml(title.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31)) || '数据';
  return zip({
    '[Content_Types].xml': `${declaration}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    'xl/styles.xml': styles(formats),
  });
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** A zip whose files are stored, not compressed: every reader of .xlsx takes it. */
function zip(files) {
  const encoder = new TextEncoder();
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = encoder.encode(name);
    const bytes = encoder.encode(content);
    // version 2.0, UTF-8 names, stored, 1 January 2000
    const common = [20, 0x0800, 0, 0, 0x2821];
    const sizes = [crc32(bytes), bytes.length, bytes.length];
    const local = record(30, (view) => {
      view.setUint32(0, 0x04034b50, true);
      common.forEach((value, index) => view.setUint16(4 + index * 2, value, true));
      sizes.forEach((value, index) => view.setUint32(14 + index * 4, value, true));
      view.setUint16(26, path.length, true);
    });
    parts.push(local, path, bytes);
    const central = record(46, (view) => {
      view.setUint32(0, 0x02014b50, true);
      view.setUint16(4, 20, true);
      common.forEach((value, index) => view.setUint16(6 + index * 2, value, true));
      sizes.forEach((value, index) => view.setUint32(16 + index * 4, value, true));
      view.setUint16(28, path.length, true);
      view.setUint32(42, offset, true);
    });
    directory.push(central, path);
    offset += local.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(22, (view) => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, directory.length / 2, true);
    view.setUint16(10, directory.length / 2, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return new Blob([...parts, ...directory, end], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}

function record(length, fill) {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}
