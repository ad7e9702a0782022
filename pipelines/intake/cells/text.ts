import { type CellReader, blankTexts, isErrorCell, reasonOr, trimmed } from "./cell-reader.ts";
import { type Sql, literal, literals } from "./sql.ts";

export interface TextOptions {
  /** the only texts allowed */
  readonly values?: readonly string[];
  /** other spellings → the text that is stored */
  readonly spellings?: Readonly<Record<string, string>>;
  /** part of the key: stored half-width, so that a correction meets the row that it corrects */
  readonly inKey?: boolean;
}

/**
 * Reads a text. Free text is stored as it came, only trimmed: a formula or markup in a name is a name.
 * A listed text is compared without spaces and in half-width form.
 */
export function textReader({ values, spellings = {}, inKey = false }: TextOptions): CellReader {
  const others = Object.entries(spellings);
  const respelt = (text: Sql, otherwise: Sql): Sql =>
    others.length === 0
      ? otherwise
      : `(case ${text} ${others.map(([other, stored]) => `when ${literal(other)} then ${literal(stored)}`).join(" ")} else ${otherwise} end)`;
  const listed = (norm: Sql): Sql => {
    const bare = `replace(${norm}, ' ', '')`;
    const word = respelt(bare, bare);
    return values ? `(case when ${word} in (${literals(values)}) then ${word} end)` : word;
  };
  return {
    quick(cell) {
      if (values) return `(case when ${cell} in (${literals(values)}) then ${cell} end)`;
      // nothing that would be trimmed, unwrapped, made half-width in a key, or could be a mark of a failed formula or a rounded number
      const plain = inKey ? "[\\p{Han}A-Za-z0-9][\\p{Han}A-Za-z0-9()._-]*" : "[\\p{Han}A-Za-z0-9（][\\p{Han}A-Za-z0-9()（）、，。：；_.-]*";
      return `(case when regexp_full_match(${cell}, '${plain}') and ${cell} not in (${literals([...blankTexts, ...others.map(([other]) => other)])}) then ${cell} end)`;
    },
    read(norm, cell) {
      if (values) return listed(norm);
      const text = inKey ? norm : trimmed(cell);
      return `(case when not ${isErrorCell(norm)} and not ${isBroken(norm)} ${inKey ? `and not ${isRounded(norm)} ` : ""}then ${respelt(`replace(${norm}, ' ', '')`, text)} end)`;
    },
    reason: (norm) => reasonOr(norm, `case when ${isBroken(norm)} then 'broken_text' else ${values ? "'not_listed'" : "'number_rounded'"} end`),
    expected: values ? listOf(values) : "",
    blanks: blankTexts,
  };
}

/** True for a text with the mark that stands for characters which no decoder could read. */
function isBroken(norm: Sql): Sql {
  return `contains(${norm}, '\ufffd')`;
}

/** True for a long number as spreadsheets show it, its last figures gone: different ones would become one key. */
function isRounded(norm: Sql): Sql {
  return `regexp_full_match(${norm}, '\\d(\\.\\d+)?[Ee]\\+\\d+')`;
}

/** Up to a dozen allowed texts; a longer list is in the template. */
function listOf(values: readonly string[]): string {
  return values.length <= 12 ? values.join("、") : `${values.slice(0, 12).join("、")}…`;
}
