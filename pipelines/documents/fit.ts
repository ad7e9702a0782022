import type { Block, DocumentText } from "./blocks.ts";
import { textOf } from "./facts.ts";
import { layout } from "./layout.ts";

/** points */
const line = layout.linePitch / 20;
const page = 22 * line;

/** A stretch of a document: as high as this, and from where on it may run over to the next page. */
interface Stretch {
  readonly height: number;
  /** what must stand together at its beginning; the whole where it is a table or a picture */
  readonly together: number;
}

/**
 * Leaves out details, the first of them first, until a document should fit its pages. A detail repeats what an annex lists, so
 * nothing is lost; the length is reckoned as a word processor sets it, and on the safe side.
 */
export function fitting(text: DocumentText, pages: number): DocumentText {
  let fitted = text;
  while (pagesOf(fitted) > pages) {
    const at = fitted.blocks.findIndex((block) => block.kind === "paragraph" && block.isDetail);
    if (at < 0) return fitted;
    fitted = { ...fitted, blocks: fitted.blocks.toSpliced(at, 1) };
  }
  return fitted;
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
    // what runs over starts the next page; a line is lost to keeping two together
    while (used > page) {
      pages += 1;
      used -= page - line;
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
      const height = line * linesOf(textOf(block.pieces), 28);
      return { height, together: Math.min(height, 2 * line) };
    }
    case "picture":
      return whole(27 + (block.heightMm / 25.4) * 72);
    case "table":
      return whole(32 + (block.rows.length + 1) * 19.5);
  }
}

/** Lines of so many full-width characters, the first two blank; letters and digits are half as wide. */
function linesOf(text: string, characters: number): number {
  const width = [...text].reduce((sum, character) => sum + (character < "\u0080" ? 0.5 : 1), 2);
  return Math.ceil(width / (characters - 0.5));
}
