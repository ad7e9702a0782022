import { type Sql, given } from "./sql.ts";

const pattern = "^(\\d{4}) *[-—–/.年] *(\\d{1,2}) *[-—–/.月] *(\\d{1,2}) *[日号]?([ T]*\\d{1,2}[:时]\\d{2}分?(:?\\d{2}(\\.\\d+)?秒?)?)?$";
const timeOfDay = "^[ T]*([01]?\\d|2[0-3])[:时][0-5]\\d(分?|分?:?[0-5]\\d(\\.\\d+)?秒?)$";
const lastMinute = "^[ T]*23[:时]59";
const serial = "\\d{5}(\\.\\d+)?";
const plain = "(19|20)\\d\\d-\\d\\d-\\d\\d";

/**
 * The day that a text names: 2021-04-26, 2021/4/26, 2021.4.26, 2021年4月26日, 20210426, any of them with a time of day,
 * or a serial number as spreadsheets keep days, from 21000 (the year 1957, or 1961 where days count from 1904): 20216 is a month's slip, and no day of 1955. Null for anything else, and for a day or a time that is in no calendar.
 * A moment in the last minute before midnight is that midnight's: programs write days some seconds early.
 *
 * @param date1904  the workbook counts days from 1904, so its serial numbers are 1462 lower
 */
export function dayOf(norm: Sql, date1904: boolean): Sql {
  const parts = `regexp_extract(${norm}, '${pattern}', ['year', 'month', 'day', 'hour'])`;
  const written = given(parts, "of_day", (one) => `case when ${one}.hour = '' or regexp_matches(${one}.hour, '${timeOfDay}')
      then try_cast(${one}.year || '-' || ${one}.month || '-' || ${one}.day as date) + (case when regexp_matches(${one}.hour, '${lastMinute}') then 1 else 0 end) end`);
  const day = `case
    when regexp_matches(${norm}, '${pattern}') then ${written}
    when regexp_full_match(${norm}, '\\d{8}(\\.0)?') then try_cast(substr(${norm}, 1, 4) || '-' || substr(${norm}, 5, 2) || '-' || substr(${norm}, 7, 2) as date)
    when regexp_full_match(${norm}, '${serial}') and substr(${norm}, 1, 5) >= '21000' then date '1899-12-30' + ${date1904 ? "1462 + " : ""}try_cast(substr(${norm}, 1, 5) as integer) + (case when ${isLastPart(norm)} then 1 else 0 end)
    end`;
  return inCalendar(day, "day");
}

/** A day, or null where it is in no year that an export can be of. */
export function inCalendar(day: Sql, name: string): Sql {
  return given(day, `any_${name}`, (one) => `case when ${one} between date '1900-01-01' and date '2100-12-31' then ${one} end`);
}

/** True for a moment that {@link dayOf} takes for the day that begins within a minute of it. */
export function isBeforeMidnight(norm: Sql): Sql {
  return `coalesce((regexp_matches(${norm}, '${pattern}') and regexp_matches(regexp_extract(${norm}, '${pattern}', 4), '${lastMinute}')) or (regexp_full_match(${norm}, '${serial}') and ${isLastPart(norm)}), false)`;
}

/** The last 1/1440 of a day. */
function isLastPart(norm: Sql): Sql {
  return `substr(${norm}, 6) >= '.9993055'`;
}

/** True for `yyyy-mm-dd` between 1900 and 2099, the form that needs no further look. */
export function isPlainDay(cell: Sql): Sql {
  return `regexp_full_match(${cell}, '${plain}')`;
}
