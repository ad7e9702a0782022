import { type Sql, given, literal, literals } from "./sql.ts";

/**
 * How one column's cells are read, as SQL over whole columns. `quick` and `read` agree wherever `quick` is not null;
 * rows in which every cell passes `quick` never meet the slower expressions.
 */
export interface CellReader {
  /** the value of a cell in its plainest form; null for anything else, which is then tried by `read` */
  quick(cell: Sql): Sql;
  /** what else is made alike in a cell before it is read, once for each cell; nothing where absent */
  form?(norm: Sql): Sql;
  /**
   * the value of any cell, or null when it cannot be read
   *
   * @param norm  the cell made half-width and trimmed, null where blank ({@link formed})
   * @param cell  the cell as it came
   */
  read(norm: Sql, cell: Sql): Sql;
  /** the code of what is wrong with a cell that is not blank and that `read` cannot read */
  reason(norm: Sql): Sql;
  /** what a right cell looks like, for the sentence: an example or the allowed values */
  readonly expected: string;
  /** the texts that count as a blank cell */
  readonly blanks: readonly string[];
}

const halfWidth = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join("");
const fullWidth = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0xff01 + index)).join("");
// tab, line breaks, the end mark of old programs, no-break, figure and ideographic spaces, zero-width marks: bureaus' systems put them around values
const spaces = "\t\n\v\f\r\u001a\u00a0\u2007\u200b\u200c\u200d\u202f\u2060\u3000\ufeff";

/** What counts as blank: the exports' contract, and the doubled and full-width forms of the same marks. */
export const blankTexts: readonly string[] = ["", "-", "--", "---", "—", "——", "–", "―", "/", "无"];

/** Removes white space of every kind from both ends, and changes nothing else. */
export function trimmed(cell: Sql): Sql {
  return `trim(${cell}, ${literal(` ${spaces}`)})`;
}

/** Half-width forms for full-width ones, plain spaces, no space at the ends, and a text kept as text unwrapped: `="…"`, `'…`. */
export function halfWidthForm(cell: Sql): Sql {
  const plain = `trim(translate(${cell}, ${literal(`${fullWidth}\u2212\ufe63\uffe5${spaces}`)}, ${literal(`${halfWidth}--¥${" ".repeat(spaces.length)}`)}))`;
  return `regexp_replace(regexp_replace(${plain}, '^="(.*)"$', '\\1'), '^[''‘’]([-+(.¥]?[0-9A-Za-z].*?)[''’]?$', '\\1')`;
}

/** {@link halfWidthForm}, null where the cell is blank. */
export function normal(cell: Sql, blanks: readonly string[] = blankTexts): Sql {
  return given(halfWidthForm(cell), "form", (form) => `case when ${form} in (${literals(blanks)}) then null else ${form} end`);
}

/** A cell as its reader's `read` wants it. */
export function formed(cell: Sql, reader: Pick<CellReader, "form" | "blanks">): Sql {
  const norm = normal(cell, reader.blanks);
  return reader.form ? reader.form(norm) : norm;
}

/** True for the text that a spreadsheet shows where a formula failed or has no value, or where its column was too narrow (####). */
export function isErrorCell(norm: Sql): Sql {
  return `regexp_full_match(${norm}, '#(N/A|DIV/0!|REF!|VALUE!|NAME\\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|公式没有结果|公式没有重算|##+)')`;
}

/** {@link CellReader.reason} of most types: a formula without its result, an error cell, else `code`. */
export function reasonOr(norm: Sql, code: Sql): Sql {
  return `case ${norm} when '#公式没有结果' then 'formula_unsaved' when '#公式没有重算' then 'formula_stale' else case when ${isErrorCell(norm)} then 'error_cell' else ${code} end end`;
}
