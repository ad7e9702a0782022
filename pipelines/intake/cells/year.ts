import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { withPlainFigures } from "./chinese-figures.ts";
import { given } from "./sql.ts";

/** Reads 2021, 2021年, 2021年度, and a full day of it; between 1949 and 2100, so that a serial number or a slip is not taken for a year. */
export function yearReader(): CellReader {
  return {
    quick: (cell) => `(case when regexp_full_match(${cell}, '20\\d\\d') then ${cell}::integer end)`,
    form: withPlainFigures,
    read(norm) {
      const year = `try_cast(regexp_extract(${norm}, '^(\\d{4})(\\.0+| *年度?|[-/]\\d{1,2}[-/]\\d{1,2})?$', 1) as integer)`;
      return given(year, "any_year", (one) => `case when ${one} between 1949 and 2100 then ${one} end`);
    },
    reason: (norm) => reasonOr(norm, "'not_year'"),
    expected: "2021",
    blanks: blankTexts,
  };
}
