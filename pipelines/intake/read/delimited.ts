import { FileFault } from "./file-fault.ts";

/** Longer cells mean a quotation mark that was never closed. */
const longestCell = 100_000;

/**
 * Splits delimited text into rows as spreadsheets write it (RFC 4180): a cell that begins with a quotation mark runs to
 * the closing one, delimiters and line ends included, and a doubled mark is one mark. Any line end will do, also mixed.
 * Blank lines are rows of one blank cell, so that row numbers stay those of the file.
 */
export class DelimitedParser {
  private row: string[] = [];
  private cell = "";
  private state: "start" | "plain" | "quoted" | "closed" = "start";
  private afterReturn = false;
  private rows = 0;
  private quoteRow = 0;

  constructor(private readonly delimiter: "," | "\t") {}

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
    this.row.push(this.cell + rest);
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
    if (this.state === "quoted" && this.cell.length > longestCell) throw new FileFault("unclosed_quote", { row: this.quoteRow });
  }
}

/** The first rows of a text, at most `limit`; a row cut off by the end of `text` is left out unless the text is whole. */
export function firstRows(text: string, delimiter: "," | "\t", limit: number, whole: boolean): string[][] {
  const parser = new DelimitedParser(delimiter);
  const rows: string[][] = [];
  for (const row of parser.push(text)) {
    rows.push(row);
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
