import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { withPlainFigures } from "./chinese-figures.ts";
import { dayOf } from "./day.ts";
import { given } from "./sql.ts";

const pattern = "^(\\d{4}) *年?度? *[-/.]? *第? *[Qq]? *([1-4]) *(季度?)?$";
// without Q or 季 the last figure may as well be a month
const marked = "[Qq季]";

/** Reads 2021Q2, 2021年第2季度, 2021年二季度 or a full date, as `2021Q2`. */
export function quarterReader(date1904: boolean): CellReader {
  return {
    quick: (cell) => `(case when regexp_full_match(${cell}, '(19|20)\\d\\dQ[1-4]') then ${cell} end)`,
    form: withPlainFigures,
    read(norm) {
      const written = given(`regexp_extract(${norm}, '${pattern}', ['year', 'quarter'])`, "of_quarter", (one) => `case when ${one}.year between '1900' and '2100' then ${one}.year || 'Q' || ${one}.quarter end`);
      const ofDay = given(dayOf(norm, date1904), "quarters_day", (day) => `year(${day}) || 'Q' || quarter(${day})`);
      return `(case when regexp_matches(${norm}, '${marked}') and regexp_matches(${norm}, '${pattern}') then ${written} else ${ofDay} end)`;
    },
    reason: (norm) => reasonOr(norm, "'not_quarter'"),
    expected: "2021Q2",
    blanks: blankTexts,
  };
}
