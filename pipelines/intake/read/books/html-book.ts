import { decodedText } from "../decoded.ts";
import { type Encoding, inspectText } from "../encoding.ts";
import { FileFault } from "../file-fault.ts";
import { longestCell, mostFormats, mostMarks, mostPageTexts, sheetColumns, sheetRows } from "../limits.ts";
import type { Book } from "../book.ts";
import { pageTexts } from "../page-texts.ts";
import type { Merge } from "../header-rows.ts";
import { MergeCount } from "../merge-list.ts";
import { numberText, unknownError } from "../workbook-cells.ts";
import type { SheetRow } from "../xlsx/sheet.ts";
import { classFormats, styleFormat, stylePages } from "./html-formats.ts";
import { type HtmlToken, HtmlTokens, htmlAttribute, unescapeHtml } from "./html-tokens.ts";

/**
 * A web page as a workbook of one sheet, as spreadsheet programs open it: its tables one below another, and the lines
 * between them as rows of one cell. Read as a stream; looked through once before for merged cells and number formats.
 *
 * @throws FileFault those of `inspectText`, `truncated`, `too_many_rows`, `cell_too_long`
 */
export async function openHtml(path: string): Promise<Book> {
  const { encoding } = await inspectText(path);
  const facts = await lookThrough(path, encoding);
  const name = facts.names.length === 1 ? facts.names[0]! : "Sheet1";
  return {
    sheets: [{ name, hidden: false }],
    date1904: false,
    savedAt: undefined,
    merges: async () => facts.merges,
    printed: async () => facts.printed,
    async *rows() {
      const page = new HtmlRows(new Map(facts.formats));
      for await (const rows of rowsOf(path, encoding, page)) yield rows;
    },
    close: () => undefined,
  };
}

async function lookThrough(path: string, encoding: Encoding) {
  const page = new HtmlRows(new Map());
  for await (const _ of rowsOf(path, encoding, page));
  return { merges: page.merges, formats: page.formats, names: page.names, printed: page.printed };
}

async function* rowsOf(path: string, encoding: Encoding, page: HtmlRows): AsyncGenerator<readonly SheetRow[]> {
  const tokens = new HtmlTokens();
  for await (const text of decodedText(path, encoding)) {
    for (const token of tokens.push(text)) page.take(token);
    if (page.rows.length > 0) yield page.hand();
  }
  for (const token of tokens.end()) page.take(token);
  page.end();
  if (page.rows.length > 0) yield page.hand();
}

const blocks = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "li", "center", "br"]);
/** As of HTML's own rules. */
const mostSpanned = { columns: 1_000, rows: 65_534 };
const plainNumber = /^-?\d{1,15}(?:\.\d+)?$/;

/** Puts a page's pieces together to rows. */
class HtmlRows {
  rows: SheetRow[] = [];
  readonly merges: Merge[] = [];
  /** sheets' names that Excel leaves in a comment; whether there is more than one is all that is asked */
  readonly names: string[] = [];
  /** what the printed pages say at head and foot */
  readonly printed: string[] = [];
  readonly formats: Map<string, string>;
  private readonly mergeCount = new MergeCount();
  /** since the last cell, row or line was done with */
  private marks = 0;
  private at = 0;
  private row: string[] | undefined;
  private column = 0;
  private cell: { text: string; readonly attributes: string } | undefined;
  /** text between tables */
  private line = "";
  /** columns that a cell above reaches down into, and its last row */
  private reached = new Map<number, number>();

  constructor(formats: Map<string, string>) {
    this.formats = formats;
  }

  hand(): readonly SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  take(token: HtmlToken): void {
    // a page builds nothing, but a million marks without a cell take minutes
    if (token.kind !== "text" && ++this.marks > mostMarks) throw new FileFault("too_many_marks", { row: this.at + 1, most: mostMarks });
    switch (token.kind) {
      case "text":
        return this.text(token.text);
      case "comment":
        this.addPrinted(Array.from(token.text.matchAll(/<x:(?:Header|Footer)\s[^<>]*?x:Data=(?:"([^"]*)"|'([^']*)')/gi), ([, one, other]) => unescapeHtml(one ?? other!)).flatMap(pageTexts));
        for (const [, name] of token.text.matchAll(/<x:Name>([^<]{1,100})<\/x:Name>/gi)) if (this.names.length < 2) this.names.push(unescapeHtml(name!));
        return;
      case "style":
        this.addPrinted(stylePages(token.text));
        for (const [name, format] of classFormats(token.text)) if (this.formats.size < mostFormats) this.formats.set(name, format);
        return;
      case "open":
        return this.open(token.name, token.attributes);
      case "close":
        return this.close(token.name);
    }
  }

  end(): void {
    this.endRow();
    this.endLine();
  }

  private addPrinted(texts: readonly string[]): void {
    for (const text of texts) if (this.printed.length < mostPageTexts) this.printed.push(text);
  }

  private open(name: string, attributes: string): void {
    if (name === "td" || name === "th") {
      this.endCell();
      this.row ??= this.newRow();
      this.cell = { text: "", attributes };
    } else if (name === "tr") {
      this.endRow();
      this.row = this.newRow();
    } else if (name === "table") {
      // a table in a cell of another: the outer one is there for the page's look
      this.endRow();
      this.endLine();
      this.reached.clear();
    } else if (blocks.has(name)) this.breakLine();
  }

  private close(name: string): void {
    if (name === "td" || name === "th") this.endCell();
    else if (name === "tr") this.endRow();
    else if (name === "table") {
      this.endRow();
      this.reached.clear();
    } else if (blocks.has(name)) this.breakLine();
  }

  private text(piece: string): void {
    const words = piece.replace(/[ \t\r\n]+/g, " ");
    if (this.cell) {
      this.cell.text += words;
      if (this.cell.text.length > 4 * longestCell) throw new FileFault("cell_too_long", { row: this.at + 1, column: this.column + 1, most: longestCell });
    } else if (this.row === undefined && words !== " ") {
      this.line += words;
      if (this.line.length > 4 * longestCell) throw new FileFault("cell_too_long", { row: this.at + 1, column: 1, most: longestCell });
    }
  }

  private breakLine(): void {
    if (this.cell) this.cell.text += this.cell.text === "" ? "" : "\n";
    else if (this.row === undefined) this.endLine();
  }

  private endLine(): void {
    const text = unescapeHtml(this.line).trim();
    this.line = "";
    if (text === "" || this.row !== undefined) return;
    this.push([text]);
  }

  private newRow(): string[] {
    this.endLine();
    this.column = 0;
    return [];
  }

  private endCell(): void {
    const { cell, row } = this;
    if (!cell || !row) return;
    this.cell = undefined;
    this.marks = 0;
    while ((this.reached.get(this.column) ?? -1) >= this.at) this.column++;
    const columns = spanned(cell.attributes, "colspan", mostSpanned.columns);
    const down = spanned(cell.attributes, "rowspan", mostSpanned.rows);
    if (this.column + columns > sheetColumns) throw new FileFault("too_many_columns", { row: this.at + 1, columns: this.column + columns, most: sheetColumns });
    const text = this.cellText(cell);
    if (text.length > longestCell) throw new FileFault("cell_too_long", { row: this.at + 1, column: this.column + 1, most: longestCell });
    if (text !== "") {
      while (row.length < this.column) row.push("");
      row[this.column] = text;
    }
    if (columns > 1 || down > 1) {
      this.mergeCount.add(this.merges, { s: { r: this.at, c: this.column }, e: { r: this.at + down - 1, c: this.column + columns - 1 } });
      if (down > 1) for (let column = this.column; column < this.column + columns; column++) this.reached.set(column, this.at + down - 1);
    }
    this.column += columns;
  }

  private endRow(): void {
    this.endCell();
    if (!this.row) return;
    const { row } = this;
    this.row = undefined;
    this.push(row);
  }

  private push(cells: string[]): void {
    if (this.at >= sheetRows) throw new FileFault("too_many_rows", { rows: sheetRows });
    if (cells.length > 0) this.rows.push({ at: this.at, cells });
    this.at++;
    this.marks = 0;
  }

  private cellText({ text, attributes }: { text: string; attributes: string }): string {
    const shown = unescapeHtml(text).replace(/ *\n */g, "\n").replace(/^[ \n]+|[ \n]+$/g, "");
    // a space that does not break is what a page has in a cell without anything in it; a failed formula may show nothing either
    if (/^[ \u00a0\n]*$/.test(shown)) return htmlAttribute(attributes, "data-t") === "e" ? unknownError : "";
    if (!/mso-|x:|class/i.test(attributes)) return shown;
    const classes = (htmlAttribute(attributes, "class") ?? "").split(/\s+/);
    const format = styleFormat(htmlAttribute(attributes, "style") ?? "") ?? classes.map((name) => this.formats.get(name)).find((one) => one !== undefined) ?? "General";
    if (format === "@" || htmlAttribute(attributes, "x:str") !== undefined) return shown;
    const stored = htmlAttribute(attributes, "x:num") || undefined;
    const number = stored !== undefined && plainNumber.test(stored) ? stored : plainNumber.test(shown) ? shown : undefined;
    // a number that its format shows as another is what spreadsheet programs show
    return number === undefined || format === "General" ? (stored ?? shown) : numberText(Number(number), format, false);
  }
}

function spanned(attributes: string, name: string, most: number): number {
  const said = Number(htmlAttribute(attributes, name) ?? 1);
  return Number.isInteger(said) && said > 1 ? Math.min(said, most) : 1;
}
