import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import type { Contract } from "../contracts.ts";
import type { Delimiter } from "./delimited.ts";
import { FileFault } from "./file-fault.ts";
import { mostBlankRows, mostHeaders } from "./limits.ts";
import type { FileSpace } from "./temp-space.ts";
import type { PlacedTable, Table } from "./table.ts";

/** What every reader hands on: a UTF-8 text file that DuckDB reads in one go, and what is where in it. */
export interface TextTable {
  readonly contract: Contract;
  /** the sheet's name, '' for a text file */
  readonly sheet: string;
  readonly path: string;
  readonly delimiter: Delimiter;
  readonly newline: "\\n" | "\\r\\n";
  /** lines before the first record to be read; the n-th record read is row skip + n of the source */
  readonly skip: number;
  /** columns of a record */
  readonly width: number;
  /** the last column holds what stood beyond the header's last column */
  readonly overflow: boolean;
  readonly table: Table;
  /** of the file's columns those that are the table's, where not all are: the n-th of them is its column n */
  readonly slice?: { readonly pick: readonly number[]; readonly width: number; readonly overflow: boolean };
  /** the relation of the rows that the loader made of several files, in place of the file's own */
  readonly relation?: string;
  /** the last row that is the table's, where another follows below; else all are */
  readonly lastRow?: number;
  /** a workbook's cells merged downwards are filled in, by the table's columns */
  readonly hasMergedRows?: boolean;
  /** a text that breaks off behind a digit, without an end of its last line: it may have been cut there */
  readonly endsInNumber?: boolean;
  /** when a workbook was last saved, by its own word */
  readonly savedAt?: Date | undefined;
  readonly date1904: boolean;
  /** false where it is known that no cell holds a `_` */
  readonly underscores: boolean;
  /** the delimiter found in the source, '' for a workbook */
  readonly foundDelimiter: Delimiter | "";
  /** what was detected: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`, or `workbook` */
  readonly encoding: string;
}

/** The tables that share a file's rows; `source` is the whole, as wide as the file. */
export function slicesOf(source: TextTable, placed: readonly PlacedTable[]): TextTable[] {
  return placed.map(({ table, pick, place }) => {
    if (!pick) return { ...source, table };
    // what stands beyond the last header is the last table's
    const isLast = pick.includes(source.width - 1);
    return {
      ...source,
      table,
      sheet: `${source.sheet}${place}`,
      width: pick.length,
      overflow: source.overflow && isLast,
      endsInNumber: isLast && source.endsInNumber === true,
      slice: { pick, width: source.width, overflow: source.overflow },
    };
  });
}

/**
 * Writes rows of text cells as the one form of CSV that needs no guessing: every cell quoted, one width, one line end. Empty
 * rows below the last one with anything in it are left out.
 */
export class TableWriter {
  private readonly stream: WriteStream;
  private text = "";
  private written: Promise<void> = Promise.resolve();
  private rows = 0;
  private blank = 0;
  private blanks = 0;
  private bytes = 0;

  constructor(
    readonly path: string,
    private readonly width: number,
    private readonly space: FileSpace,
  ) {
    this.stream = createWriteStream(path);
    this.stream.on("error", () => undefined);
  }

  /**
   * Writes what `rows` gives to it, and ends.
   *
   * @throws FileFault `expands`, `too_many_blank_rows`, `too_many_columns`, and whatever `rows` throws; nothing is left of the file then
   */
  async fill(rows: (writer: this) => Promise<void>): Promise<void> {
    try {
      await rows(this);
      await this.flush();
      await this.written;
    } catch (error) {
      await this.written.catch(() => undefined);
      this.stream.destroy();
      this.space.give(this.bytes);
      await rm(this.path, { force: true });
      throw error;
    }
    this.stream.end();
    await once(this.stream, "close");
  }

  /**
   * A shorter row is filled with blanks; what a longer one has too much goes, joined, into the last column.
   *
   * @returns what to wait for before the next row, where there is anything: a promise for each of a million rows costs more than the rows
   */
  write(cells: readonly string[]): Promise<void> | undefined {
    this.rows++;
    let line = "";
    let isBlank = true;
    for (let index = 0; index < this.width; index++) {
      const cell = cells[index];
      if (cell && isBlank && cell.trim() !== "") isBlank = false;
      line += cell ? `${quoted(cell)},` : ",";
    }
    if (cells.length > this.width) {
      const rest = cells.slice(this.width).filter((cell) => cell.trim() !== "");
      // a comma too much is a row's fault; so many are not
      if (rest.length > mostHeaders) throw new FileFault("too_many_columns", { row: this.rows, columns: this.width + rest.length, most: mostHeaders });
      if (rest.length > 0) {
        isBlank = false;
        line += quoted(rest.join(" "));
      }
    }
    if (isBlank) {
      this.blank++;
      return undefined;
    }
    if (this.blank > 0) return this.writeBlanks(`${line}\n`);
    this.text += `${line}\n`;
    return this.text.length > 1 << 20 ? this.flush() : undefined;
  }

  /** The empty rows above a row, and the row: rows keep their numbers. */
  private async writeBlanks(line: string): Promise<void> {
    const { blank } = this;
    this.blank = 0;
    this.blanks += blank;
    if (this.blanks > mostBlankRows) throw new FileFault("too_many_blank_rows", { rows: this.blanks, most: mostBlankRows });
    const empty = `${",".repeat(this.width)}\n`;
    const atOnce = Math.max(1, Math.floor((1 << 20) / empty.length));
    for (let left = blank; left > 0; left -= atOnce) {
      this.text += empty.repeat(Math.min(left, atOnce));
      if (this.text.length > 1 << 20) await this.flush();
    }
    this.text += line;
  }

  /** Hands over what is gathered and waits for what was handed over before: one part is written while the next is gathered, and no more pile up. */
  private flush(): Promise<void> {
    const { text, written } = this;
    const bytes = Buffer.byteLength(text);
    this.space.take(bytes);
    this.bytes += bytes;
    this.text = "";
    this.written = new Promise<void>((resolve, reject) => this.stream.write(text, (error) => (error ? reject(error) : resolve())));
    this.written.catch(() => undefined);
    return written;
  }
}

function quoted(cell: string): string {
  // no text column can hold a NUL, and none means anything
  return /["\0]/.test(cell) ? `"${cell.replaceAll("\0", "").replaceAll('"', '""')}"` : `"${cell}"`;
}
