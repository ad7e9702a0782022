const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes on a terminal: Chinese characters and full-width signs take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

/** Fills a text with spaces up to a number of columns; a longer text is returned as it is. */
export function padText(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** signs that may not begin a line */
const closing = /^[，。；：、！？）」』》〉】”’%,.;:!?)\]]$/u;

/**
 * Breaks a text into lines of at most `width` columns: between words, and between any two Chinese characters, but
 * never before a closing sign. Line breaks of the text are kept.
 */
export function wrapText(text: string, width: number): string {
  return text.split(/\r?\n/).map((line) => wrapLine(line, width)).join("\n");
}

function wrapLine(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (line !== "" && textWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()].join("\n");
}

/** Words with the space before them, and single Chinese characters with the closing signs after them. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let word = "";
  const flush = () => {
    if (word !== "") found.push(word);
    word = "";
  };
  for (const character of text) {
    if (closing.test(character) && word === "" && found.length > 0) found[found.length - 1] += character;
    else if (wide.test(character)) {
      flush();
      found.push(character);
    } else if (character === " ") {
      flush();
      word = " ";
    } else word += character;
  }
  flush();
  return found;
}
