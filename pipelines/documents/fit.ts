import type { Block, Column, DocumentText } from "./blocks.ts";
import { textOf } from "./facts.ts";
import { isKeptWhole, layout } from "./layout.ts";

/** points */
const line = layout.linePitch / 20;
const page = 22 * line;

/** A stretch of a document: as high as this, and from where on it may run over to the next page. */
interface Stretch {
  readonly height: number;
  /** what must stand together at its beginning; the whole where it is a table or a picture */
  readonly together: number;
}

/** half a line to spare: word processors differ by as much */
const spare = 1 / 44;

/**
 * Leaves out what gives way, first things first, until a document should fit its pages. It stands in a table or an annex too, so
 * nothing is lost; the length is reckoned as a word processor sets it.
 */
export function fitting(text: DocumentText, pages: number): DocumentText {
  let fitted = text;
  while (pagesOf(fitted) > pages - spare) {
    const next = Math.min(...fitted.blocks.map(orderOf));
    if (next === Infinity) return fitted;
    fitted = { ...fitted, blocks: fitted.blocks.toSpliced(fitted.blocks.findIndex((block) => orderOf(block) === next), 1) };
  }
  return fitted;
}

function orderOf(block: Block): number {
  return "givesWay" in block ? (block.givesWay ?? Infinity) : Infinity;
}

/** How many pages a document should fill, with parts of a page: 2.5 is half of the third. */
export function pagesOf({ title, addressees, blocks, notes, annexes, isSigned }: DocumentText): number {
  const head = 49 + 2 * line + 15 + title.length * 32 + 12 + (addressees === undefined ? 0 : line);
  const last = blocks.at(-1);
  // the end stays in one piece with the last paragraph, so that no page holds a signature alone
  const end = notes.reduce((sum, pieces) => sum + 18 * linesOf(textOf(pieces), 36), 6) + (1 + annexes.length + (isSigned ? 3 : 0)) * line;
  const stretches = [...blocks.slice(0, -1).map(stretchOf), whole((last === undefined ? 0 : stretchOf(last).height) + end)];
  let pages = 0;
  let used = head;
  for (const { height, together } of stretches) {
    if (used + together > page) {
      pages += 1;
      used = 0;
    }
    used += height;
    // what runs over starts the next page; now and then a line is lost to keeping two together
    while (used > page) {
      pages += 1;
      used -= page - line / 2;
    }
  }
  return pages + used / page;
}

const whole = (height: number): Stretch => ({ height, together: Math.min(height, page) });

function stretchOf(block: Block): Stretch {
  switch (block.kind) {
    case "heading":
      return { height: line, together: 3 * line };
    case "paragraph": {
      const height = line * linesOf(`${block.lead ?? ""}${textOf(block.pieces)}`, 28);
      return { height, together: Math.min(height, 2 * line) };
    }
    case "picture":
      return whole(27 + (block.heightMm / 25.4) * 72);
    case "table": {
      const heights = [block.columns.map(({ title }) => title), ...block.rows.map((row) => row.map((piece) => textOf([piece])))].map((cells) => rowHeight(block.columns, cells));
      const height = 32 + heights.reduce((sum, each) => sum + each, 0);
      // a longer one may run over, with its head and two rows here
      return isKeptWhole(block.rows) ? whole(height) : { height, together: 32 + heights.slice(0, 3).reduce((sum, each) => sum + each, 0) };
    }
  }
}

/** points: as high as the fullest cell, in lines of 14.5 with a little around them */
function rowHeight(columns: readonly Column[], cells: readonly string[]): number {
  const shares = columns.reduce((sum, { width }) => sum + width, 0);
  const size = (columns.length > 9 ? 18 : layout.table) / 2;
  const lines = cells.map((cell, index) => Math.ceil((widthOf(cell) * size) / ((layout.typeAreaWidth / 20) * (columns[index]!.width / shares) - 5)));
  return Math.max(19.5, 3.5 + 14.5 * Math.max(...lines));
}

/** Lines of so many full-width characters, the first two blank; the last mark of a line may hang over its edge. */
function linesOf(text: string, characters: number): number {
  return Math.ceil((widthOf(text) + 1.5) / characters);
}

/** In full-width characters: letters and digits are half as wide, and a quarter stands between them and Chinese. */
function widthOf(text: string): number {
  const wide = [...text].reduce((sum, character) => sum + (character < "\u0080" ? 0.5 : 1), 0);
  const seams = text.match(/(?<=[0-9A-Za-z%])(?=\p{Script=Han})|(?<=\p{Script=Han})(?=[0-9A-Za-z])/gu)?.length ?? 0;
  return wide + seams / 4;
}
