import { FileFault } from "./file-fault.ts";
import { longestCell, mostHeaders, sheetColumns as mostCells } from "./limits.ts";

/** A quoted cell longer than this means a quotation mark that was never closed. */
const longestQuoted = 100_000;

export type Delimiter = "," | "\t" | ";" | "|";
export const delimiters: readonly Delimiter[] = [",", "\t", ";", "|"];

/**
 * Splits delimited text into rows as spreadsheets write it (RFC 4180): a cell that begins with a quotation mark runs to
 * the closing one, delimiters and line ends included, and a doubled mark is one mark. Any line end will do, also mixed.
 * Blank lines are rows of one blank cell, so that row numbers stay those of the file.
 *
 * `push` and `end` throw a FileFault: `unclosed_quote`, `cell_too_long`, `too_many_columns`.
 */
export class DelimitedParser {
  private row: string[] = [];
  private cell = "";
  private state: "start" | "plain" | "quoted" | "closed" = "start";
  private afterReturn = false;
  private rows = 0;
  private quoteRow = 0;

  constructor(private readonly delimiter: Delimiter) {}

  /** The rows that end within this piece of text. */
  *push(text: string): Generator<string[]> {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!;
      if (this.state === "quoted") {
        if (character !== '"') continue;
        this.cell += text.slice(from, at);
        this.check();
        this.state = "closed";
        from = at + 1;
        continue;
      }
      if (this.afterReturn) {
        this.afterReturn = false;
        if (character === "\n") {
          from = at + 1;
          continue;
        }
      }
      if (character === '"' && this.state === "start") {
        this.state = "quoted";
        this.quoteRow = this.rows + 1;
        from = at + 1;
      } else if (character === '"' && this.state === "closed" && from === at) {
        this.cell += '"';
        this.state = "quoted";
        from = at + 1;
      } else if (character === this.delimiter) {
        this.endCell(text.slice(from, at));
        from = at + 1;
      } else if (character === "\n" || character === "\r") {
        this.endCell(text.slice(from, at));
        from = at + 1;
        this.afterReturn = character === "\r";
        yield this.endRow();
      } else if (this.state === "start") {
        this.state = "plain";
      }
    }
    this.cell += text.slice(from);
    this.check();
  }

  /** The last row, where the text does not end with a line end. */
  *end(): Generator<string[]> {
    if (this.state === "quoted") throw new FileFault("unclosed_quote", { row: this.quoteRow });
    if (this.state === "start" && this.row.length === 0) return;
    this.endCell("");
    yield this.endRow();
  }

  private endCell(rest: string): void {
    const cell = this.cell + rest;
    if (cell.length > longestCell) throw new FileFault("cell_too_long", { row: this.rows + 1, column: this.row.length + 1, most: longestCell });
    if (this.row.length >= mostCells) throw new FileFault("too_many_columns", { row: this.rows + 1, columns: this.row.length + 1, most: mostCells });
    this.row.push(cell);
    this.cell = "";
    this.state = "start";
  }

  private endRow(): string[] {
    const row = this.row;
    this.row = [];
    this.rows++;
    return row;
  }

  private check(): void {
    if (this.state === "quoted" && this.cell.length > longestQuoted) throw new FileFault("unclosed_quote", { row: this.quoteRow });
    if (this.cell.length > 4 * longestCell) throw new FileFault("cell_too_long", { row: this.rows + 1, column: this.row.length + 1, most: longestCell });
  }
}

/** The first rows of a text, at most `limit`; a row cut off by the end of `text` is left out unless the text is whole. */
export function firstRows(text: string, delimiter: Delimiter, limit: number, whole: boolean): string[][] {
  const parser = new DelimitedParser(delimiter);
  const rows: string[][] = [];
  for (const row of parser.push(text)) {
    // what is far to the right of any table must not be matched with every name of every data set
    rows.push(row.length > 2 * mostHeaders ? row.slice(0, 2 * mostHeaders) : row);
    if (rows.length >= limit) return rows;
  }
  if (whole) {
    try {
      rows.push(...parser.end());
    } catch {
      // an open quotation mark is reported when the whole file is read, not while the header is sought
    }
  }
  return rows;
}
