import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import type { Sql } from "./sql.ts";

/** The 31 characters of GB 32100-2015: no I, O, S, V, Z. A character's value is its place, from 0. */
export const creditCodeCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const shape = "[0-9A-HJ-NPQRTUWXY]{18}";
const weights = Array.from({ length: 17 }, (_, index) => 3 ** index % 31);

/** The unified code with its letters raised, its spaces and hyphens gone; not yet checked. */
export function codeForm(norm: Sql): Sql {
  return `upper(regexp_replace(${norm}, '[ -]', '', 'g'))`;
}

/**
 * True for a unified social credit code whose check character is right (GB 32100-2015).
 * Seventeen look-ups a code: to be asked of distinct codes, not of every row.
 */
export function isCreditCode(code: Sql): Sql {
  const value = (place: string) => `(strpos('${creditCodeCharacters}', ${code}[${place}]) - 1)`;
  const sum = `list_sum(list_transform(range(1, 18), lambda place: [${weights.join(", ")}][place] * ${value("place")}))`;
  return `(regexp_full_match(${code}, '${shape}') and ${value("18")} = (31 - ${sum} % 31) % 31)`;
}

/** The check character for the first seventeen, in TypeScript; for samples and tests. */
export function checkCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * creditCodeCharacters.indexOf(first17[index] ?? ""), 0);
  return creditCodeCharacters[(31 - (sum % 31)) % 31] ?? "";
}

/** Reads a credit code. `quick` looks at the length only: the loader verifies the distinct codes of a file once, with {@link isCreditCode}. */
export function creditCodeReader(): CellReader {
  return {
    quick: (cell) => `(case when length(${cell}) = 18 then ${cell} end)`,
    read: (norm) => `(case when ${isCreditCode(codeForm(norm))} then ${codeForm(norm)} end)`,
    reason(norm) {
      const code = codeForm(norm);
      return reasonOr(
        norm,
        `case when regexp_full_match(${norm}, '\\d(\\.\\d+)?[Ee]\\+\\d+') then 'code_rounded'
          when length(${code}) <> 18 then 'code_length'
          when not regexp_full_match(${code}, '${shape}') then 'code_characters' else 'code_check' end`,
      );
    },
    expected: "18",
    blanks: blankTexts,
  };
}
