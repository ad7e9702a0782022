import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { withPlainFigures } from "./chinese-figures.ts";
import { dayOf, inCalendar } from "./day.ts";
import { type Sql, given } from "./sql.ts";

const pattern = "^(\\d{4}) *[-—–/.年] *(\\d{1,2}) *(月份?)?$";
// a number cell drops a last zero: 2021.1 is January to one reader and October (2021.10) to another
const ambiguous = "\\d{4}\\.1";

const oneDay = "(\\d{4}(?:[-/.]\\d{1,2}[-/.]\\d{1,2}|年\\d{1,2}月\\d{1,2}日|\\d{4}))";
/** First and last day of a period: «2021-06-01至2021-06-30». */
const range = `${oneDay} *起? *(?:至|到|[-—–~]+) *${oneDay} *止?`;

/**
 * The first day of the month that a text names: 2021-04, 2021/4, 2021.04, 2021年4月(份), 202104, any day of it, or the days
 * of it from and to; days of two months are no month.
 */
export function monthOf(norm: Sql, date1904: boolean): Sql {
  const written = given(`regexp_extract(${norm}, '${pattern}', ['year', 'month'])`, "of_month", (one) => `try_cast(${one}.year || '-' || ${one}.month || '-01' as date)`);
  // the day itself, or the first and the last of a period
  const days = `case when regexp_full_match(${norm}, '${range}') then [regexp_extract(${norm}, '${range}', 1), regexp_extract(${norm}, '${range}', 2)] else [${norm}] end`;
  const ofDays = given(`list_transform(${days}, lambda text: date_trunc('month', ${dayOf("text", date1904)})::date)`, "ends", (ends) => `case when ${ends}[1] = ${ends}[-1] then ${ends}[1] end`);
  const month = `case
    when regexp_full_match(${norm}, '${ambiguous}') then null
    when regexp_matches(${norm}, '${pattern}') then ${written}
    when regexp_full_match(${norm}, '\\d{6}(\\.0)?') then try_cast(substr(${norm}, 1, 4) || '-' || substr(${norm}, 5, 2) || '-01' as date)
    else ${ofDays}
    end`;
  return inCalendar(month, "month");
}

/** True for a text that names a month and no day. */
export function isMonthOnly(norm: Sql): Sql {
  return `(regexp_matches(${norm}, '${pattern}') or regexp_full_match(${norm}, '\\d{6}(\\.0)?'))`;
}

/** True for a text of two months or days: «2021-01-01至2021-06-30», «2021年1-6月». */
function isSpan(norm: Sql): Sql {
  return `(regexp_full_match(${norm}, '${range}') or regexp_full_match(${norm}, '(\\d{4} *[-/.年]?)? *\\d{1,2} *月?份? *(至|到|[-—–~]+) *(\\d{4} *[-/.年]?)? *\\d{1,2} *月份?'))`;
}

export function monthReader(date1904: boolean): CellReader {
  return {
    // «2021-04» and «2021年4月», and nothing in between
    quick: (cell) => `(case
      when length(${cell}) = 7 and ${cell}[5] = '-' and ${cell} between '1900' and '2100' then try_cast(${cell} || '-01' as date)
      when regexp_full_match(${cell}, '20\\d\\d年(0?[1-9]|1[0-2])月') then make_date(${cell}[1:4]::integer, replace(${cell}[6:], '月', '')::integer, 1)
      end)`,
    form: withPlainFigures,
    read: (norm) => monthOf(norm, date1904),
    reason: (norm) => reasonOr(norm, `case when regexp_full_match(${norm}, '${ambiguous}') then 'ambiguous_month' when ${isSpan(norm)} then 'month_span' else 'not_month' end`),
    expected: "2021-04",
    blanks: blankTexts,
  };
}
