import { pageTexts } from "../page-texts.ts";
import type { Merge } from "../header-rows.ts";
import { mostPageTexts } from "../limits.ts";
import { MergeCount } from "../merge-list.ts";

const endOfRows = /<\/(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*\/>/;
const mergeMark = /<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/gi;
/** more than a mark that a chunk's end may cut in two */
const overlap = 1024;

const pageMark = /<(?:[\w.-]+:)?(odd|even|first)(Header|Footer)(?:\s[^>]*)?>([^<]*)</gi;

/** What stands behind a worksheet's rows. */
export interface BehindRows {
  readonly merges: readonly Merge[];
  /** the texts of the printed pages' headers and footers, part by part */
  readonly printed: readonly string[];
}

/**
 * A worksheet's merged ranges and page headers. They stand behind its rows and are needed before them: the part is passed over to the
 * rows' end without a look at its elements, which takes a small part of the time that reading them does. Reads the part
 * to its end, so that its checksum is known to be right before a row of it is used.
 *
 * @param count  of the whole workbook's ranges
 * @throws FileFault `too_many_merges`
 */
export async function readBehindRows(chunks: AsyncIterable<Buffer>, count = new MergeCount()): Promise<BehindRows> {
  const merges: Merge[] = [];
  const printed: string[] = [];
  let encoding: "latin1" | "utf16le" | undefined;
  let rowsEnded = false;
  let rest = "";
  for await (const chunk of chunks) {
    // marks are ASCII: in UTF-8 they are found byte by byte
    encoding ??= chunk[0] === 0xff && chunk[1] === 0xfe ? "utf16le" : "latin1";
    let text = rest + chunk.toString(encoding);
    if (!rowsEnded) {
      const end = text.includes("sheetData") ? endOfRows.exec(text) : null;
      if (!end) {
        rest = text.slice(-overlap);
        continue;
      }
      rowsEnded = true;
      text = text.slice(end.index + end[0].length);
    }
    let read = 0;
    for (const mark of text.matchAll(mergeMark)) {
      count.add(merges, { s: { r: Number(mark[2]) - 1, c: columnNumber(mark[1]!) }, e: { r: Number(mark[4]) - 1, c: columnNumber(mark[3]!) } });
      read = mark.index + mark[0].length;
    }
    for (const mark of text.matchAll(pageMark)) {
      if (printed.length < mostPageTexts) printed.push(...pageTexts(unescaped(encoding === "latin1" ? Buffer.from(mark[3]!, "latin1").toString("utf8") : mark[3]!)));
      read = Math.max(read, mark.index + mark[0].length);
    }
    rest = text.slice(Math.max(read, text.length - overlap));
  }
  return { merges, printed };
}

function unescaped(written: string): string {
  return written.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex?: string, digits?: string, name?: string) => (name ? { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name.toLowerCase()]! : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex ?? digits!, hex ? 16 : 10)))));
}

/** `AB` → 27. */
function columnNumber(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
