import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import type { Contract } from "../contracts.ts";
import type { Table } from "./table.ts";

/** What every reader hands on: a UTF-8 text file that DuckDB reads in one go, and what is where in it. */
export interface TextTable {
  readonly contract: Contract;
  /** the sheet's name, '' for a text file */
  readonly sheet: string;
  readonly path: string;
  readonly delimiter: "," | "\t";
  readonly newline: "\\n" | "\\r\\n";
  /** lines before the first record to be read; the n-th record read is row skip + n of the source */
  readonly skip: number;
  /** columns of a record */
  readonly width: number;
  /** the last column holds what stood beyond the header's last column */
  readonly overflow: boolean;
  readonly table: Table;
  readonly date1904: boolean;
  /** false where it is known that no cell holds a `_` */
  readonly underscores: boolean;
  /** the delimiter found in the source, '' for a workbook */
  readonly foundDelimiter: "," | "\t" | "";
  /** what was detected: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`, or `workbook` */
  readonly encoding: string;
}

/** Writes rows of text cells as the one form of CSV that needs no guessing: every cell quoted, one width, one line end. */
export class TableWriter {
  private readonly stream: WriteStream;
  private buffer: string[] = [];
  private size = 0;

  constructor(
    readonly path: string,
    private readonly width: number,
  ) {
    this.stream = createWriteStream(path);
    this.stream.on("error", () => undefined);
  }

  /** A shorter row is filled with blanks; what a longer one has too much goes, joined, into the last column. */
  async write(cells: readonly string[]): Promise<void> {
    const line = cells.slice(0, this.width).map(quoted);
    while (line.length < this.width) line.push("");
    const rest = cells.slice(this.width).filter((cell) => cell.trim() !== "");
    line.push(quoted(rest.join(" ")));
    const text = `${line.join(",")}\n`;
    this.buffer.push(text);
    this.size += text.length;
    if (this.size > 1 << 20) await this.flush();
  }

  async end(): Promise<void> {
    await this.flush();
    this.stream.end();
    await once(this.stream, "close");
  }

  private async flush(): Promise<void> {
    const text = this.buffer.join("");
    this.buffer = [];
    this.size = 0;
    // waits until it is written: a sheet of a million rows must not pile up in memory
    await new Promise<void>((resolve, reject) => this.stream.write(text, (error) => (error ? reject(error) : resolve())));
  }
}

function quoted(cell: string): string {
  // no text column can hold a NUL, and none means anything
  return cell === "" ? "" : `"${cell.replaceAll("\0", "").replaceAll('"', '""')}"`;
}
