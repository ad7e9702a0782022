import { createReadStream } from "node:fs";
import { FileFault } from "../file-fault.ts";
import { longestCell, mostSheets, sheetColumns, sheetRows } from "../limits.ts";
import type { Book } from "../book.ts";
import type { Merge } from "../header-rows.ts";
import { MergeCount } from "../merge-list.ts";
import { formulaWithoutResult, numberText } from "../workbook-cells.ts";
import type { XlsxPackage } from "../xlsx/package.ts";
import type { SheetRow } from "../xlsx/sheet.ts";
import { type Attributes, type XmlListener, XmlReader, attribute, readXml } from "../xlsx/xml.ts";
import { dayText } from "./xml-book.ts";
import { OdsFormats } from "./ods-formats.ts";

const content = "content.xml";

interface OdsSheet {
  readonly name: string;
  readonly style: string | undefined;
  readonly merges: Merge[];
}

/** True for the container of an OpenDocument file. */
export function isOpenDocument(container: XlsxPackage): boolean {
  return container.has(content) && container.has("META-INF/manifest.xml");
}

/**
 * An OpenDocument spreadsheet (.ods), read as a stream: once for what it says of itself, once for each look at a sheet's rows.
 *
 * @throws FileFault `password`, `not_a_workbook`, `too_many_sheets`, `truncated`
 */
export async function openOds(container: XlsxPackage): Promise<Book> {
  await refuseEncrypted(container);
  const formats = new OdsFormats();
  const pages = new OdsPages();
  if (container.has("styles.xml")) await readXml(container.held("styles.xml"), both(formats, pages));
  const book = await bookOf(() => container.stream(content), formats, pages);
  return { ...book, savedAt: container.has("meta.xml") ? await savedAt(container.held("meta.xml")) : undefined, close: () => container.close() };
}

/**
 * The same as one file of XML without a container (.fods).
 *
 * @throws FileFault `not_a_workbook`, `too_many_sheets`, `truncated`
 */
export async function openFlatOds(path: string): Promise<Book> {
  const chunks = () => createReadStream(path, { highWaterMark: 256 << 10 }) as AsyncIterable<Buffer>;
  const book = await bookOf(chunks, new OdsFormats(), new OdsPages());
  return { ...book, savedAt: await savedAt(chunks()) };
}

function both(...listeners: readonly XmlListener[]): XmlListener {
  return {
    open: (name, attributes) => listeners.forEach((one) => one.open?.(name, attributes)),
    text: (piece) => listeners.forEach((one) => one.text?.(piece)),
    close: (name) => listeners.forEach((one) => one.close?.(name)),
  };
}

async function bookOf(chunks: () => AsyncIterable<Buffer>, formats: OdsFormats, pages: OdsPages): Promise<Book> {
  const outline = new TableListener(formats, -1);
  await readXml(chunks(), both(outline, pages));
  if (!outline.isSpreadsheet) throw new FileFault("not_a_workbook", { detail: "OpenDocument" });
  return {
    sheets: outline.sheets.map(({ name, style }) => ({ name, hidden: formats.isHidden(style) })),
    date1904: false,
    savedAt: undefined,
    merges: async (sheet) => outline.sheets.find(({ name }) => name === sheet)?.merges ?? [],
    printed: async () => pages.texts,
    async *rows(sheet) {
      const listener = new TableListener(formats, outline.sheets.findIndex(({ name }) => name === sheet));
      const reader = new XmlReader(listener);
      for await (const chunk of chunks()) {
        reader.write(chunk);
        if (listener.rows.length > 0) yield listener.hand();
        if (listener.done) return;
      }
      reader.end();
      if (listener.rows.length > 0) yield listener.hand();
    },
    close: () => undefined,
  };
}

/** The texts of the pages' headers and footers; a sheet's style names its page by several steps, and the pages of one workbook say the same. */
class OdsPages implements XmlListener {
  readonly texts: string[] = [];
  private inPage = 0;
  private text_: string | undefined;

  open(name: string, attributes: Attributes): void {
    if (/^(header|footer)(-left|-first)?$/.test(name) && attribute(attributes, "display") !== "false") this.inPage++;
    else if (this.inPage > 0 && name === "p") this.text_ = "";
  }

  text(piece: string): void {
    if (this.text_ !== undefined && this.text_.length < longestCell) this.text_ += piece;
  }

  close(name: string): void {
    if (/^(header|footer)(-left|-first)?$/.test(name)) this.inPage = Math.max(0, this.inPage - 1);
    else if (name === "p" && this.text_ !== undefined) {
      if (this.text_.trim() !== "" && this.texts.length < mostPageTexts) this.texts.push(this.text_.trim());
      this.text_ = undefined;
    }
  }
}

/** How a cell may call the currency of all amounts; nothing said is that. */
const ownCurrency = /^(CNY|RMB|¥|￥|元|人民币)?$/i;
/** Pages have a few texts each. */
const mostPageTexts = 100;

async function refuseEncrypted(container: XlsxPackage): Promise<void> {
  let isEncrypted = false;
  await readXml(container.held("META-INF/manifest.xml"), { open: (name) => void (isEncrypted ||= name === "encryption-data") });
  if (isEncrypted) throw new FileFault("password");
}

async function savedAt(meta: AsyncIterable<Buffer>): Promise<Date | undefined> {
  let inMeta = false;
  let inside = false;
  let text = "";
  await readXml(meta, {
    open: (name) => void ((inMeta ||= name === "meta"), (inside = inMeta && name === "date")),
    text: (piece) => void (text += inside && text.length < 100 ? piece : ""),
    close: (name) => void ((inside = false), (inMeta &&= name !== "meta")),
  });
  const time = new Date(text.trim());
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Hears of tables, rows and cells; keeps the rows of one table, or, where none is wanted, what is said of each. */
class TableListener implements XmlListener {
  rows: SheetRow[] = [];
  done = false;
  isSpreadsheet = false;
  readonly sheets: OdsSheet[] = [];
  private depth = 0;
  private at = -1;
  private nextRow = 0;
  private rowTimes = 1;
  private column = 0;
  private cells: string[] = [];
  private cell: Attributes | undefined;
  private paragraphs = 0;
  private shown = "";
  private inParagraph = 0;
  /** notes beside a cell and drawings have paragraphs of their own */
  private aside = 0;
  private repeats = 0;
  private readonly mergeCount = new MergeCount();

  constructor(
    private readonly formats: OdsFormats,
    private readonly wanted: number,
  ) {}

  hand(): readonly SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (this.wanted < 0 && this.sheets.length === 0) this.formats.open(name, attributes);
    if (name === "spreadsheet") this.isSpreadsheet = true;
    if (this.cell && (name === "annotation" || name === "frame" || name === "shapes")) this.aside++;
    if (this.aside > 0) return;
    if (name === "table") this.openTable(attributes);
    else if (name === "table-row") this.openRow(attributes);
    else if (this.depth > 0 && (name === "table-cell" || name === "covered-table-cell")) {
      this.cell = attributes;
      this.shown = "";
      this.paragraphs = 0;
    } else if (this.cell && (name === "p" || name === "h")) {
      if (this.paragraphs++ > 0) this.shown += "\n";
      this.inParagraph++;
    } else if (this.inParagraph > 0 && name === "s") this.add(" ".repeat(repeated(attributes, "c", longestCell)));
    else if (this.inParagraph > 0 && name === "tab") this.add("\t");
    else if (this.inParagraph > 0 && name === "line-break") this.add("\n");
  }

  text(piece: string): void {
    if (this.wanted < 0 && this.sheets.length === 0) this.formats.text(piece);
    if (this.inParagraph > 0 && this.aside === 0) this.add(piece);
  }

  close(name: string): void {
    if (this.wanted < 0 && this.sheets.length === 0) this.formats.close(name);
    if (this.aside > 0) {
      if (name === "annotation" || name === "frame" || name === "shapes") this.aside--;
      return;
    }
    if (name === "table") this.done ||= --this.depth === 0 && this.sheets.length - 1 === this.wanted;
    else if (name === "table-row") this.closeRow();
    else if (this.cell && (name === "table-cell" || name === "covered-table-cell")) this.closeCell(name === "covered-table-cell");
    else if (name === "p" || name === "h") this.inParagraph = Math.max(0, this.inParagraph - 1);
  }

  private add(text: string): void {
    this.shown += text;
    if (this.shown.length > 4 * longestCell) throw this.tooLong();
  }

  private tooLong(): FileFault {
    return new FileFault("cell_too_long", { row: this.at + 1, column: this.column + 1, most: longestCell });
  }

  private openTable(attributes: Attributes): void {
    if (++this.depth > 1) return;
    if (this.sheets.length >= mostSheets) throw new FileFault("too_many_sheets", { sheets: this.sheets.length + 1, most: mostSheets });
    this.sheets.push({ name: attribute(attributes, "name") ?? "", style: attribute(attributes, "style-name"), merges: [] });
    this.nextRow = 0;
  }

  private openRow(attributes: Attributes): void {
    this.at = this.nextRow;
    this.rowTimes = repeated(attributes, "number-rows-repeated", sheetRows);
    this.nextRow = this.at + this.rowTimes;
    this.column = 0;
    this.cells = [];
  }

  private closeRow(): void {
    if (this.cells.length === 0) return;
    if (this.nextRow > sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
    if (this.sheets.length - 1 !== this.wanted) return;
    for (let row = this.at; row < this.nextRow; row++) this.rows.push({ at: row, cells: row === this.at ? this.cells : [...this.cells] });
  }

  private closeCell(isCovered: boolean): void {
    const cell = this.cell!;
    this.cell = undefined;
    this.inParagraph = 0;
    const times = repeated(cell, "number-columns-repeated", sheetColumns);
    // what a merged cell covers is not shown
    const text = isCovered ? "" : this.cellText(cell);
    const [across, down] = [repeated(cell, "number-columns-spanned", sheetColumns), repeated(cell, "number-rows-spanned", sheetRows)];
    const sheet = this.sheets.at(-1);
    if (sheet && this.wanted < 0 && (across > 1 || down > 1)) this.mergeCount.add(sheet.merges, { s: { r: this.at, c: this.column }, e: { r: this.at + down - 1, c: this.column + across - 1 } });
    if (text !== "") {
      if (text.length > longestCell) throw this.tooLong();
      if (this.column + times > sheetColumns) throw new FileFault("too_many_columns", { row: this.at + 1, columns: this.column + times, most: sheetColumns });
      this.repeats += times * this.rowTimes - 1;
      if (this.repeats > mostRepeats) throw new FileFault("zip_bomb", { detail: `> ${mostRepeats}` });
      while (this.cells.length < this.column) this.cells.push("");
      for (let index = 0; index < times; index++) this.cells[this.column + index] = text;
    }
    this.column += times;
  }

  private cellText(cell: Attributes): string {
    switch (attribute(cell, "value-type")) {
      case "float":
      case "currency":
      case "percentage": {
        const value = Number(attribute(cell, "value"));
        if (!Number.isFinite(value)) return this.shown;
        const format = this.formats.of(attribute(cell, "style-name"));
        const currency = attribute(cell, "currency") ?? "CNY";
        // an amount in another currency is no amount in 元
        return `${numberText(value, attribute(cell, "value-type") === "percentage" && !format.includes("%") ? "0%" : format, false)}${ownCurrency.test(currency) ? "" : ` ${currency}`}`;
      }
      case "date":
        return dayText(attribute(cell, "date-value") ?? this.shown);
      case "boolean":
        return attribute(cell, "boolean-value") === "true" ? "TRUE" : "FALSE";
      case "string":
        return this.paragraphs > 0 ? this.shown : (attribute(cell, "string-value") ?? "");
      default:
        return this.shown === "" && attribute(cell, "formula") !== undefined ? formulaWithoutResult : this.shown;
    }
  }
}

/** Cells that are there only because another is said to be there so many times: a column filled down is told once. */
const mostRepeats = 5_000_000;

function repeated(attributes: Attributes, name: string, most: number): number {
  const said = Number(attribute(attributes, name) ?? 1);
  return Number.isInteger(said) && said > 1 ? Math.min(said, most) : 1;
}
