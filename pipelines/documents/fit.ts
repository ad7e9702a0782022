import type { Block, DocumentText } from "./blocks.ts";
import { textOf } from "./facts.ts";
import { layout } from "./layout.ts";

/** A page of the type area in points, less what widows, headings that stay with their text and tables that stay whole leave empty. */
const usable = 22 * (layout.linePitch / 20) - 45;
const line = layout.linePitch / 20;

/**
 * Leaves out details, the first of them first, until a document should fit its pages. A detail repeats what an annex lists, so
 * nothing is lost; the length is reckoned as Word sets it, and on the safe side.
 */
export function fitting(text: DocumentText, pages: number): DocumentText {
  let fitted = text;
  while (heightOf(fitted) > pages * usable) {
    const at = fitted.blocks.findIndex((block) => block.kind === "paragraph" && block.isDetail);
    if (at < 0) return fitted;
    fitted = { ...fitted, blocks: fitted.blocks.toSpliced(at, 1) };
  }
  return fitted;
}

/** Points from the head to the last annex. */
export function heightOf({ title, blocks, notes, annexes, isSigned }: DocumentText): number {
  const head = 57 + 2 * line + 15 + title.length * 32 + 12;
  const tail = notes.reduce((sum, pieces) => sum + 18 * linesOf(textOf(pieces), 36), 6) + (1 + annexes.length + (isSigned ? 3 : 0)) * line;
  return head + blocks.reduce((sum, block) => sum + heightOfBlock(block), 0) + tail;
}

function heightOfBlock(block: Block): number {
  switch (block.kind) {
    case "heading":
      return line;
    case "paragraph":
      return line * linesOf(textOf(block.pieces), 28);
    case "picture":
      return 25 + (block.heightMm / 25.4) * 72;
    case "table":
      return 32 + (block.rows.length + 1) * 19;
  }
}

/** Lines of so many full-width characters, the first two blank; letters and digits are half as wide. */
function linesOf(text: string, characters: number): number {
  const width = [...text].reduce((sum, character) => sum + (character < "\u0080" ? 0.5 : 1), 2);
  return Math.ceil(width / (characters - 0.5));
}
