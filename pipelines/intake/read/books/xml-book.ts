import { decodedText } from "../decoded.ts";
import { type Encoding, inspectText } from "../encoding.ts";
import { FileFault } from "../file-fault.ts";
import { longestCell, mostFormats, mostPageTexts, mostSheets, sheetColumns, sheetRows } from "../limits.ts";
import type { Book } from "../book.ts";
import { pageTexts } from "../page-texts.ts";
import type { Merge } from "../header-rows.ts";
import { MergeCount } from "../merge-list.ts";
import { formulaWithoutResult, numberText, unknownError } from "../workbook-cells.ts";
import type { SheetRow } from "../xlsx/sheet.ts";
import { type Attributes, type XmlListener, XmlReader, attribute } from "../xlsx/xml.ts";
import { namedFormat } from "./html-formats.ts";

interface Outline {
  readonly sheets: { name: string; hidden: boolean; merges: Merge[]; printed: string[] }[];
  readonly formats: Map<string, string>;
  date1904: boolean;
  savedAt: Date | undefined;
}

/**
 * A workbook of one XML file, as Excel 2002 to 2003 and many bureaus' systems write it (XML Spreadsheet 2003), whatever it
 * is called. Read as a stream, once for what it says of itself and once for each look at a sheet's rows.
 *
 * @throws FileFault `truncated`, `not_a_workbook`, `too_many_sheets`, those of `inspectText`
 */
export async function openXmlSpreadsheet(path: string): Promise<Book> {
  const { encoding } = await inspectText(path);
  const outline: Outline = { sheets: [], formats: new Map(), date1904: false, savedAt: undefined };
  for await (const _ of read(path, encoding, new OutlineListener(outline)));
  if (outline.sheets.length === 0) throw new FileFault("not_a_workbook", { detail: "XML" });
  return {
    sheets: outline.sheets,
    date1904: outline.date1904,
    savedAt: outline.savedAt,
    merges: async (sheet) => outline.sheets.find(({ name }) => name === sheet)?.merges ?? [],
    printed: async (sheet) => outline.sheets.find(({ name }) => name === sheet)?.printed ?? [],
    async *rows(sheet) {
      const listener = new RowListener(outline.sheets.findIndex(({ name }) => name === sheet), outline.formats, outline.date1904);
      for await (const _ of read(path, encoding, listener)) {
        if (listener.rows.length > 0) yield listener.hand();
        if (listener.done) return;
      }
    },
    close: () => undefined,
  };
}

/** Stops after each piece that was read, and at the end. */
async function* read(path: string, encoding: Encoding, listener: XmlListener): AsyncGenerator<void> {
  const reader = new XmlReader(listener);
  for await (const text of decodedText(path, encoding, 256 << 10)) {
    // what the file says of its encoding is about its bytes
    reader.writeText(text.replace(/^\ufeff/, ""));
    yield;
  }
  reader.end();
  yield;
}

/** Where the rows and cells of a sheet are: both may name their places or follow on one another. */
class Places {
  row = -1;
  column = -1;
  private nextRow = 0;
  private nextColumn = 0;

  openRow(attributes: Attributes): void {
    const said = attribute(attributes, "Index");
    this.row = said === undefined ? this.nextRow : Number(said) - 1;
    if (!Number.isInteger(this.row) || this.row < this.nextRow) throw new FileFault("truncated");
    if (this.row >= sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
    this.nextRow = this.row + 1 + count(attribute(attributes, "Span"));
    this.nextColumn = 0;
  }

  openCell(attributes: Attributes): { across: number; down: number } {
    const said = attribute(attributes, "Index");
    this.column = said === undefined ? this.nextColumn : Number(said) - 1;
    const across = count(attribute(attributes, "MergeAcross"));
    if (!Number.isInteger(this.column) || this.column < 0) throw new FileFault("truncated");
    if (this.column + across >= sheetColumns) throw new FileFault("too_many_columns", { row: this.row + 1, columns: this.column + across + 1, most: sheetColumns });
    this.nextColumn = this.column + across + 1;
    return { across, down: count(attribute(attributes, "MergeDown")) };
  }
}

function count(text: string | undefined): number {
  const number = Number(text ?? 0);
  return Number.isInteger(number) && number > 0 ? Math.min(number, sheetRows) : 0;
}

class OutlineListener implements XmlListener {
  private style = "";
  private inside = "";
  private words = "";
  private places = new Places();
  private readonly mergeCount = new MergeCount();

  constructor(private readonly outline: Outline) {}

  open(name: string, attributes: Attributes): void {
    const { sheets, formats } = this.outline;
    if (formats.size > mostFormats) throw new FileFault("zip_bomb", { detail: `> ${mostFormats}` });
    if (name === "Worksheet") {
      if (sheets.length >= mostSheets) throw new FileFault("too_many_sheets", { sheets: sheets.length + 1, most: mostSheets });
      sheets.push({ name: attribute(attributes, "Name") ?? `Sheet${sheets.length + 1}`, hidden: false, merges: [], printed: [] });
      this.places = new Places();
    } else if (name === "Style") {
      this.style = attribute(attributes, "ID") ?? "";
      const parent = formats.get(attribute(attributes, "Parent") ?? "Default");
      if (parent !== undefined) formats.set(this.style, parent);
    } else if ((name === "Header" || name === "Footer") && (sheets.at(-1)?.printed.length ?? 0) < mostPageTexts) sheets.at(-1)?.printed.push(...pageTexts(attribute(attributes, "Data") ?? ""));
    else if (name === "NumberFormat") formats.set(this.style, namedFormat(attribute(attributes, "Format") ?? "General"));
    else if (name === "Row") this.places.openRow(attributes);
    else if (name === "Cell") {
      const { across, down } = this.places.openCell(attributes);
      const { row, column } = this.places;
      if (across > 0 || down > 0) this.addMerge({ s: { r: row, c: column }, e: { r: row + down, c: column + across } });
    }
    this.inside = name;
    this.words = "";
  }

  private addMerge(merge: Merge): void {
    const sheet = this.outline.sheets.at(-1);
    if (sheet) this.mergeCount.add(sheet.merges, merge);
  }

  text(piece: string): void {
    if ((this.inside === "Visible" || this.inside === "LastSaved") && this.words.length < longestCell) this.words += piece;
  }

  close(name: string): void {
    if (name === "Date1904") this.outline.date1904 = true;
    const last = this.outline.sheets.at(-1);
    if (name === "Visible" && last) last.hidden = /hidden$/i.test(this.words.trim());
    if (name === "LastSaved") {
      const time = new Date(this.words.trim());
      this.outline.savedAt = Number.isNaN(time.getTime()) ? undefined : time;
    }
    this.inside = "";
  }
}

class RowListener implements XmlListener {
  rows: SheetRow[] = [];
  done = false;
  private sheet = -1;
  private readonly places = new Places();
  private cells: string[] = [];
  private format = "General";
  private hasFormula = false;
  private type: string | undefined;
  private value = "";
  private inData = false;
  private inComment = false;

  constructor(
    private readonly wanted: number,
    private readonly formats: ReadonlyMap<string, string>,
    private readonly date1904: boolean,
  ) {}

  hand(): readonly SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "Worksheet") this.sheet++;
    if (this.sheet !== this.wanted) return;
    if (name === "Row") {
      this.places.openRow(attributes);
      this.cells = [];
    } else if (name === "Cell") {
      this.places.openCell(attributes);
      this.format = this.formats.get(attribute(attributes, "StyleID") ?? "Default") ?? "General";
      this.hasFormula = attribute(attributes, "Formula") !== undefined;
      this.type = undefined;
      this.value = "";
    } else if (name === "Comment") this.inComment = true;
    else if (name === "Data" && !this.inComment) {
      this.inData = true;
      this.type = attribute(attributes, "Type") ?? "String";
    }
  }

  text(piece: string): void {
    if (!this.inData) return;
    this.value += piece;
    if (this.value.length > 4 * longestCell) throw this.tooLong();
  }

  close(name: string): void {
    if (this.sheet !== this.wanted) return;
    if (name === "Data") this.inData = false;
    else if (name === "Comment") this.inComment = false;
    else if (name === "Cell") this.closeCell();
    else if (name === "Row") this.rows.push({ at: this.places.row, cells: this.cells });
    else if (name === "Worksheet") this.done = true;
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text === "") return;
    if (text.length > longestCell) throw this.tooLong();
    while (this.cells.length < this.places.column) this.cells.push("");
    this.cells[this.places.column] = text;
  }

  private tooLong(): FileFault {
    return new FileFault("cell_too_long", { row: this.places.row + 1, column: this.places.column + 1, most: longestCell });
  }

  private cellText(): string {
    const { value, type } = this;
    if (type === undefined) return this.hasFormula ? formulaWithoutResult : "";
    switch (type) {
      case "Number": {
        const number = Number(value);
        return value.trim() !== "" && Number.isFinite(number) ? numberText(number, this.format, this.date1904) : value;
      }
      case "DateTime":
        return dayText(value);
      case "Boolean":
        return value.trim() === "1" || value.trim().toLowerCase() === "true" ? "TRUE" : "FALSE";
      case "Error":
        return value.startsWith("#") ? value : unknownError;
      default:
        return value;
    }
  }
}

/** `2021-06-01T00:00:00.000` → 2021-06-01; a time of day stays. */
export function dayText(value: string): string {
  return value.trim().replace(/(\d\d)\.\d+$/, "$1").replace(/T00:00(:00)?Z?$/, "").replace("T", " ").replace(/Z$/, "");
}
