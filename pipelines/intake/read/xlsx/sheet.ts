import { formulaWithoutResult, numberText, staleFormula, unknownError } from "../workbook-cells.ts";
import { FileFault } from "../file-fault.ts";
import { longestCell, sheetColumns, sheetRows } from "../limits.ts";
import { TextGatherer } from "./texts.ts";
import type { CellStyles } from "./styles.ts";
import { type Attributes, XmlReader, unescapeText } from "./xml.ts";

/** A row of a sheet, from 0, and its cells' texts, '' for a blank one. */
export interface SheetRow {
  readonly at: number;
  readonly cells: string[];
}

export interface CellContext extends CellStyles {
  readonly texts: readonly string[];
  readonly date1904: boolean;
  /** formulas are to be worked out when the workbook is opened */
  readonly recalculates: boolean;
}

/**
 * A worksheet's rows as they come, some at a time: no more of the sheet is in memory than a chunk of its file.
 *
 * @throws FileFault `truncated`, `too_many_rows`, `cell_too_long`
 */
export async function* readSheetRows(chunks: AsyncIterable<Buffer>, context: CellContext): AsyncGenerator<readonly SheetRow[]> {
  const listener = new RowListener(context);
  const reader = new XmlReader(listener);
  for await (const chunk of chunks) {
    reader.write(chunk);
    if (listener.rows.length > 0) yield listener.take();
    if (listener.done) return;
  }
  reader.end();
}

class RowListener {
  rows: SheetRow[] = [];
  /** the rows' part is over; what follows is layout */
  done = false;
  private inRows = false;
  private at = -1;
  private column = -1;
  private cells: string[] = [];
  private type = "";
  private style = 0;
  private inValue = false;
  private value: string | undefined;
  private hasFormula = false;
  private inline: TextGatherer | undefined;

  constructor(private readonly context: CellContext) {}

  take(): readonly SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (this.inline) return this.inline.open(name);
    if (name === "c") this.openCell(attributes);
    else if (name === "v") {
      this.inValue = true;
      // a formula whose result is an empty text has a value, if an empty one
      this.value = "";
    }
    else if (name === "row") this.openRow(attributes);
    else if (name === "f") this.hasFormula = true;
    else if (name === "is") this.inline = new TextGatherer();
    else if (name === "sheetData") this.inRows = true;
  }

  text(piece: string): void {
    if (this.inline) this.inline.text(piece);
    else if (this.inValue) this.value = (this.value ?? "") + piece;
    else return;
    if (this.inline ? this.inline.length > 4 * longestCell : this.value!.length > 4 * longestCell) throw this.tooLong();
  }

  close(name: string): void {
    if (this.inline && name !== "is") return this.inline.close(name);
    if (name === "v") this.inValue = false;
    else if (name === "c") this.closeCell();
    else if (name === "row") this.closeRow();
    else if (name === "is") {
      this.value = this.inline!.take();
      this.inline = undefined;
    } else if (name === "sheetData") this.done = true;
  }

  private openRow({ r }: Attributes): void {
    if (!this.inRows) return;
    const at = r === undefined ? this.at + 1 : Number(r) - 1;
    if (!Number.isInteger(at) || at <= this.at) throw new FileFault("truncated");
    if (at >= sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
    this.at = at;
    this.column = -1;
    this.cells = [];
  }

  private closeRow(): void {
    if (this.inRows) this.rows.push({ at: this.at, cells: this.cells });
  }

  private openCell({ r, t, s }: Attributes): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    if (this.column >= sheetColumns) throw new FileFault("truncated");
    this.type = t ?? "n";
    this.style = s === undefined ? 0 : Number(s);
    this.value = undefined;
    this.hasFormula = false;
  }

  private closeCell(): void {
    let text = this.cellText();
    if (text === "") return;
    // what is struck out is not to count, and is not to be lost without a word
    if (this.context.struck.size > 0 && this.context.struck.has(this.style)) text += struckOut;
    if (text.length > longestCell) throw this.tooLong();
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = text;
  }

  private tooLong(): FileFault {
    return new FileFault("cell_too_long", { row: this.at + 1, column: this.column + 1, most: longestCell });
  }

  private cellText(): string {
    const { value, type } = this;
    if (type === "inlineStr") return value ?? "";
    if (value === undefined || (value === "" && type !== "str")) return this.hasFormula ? formulaWithoutResult : type === "e" ? unknownError : "";
    if (this.hasFormula && this.context.recalculates && (value.trim() === "" || Number(value) === 0) && type !== "b") return staleFormula;
    switch (type) {
      case "s":
        return this.context.texts[Number(value)] ?? unknownError;
      case "str":
        return unescapeText(value);
      case "b":
        return value.trim() === "1" || value.trim() === "true" ? "TRUE" : "FALSE";
      case "e":
        return value.startsWith("#") ? value : unknownError;
      case "d":
        return value.replace(/T00:00(:00(\.0+)?)?Z?$/, "").replace("T", " ");
      default: {
        const format = this.context.formats[this.style] ?? "General";
        // most numbers stand in the file as they would be written
        if (format === "General" && value.length <= 15 && plainNumber.test(value)) return value;
        const number = Number(value);
        return Number.isFinite(number) ? numberText(number, format, this.context.date1904) : value;
      }
    }
  }
}

/** Behind a text that is struck through: no column of figures, months or codes takes it. */
const struckOut = "（有删除线）";

const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d{0,6}[1-9])?$/;

/** `AB12` → 27; the row's own number says the row. */
function columnOf(place: string): number {
  let column = 0;
  for (let index = 0; index < place.length; index++) {
    const letter = place.charCodeAt(index) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  if (column === 0) throw new FileFault("truncated");
  return column - 1;
}
