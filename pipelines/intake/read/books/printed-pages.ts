import iconv from "iconv-lite";
import { FileFault } from "../file-fault.ts";
import { mostSheets } from "../limits.ts";
import { pageTexts } from "../page-texts.ts";
import { readRelations } from "../xlsx/outline.ts";
import type { XlsxPackage } from "../xlsx/package.ts";
import { headOf } from "./record-limits.ts";

/** Kinds of record of an .xls. */
const begin = 0x809;
const end = 0x0a;
const boundSheet = 0x85;
const codePage = 0x42;
const pageHeads = [0x14, 0x15];
/** Of even and first pages, in newer files. */
const furtherPages = 0x89c;

/**
 * What an .xls prints at the head and foot of its pages: for each sheet, in their order, the texts of both.
 *
 * @param records  the workbook's stream; one that is cut off or damaged has what was found before
 */
export function printedOfXls(records: Buffer): string[][] {
  const places = new Map<number, string[]>();
  let depth = 0;
  let isUnicode = true;
  let page = "gb18030";
  let sheet: string[] | undefined;
  for (let at = 0; at + 4 <= records.length; ) {
    const kind = records.readUInt16LE(at);
    const inside = records.subarray(at + 4, at + 4 + records.readUInt16LE(at + 2));
    if (kind === begin) {
      // a chart in a sheet has pages of its own
      if (depth++ === 0) sheet = places.get(at);
      if (inside.length >= 2) isUnicode = inside.readUInt16LE(0) >= 0x600;
    } else if (kind === end) depth = Math.max(0, depth - 1);
    else if (kind === boundSheet && inside.length >= 4) places.set(inside.readUInt32LE(0), []);
    else if (kind === codePage && inside.length >= 2 && iconv.encodingExists(`cp${inside.readUInt16LE(0)}`)) page = `cp${inside.readUInt16LE(0)}`;
    else if (depth === 1 && sheet && pageHeads.includes(kind)) sheet.push(...pageTexts(isUnicode ? unicode(inside, 0).text : iconv.decode(inside.subarray(1), page)));
    else if (depth === 1 && sheet && kind === furtherPages) sheet.push(...furtherTexts(inside));
    at += 4 + inside.length;
  }
  return [...places].sort(([one], [other]) => one - other).map(([, texts]) => texts);
}

/** A text of as many characters as its first two bytes say, each of one byte or two. */
function unicode(bytes: Buffer, at: number): { text: string; next: number } {
  if (at + 3 > bytes.length) return { text: "", next: bytes.length };
  const isWide = (bytes[at + 2]! & 1) === 1;
  const next = at + 3 + bytes.readUInt16LE(at) * (isWide ? 2 : 1);
  return { text: bytes.subarray(at + 3, next).toString(isWide ? "utf16le" : "latin1"), next };
}

function furtherTexts(inside: Buffer): string[] {
  const texts: string[] = [];
  // behind the record's own head, a view's number and marks: the lengths of four texts, those that are none left out
  for (let which = 0, at = 38; which < 4 && inside.length >= 38; which++) {
    if (inside.readUInt16LE(30 + 2 * which) === 0) continue;
    const { text, next } = unicode(inside, at);
    texts.push(...pageTexts(text));
    at = next;
  }
  return texts;
}

/** Kinds of record of an .xlsb. */
const sheetOfBook = 156;
const headerFooter = 479;
/** Such a record holds some texts of at most 255 characters. */
const longestRecord = 1 << 16;

/** Picks the records of some kind out of a part of an .xlsb, however its bytes come. */
class PickedRecords {
  private rest: Buffer = Buffer.alloc(0);
  private skip = 0;

  constructor(
    private readonly wanted: number,
    private readonly take: (inside: Buffer) => void,
  ) {}

  push(chunk: Buffer): void {
    if (this.skip >= chunk.length) {
      this.skip -= chunk.length;
      return;
    }
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk.subarray(this.skip);
    let at = 0;
    for (let head = headOf(bytes, at); head; head = headOf(bytes, at)) {
      const next = head.from + head.length;
      if (head.kind === this.wanted && head.length < longestRecord) {
        if (next > bytes.length) break;
        this.take(bytes.subarray(head.from, next));
      }
      at = next;
    }
    this.skip = Math.max(0, at - bytes.length);
    this.rest = Buffer.from(bytes.subarray(at));
  }
}

/** Passes a worksheet's part of an .xlsb on, and notes what it prints at the head and foot of its pages. */
export async function* notingPages(chunks: AsyncIterable<Buffer>, printed: string[]): AsyncGenerator<Buffer> {
  const records = new PickedRecords(headerFooter, (inside) => printed.push(...wideTexts(inside, 2, 6).flatMap(pageTexts)));
  for await (const chunk of chunks) {
    records.push(chunk);
    yield chunk;
  }
}

/** Texts of as many characters of two bytes as the four bytes before each say, or none. */
function wideTexts(inside: Buffer, from: number, count: number): string[] {
  const texts: string[] = [];
  for (let at = from; texts.length < count && at + 4 <= inside.length; ) {
    const length = inside.readUInt32LE(at);
    const bytes = length === 0xffffffff ? 0 : 2 * length;
    texts.push(inside.subarray(at + 4, at + 4 + bytes).toString("utf16le"));
    at += 4 + bytes;
  }
  return texts;
}

/** A sheet of an .xlsb as its workbook names it. */
export interface BinarySheet {
  readonly name: string;
  /** of its relation */
  readonly id: string;
  /** its part, in small letters; '' where it has none of cells */
  readonly part: string;
}

/**
 * The sheets of an .xlsb, in their order.
 *
 * @throws FileFault `too_many_sheets`, `zip_bomb` where two are one and the same part
 */
export async function binarySheets(container: XlsxPackage): Promise<readonly BinarySheet[]> {
  const book = "xl/workbook.bin";
  const relations = await readRelations(container, "xl/_rels/workbook.bin.rels", book);
  const sheets: BinarySheet[] = [];
  const records = new PickedRecords(sheetOfBook, (inside) => {
    const [id, name] = wideTexts(inside, 8, 2);
    if (id === undefined || name === undefined) return;
    if (sheets.length >= mostSheets) throw new FileFault("too_many_sheets", { sheets: sheets.length + 1, most: mostSheets });
    const relation = relations.find((one) => one.id === id && one.type === "worksheet");
    const part = relation && container.has(relation.part) ? relation.part.replace(/^\/+/, "").toLowerCase() : "";
    if (part !== "" && sheets.some((one) => one.part === part)) throw new FileFault("zip_bomb", { detail: part });
    sheets.push({ name, id, part });
  });
  for await (const chunk of container.held(book)) records.push(chunk);
  return sheets;
}
