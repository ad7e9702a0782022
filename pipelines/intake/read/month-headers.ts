import type { Column, Contract } from "../contracts.ts";
import { type HeaderMatch, type HeaderNames, headerForm, isUnitMark } from "./header-names.ts";
import { withFigures } from "./stated-period.ts";

/** What a column's header is, where months stand side by side. */
export type MonthHeader =
  | { readonly kind: "month"; readonly month: number; readonly year: string | undefined; /** undefined: it names no figure */ readonly match: HeaderMatch | undefined; /** what it says beside the month */ readonly rests: readonly string[] }
  | { readonly kind: "sum"; /** the months that it sums up: all where undefined */ readonly of: readonly [first: number, last: number] | undefined; readonly column: Column | undefined }
  | { readonly kind: "plain"; readonly match: HeaderMatch }
  /** a month over what is no figure: a title that the rows below are taken for a part of */
  | { readonly kind: "titled" }
  /** one day's */
  | { readonly kind: "day" }
  /** `month`: what it says of a month is not known to be its figure (预计, 累计); `isUnclear`: «2021.1», which is January or October; `shortYear`: «Jan-21», which is of 2021 or the 21st */
  | { readonly kind: "other"; readonly month?: number; readonly year?: string | undefined; readonly isUnclear?: boolean; readonly shortYear?: number };

/** A figure that a sheet of months may be of: no part of the key, and a number. */
export function isFigure(contract: Contract, column: Column): boolean {
  return !contract.key.includes(column.name) && ["money", "mu", "number", "int", "percent"].includes(column.type);
}

const aYear = "((?:19|20)\\d\\d)";
const aMonth = "(1[0-2]|0?[1-9])";
/** A month with its year and nothing else: 2021年1月, 2021-01, 202101, 2021-01-01 as a workbook shows the first day of it. */
const whole = new RegExp(`^${aYear}(?:年|[-/._])${aMonth}(?:月份?|[-/.]0?1|月1日)?$`);
const digits = new RegExp(`^${aYear}(0[1-9]|1[0-2])$`);
const leading = new RegExp(`^(?:${aYear}年)?${aMonth}月份?(?![-—–~至到\\d])[-_]?(.*)$`);
const trailing = new RegExp(`^(.*?[^-—–~至到\\d(_])[(_]?(?<!\\d)(?:${aYear}年)?${aMonth}月份?\\)?$`);
const yearAlone = new RegExp(`^${aYear}年?度?$`);
const yearFirst = new RegExp(`^${aYear}年度?(?=\\D)`);
/** Says nothing beside a month that is named. */
const ofTheMonth = /^(本月数?|当月数?|本期数?|当期数?|金额|数额|实际数?|月份)$/;
const sumWord = /^(全年|年度|本年|累计|年)?(合计|总计|小计|累计|共计|总数)$|^全年(累计)?数?$|^年度累计数?$|^年度数$/;
const sumRange = new RegExp(`^${aMonth}月?份?[-—–~至到]+${aMonth}月份?(合计|累计|小计|数)*$`);
const sumQuarter = /^第?([1-4])季度?(合计|小计|累计|数)*$/;
const sumHalf = /^([上下])半年(合计|小计|累计|数)*$/;

const english = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const inEnglish = new RegExp(`^(?:${aYear}年?[-_/.,]?)?(${english})[.,]?(?:[-_/.,]?${aYear}年?)?(?![a-z\\d])`);
const startsOfNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** What a system may name a month by, for a quick look at many texts; RE2 as well as JavaScript reads it. */
export const monthMark = `月|^\\s*(19|20)\\d\\d(\\D?\\d\\d?){1,2}\\s*$|(?i)^\\s*((19|20)\\d\\d\\W?)?(${startsOfNames.join("|")})`;
const mark = new RegExp(monthMark.replaceAll("(?i)", ""), "i");
/** A day alone, or with its month: 1日, 6月1日, 2021-06-02. The first day is how workbooks write a month, too. */
const dayAlone = new RegExp(`^${"(?:(?:19|20)\\d\\d[-/.年])?(?:(?:1[0-2]|0?[1-9])月)?"}(?:3[01]|[12]\\d|0?[1-9])[日号](?:\\([^()]*\\))?$|^(?:19|20)\\d\\d([-/.])(?:1[0-2]|0?[1-9])\\1(?:3[01]|[12]\\d|0?[2-9])$|^(?:19|20)\\d\\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\\d|0[1-9])$`);
const unclear = /^((?:19|20)\d\d)\.1$/;

/** True for a text that may be a month's header: a quick look, before anything is matched. */
export function mayNameMonth(text: string): boolean {
  return mark.test(text.normalize("NFKC")) || isDay(text);
}

/** True for a text that is a day. */
export function isDay(text: string): boolean {
  const form = formOf(text);
  return dayAlone.test(form) && !whole.test(form);
}

/** True for a text that is a month and nothing else. */
export function isMonthHeader(text: string): boolean {
  const form = formOf(text);
  return whole.test(form) || (form.endsWith("月") && leading.exec(form)?.[3] === "");
}

/** @param parts  the header's texts from top to bottom, the groups first */
export function monthHeader(parts: readonly string[], contract: Contract, names: HeaderNames): MonthHeader {
  let month: number | undefined;
  let year: string | undefined;
  const rests: string[] = [];
  if (parts.some(isDay)) return { kind: "day" };
  for (const part of parts) {
    const ambiguous = unclear.exec(formOf(part));
    if (ambiguous) return { kind: "other", month: 1, year: ambiguous[1], isUnclear: true };
    const shortened = /^(\d{1,2})月[-'’](\d{1,2})$/.exec(formOf(part));
    if (shortened) return { kind: "other", month: Number(shortened[1]), shortYear: Number(shortened[2]) };
    const found = monthIn(formOf(part));
    if (found.month !== undefined) {
      // two months in one header are none
      if (month !== undefined && month !== found.month) return { kind: "other" };
      month = found.month;
    }
    year = found.year ?? year;
    if (found.rest !== "" && !ofTheMonth.test(found.rest)) rests.push(found.rest);
  }
  if (month !== undefined) {
    if (rests.every(isUnitMark)) return { kind: "month", month, year, match: undefined, rests };
    const match = names.match(rests);
    if (match && !isFigure(contract, match.column)) return { kind: "titled" };
    return match ? { kind: "month", month, year, match, rests } : { kind: "other", month, year };
  }
  const match = names.match(parts.filter((part) => part !== "" && !yearAlone.test(formOf(part))));
  if (match) return isFigure(contract, match.column) ? { kind: "sum", of: undefined, column: match.column.year_to_date_of === undefined ? match.column : contract.columns.find(({ name }) => name === match.column.year_to_date_of)! } : { kind: "plain", match };
  const sums = rests.map(sumOf);
  const at = sums.findIndex((sum) => sum !== undefined);
  if (at < 0) return { kind: "other" };
  const others = rests.filter((rest, index) => index !== at && !isUnitMark(rest));
  const figure = others.length > 0 ? names.match(others) : undefined;
  return others.length > 0 && !figure ? { kind: "other" } : { kind: "sum", of: sums[at] === "all" ? undefined : (sums[at] as [number, number]), column: figure?.column };
}

function formOf(text: string): string {
  const form = headerForm(withFigures(text));
  const found = inEnglish.exec(form);
  if (!found) return form;
  const year = found[1] ?? found[3];
  return `${year === undefined ? "" : `${year}年`}${startsOfNames.indexOf(found[2]!.slice(0, 3)) + 1}月${form.slice(found[0].length)}`;
}

function monthIn(form: string): { month: number | undefined; year: string | undefined; rest: string } {
  const alone = whole.exec(form) ?? digits.exec(form);
  if (alone) return { month: Number(alone[2]), year: alone[1], rest: "" };
  const first = leading.exec(form);
  if (first) return { month: Number(first[2]), year: first[1], rest: first[3]! };
  const last = trailing.exec(form);
  if (last) return { month: Number(last[3]), year: last[2], rest: last[1]! };
  if (yearAlone.test(form)) return { month: undefined, year: form.slice(0, 4), rest: "" };
  return { month: undefined, year: yearFirst.exec(form)?.[1], rest: form.replace(yearFirst, "") };
}

function sumOf(rest: string): "all" | readonly [number, number] | undefined {
  const form = rest.replace(/\([^()]*\)$/, "");
  if (sumWord.test(form)) return "all";
  const range = sumRange.exec(form);
  if (range) return [Number(range[1]), Number(range[2])];
  const quarter = sumQuarter.exec(form)?.[1];
  if (quarter !== undefined) return [Number(quarter) * 3 - 2, Number(quarter) * 3];
  const half = sumHalf.exec(form)?.[1];
  return half === undefined ? undefined : half === "上" ? [1, 6] : [7, 12];
}
