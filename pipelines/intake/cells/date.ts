import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { withPlainFigures } from "./chinese-figures.ts";
import { dayOf, isPlainDay } from "./day.ts";
import { isMonthOnly, monthOf } from "./month.ts";

/** Reads a day in the forms of {@link dayOf}. A month without its day (2021.04, 202104) is its first; `load` warns of it. */
export function dateReader(date1904: boolean): CellReader {
  return {
    quick: (cell) => `(case when ${isPlainDay(cell)} then try_cast(${cell} as date) end)`,
    form: withPlainFigures,
    read: (norm) => `(case when ${isMonthOnly(norm)} then ${monthOf(norm, date1904)} else ${dayOf(norm, date1904)} end)`,
    reason: (norm) => reasonOr(norm, "'not_date'"),
    expected: "2021-04-26",
    blanks: blankTexts,
  };
}
