import type { Column, Contract } from "../contracts.ts";
import { type OtherFigures, explains, otherFiguresIn } from "./other-figures.ts";
import { FileFault } from "./file-fault.ts";
import { type PeriodPlaces, placesOf, statedPeriod, withFigures } from "./stated-period.ts";

/** What says that a table's figures are the year's sums up to a month, and where it stands. */
export interface Cumulative extends OtherFigures {
  /** only a span of months says it («1-6月»): of rows of several months it says nothing */
  readonly isSpan: boolean;
  /** the month that a span goes up to (`06`), where one is said */
  readonly end: string | undefined;
}

const wordOf = /(?:本年度?|当年|全年|自?年初)?(?:累计|累积)(?:[数额值]|发生额|完成额?)?|自?年初至今|本年至今/;
const words = new RegExp(wordOf, "g");
const to = "起?[-—–~至到]+";
const year = "((?:19|20)\\d\\d)";
const upTo = "(1[0-2]|0?[1-9])";

/** Spans from January, each with the year or years and the month that it goes up to. */
const spans: readonly { readonly form: RegExp; readonly found: (groups: readonly (string | undefined)[]) => { readonly years: readonly (string | undefined)[]; readonly month: string } }[] = [
  // first and last day
  { form: new RegExp(`(?<!\\d)${year}年0?1月0?1日${to}(?:${year}年)?${upTo}月(?:2[89]|3[01])日?止?`), found: ([from, until, month]) => ({ years: [from, until], month: month! }) },
  { form: new RegExp(`(?<!\\d)${year}([-/.])0?1\\2 ?0?1${to}${year}\\2${upTo}\\2(?:2[89]|3[01])(?!\\d)止?`), found: ([from, , until, month]) => ({ years: [from, until], month: month! }) },
  { form: new RegExp(`(?<!\\d)${year}0101${to}${year}(1[0-2]|0[1-9])(?:2[89]|3[01])(?!\\d)`), found: ([from, until, month]) => ({ years: [from, until], month: month! }) },
  // 2021-01至2021-06, 202101-202106
  { form: new RegExp(`(?<!\\d)${year}[-/.]?01${to}${year}[-/.]?(1[0-2]|0[1-9])(?!\\d)`), found: ([from, until, month]) => ({ years: [from, until], month: month! }) },
  // 1-6月, 2021年1月至6月, 2021年1月—2021年6月
  { form: new RegExp(`(?:(?<!\\d)${year}[年.])?(?<!\\d)0?1月?份?${to}(?:${year}年)?${upTo}月份?`), found: ([from, until, month]) => ({ years: [from, until], month: month! }) },
  { form: /(?:(?<!\d)((?:19|20)\d\d)年?)?上半年|(?:(?<!\d)((?:19|20)\d\d)年?)?前2季度/, found: ([one, other]) => ({ years: [one ?? other], month: "6" }) },
  { form: /(?:(?<!\d)((?:19|20)\d\d)年?)?前3季度/, found: ([one]) => ({ years: [one], month: "9" }) },
  { form: /(?:(?<!\d)((?:19|20)\d\d)年?)?(?<![前\d至到—–~-])第?1季度/, found: ([one]) => ({ years: [one], month: "3" }) },
  { form: /(?:(?<!\d)((?:19|20)\d\d)年?)?全年/, found: ([one]) => ({ years: [one], month: "12" }) },
];

/** A text without the words that make its figures the year's sums: «2021年1-6月累计» is left as «2021年6月». */
export function withoutSums(raw: string): { readonly text: string; readonly word: string | undefined; readonly span: string | undefined; readonly end: string | undefined } {
  let text = withFigures(raw).replaceAll(/\s/g, "");
  const word = wordOf.exec(text)?.[0];
  let span: string | undefined;
  let end: string | undefined;
  for (const { form, found } of spans) {
    const match = form.exec(text);
    if (!match || span !== undefined) continue;
    const { years, month } = found(match.slice(1));
    const [first, ...others] = years.filter((one) => one !== undefined);
    // more than a year, or 上年
    if (others.some((one) => one !== first)) continue;
    span = match[0];
    end = month.padStart(2, "0");
    text = `${text.slice(0, match.index)}${first === undefined ? "" : `${first}年`}${Number(month)}月${text.slice(match.index + match[0].length)}`;
  }
  return { text: text.replaceAll(words, ""), word, span, end };
}

/** A header's text without them, the month that it goes up to included: «1-6月累计（万元）» is «（万元）». */
export function headerWithoutSums(raw: string): { readonly text: string; readonly isSum: boolean } {
  const { text, word, span } = withoutSums(raw);
  if (word === undefined && span === undefined) return { text: raw, isSum: false };
  const bare = span === undefined ? text : text.replace(/(?:(?:19|20)\d\d年)?\d{1,2}月/, "");
  return { text: bare.replaceAll(/\(\)|\[\]|【】/g, "").replace(/^[-—:：、,]+|[-—:：、,]+$/g, ""), isSum: true };
}

/** Headers of the month's own figures, or of sums beside others: then no title says what all figures are. */
const ownHeader = /本月|当月|本期|累计|累积|年初至今/;

/**
 * What of title, sheet's and file's name says that a data set's figures are the year's sums up to a month, where the data set may be sent so.
 * A file may be called after the span of its months while a title or the sheet names one: then its name says nothing.
 */
export function cumulativeSaid(contract: Contract, headers: readonly string[], places: PeriodPlaces): Cumulative | undefined {
  if (contract.cumulative.length === 0 || headers.some((header) => ownHeader.test(header))) return undefined;
  const all = placesOf(places);
  const isNear = all.some(({ place, text }) => !isFile(place) && withoutSums(text).span === undefined && /(?<!\d)(?:1[0-2]|0?[1-9])月(?!\d)/.test(withFigures(text).replaceAll(/\s/g, "")) && !wordOf.test(text));
  let found: Cumulative | undefined;
  for (const { place, text } of all) {
    if (isFile(place) && isNear) continue;
    const isNote = explains.test(text);
    const { word, span, end } = withoutSums(text);
    const isWord = word !== undefined && wordOf.test(otherFiguresIn(text, contract, headers, isNote) ?? "");
    if (isWord && (found === undefined || found.isSpan)) found = { word, place, isSpan: false, end: found?.end };
    if (span !== undefined && !isNote) found = { ...(found ?? { word: span, place, isSpan: true }), end: found?.end ?? end };
  }
  return found;
}

function isFile(place: string): boolean {
  return place.startsWith("文件名");
}

/** The places as they would be of the last month's own figures: what they say of the month is to be read, and that they are sums is known. */
export function placesWithoutSums(places: PeriodPlaces): PeriodPlaces {
  const { titles, sheet, file } = places;
  const plain = (text: string) => (explains.test(text) ? text : withoutSums(text).text);
  return { titles: titles.map(plain), sheet: plain(sheet), file: plain(file), asWritten: places };
}

/** The columns of a table of sums that are sums themselves, and so differenced. */
export function isSummed(contract: Contract, { name }: Column): boolean {
  return contract.cumulative.includes(name);
}

/**
 * What a file's name says of the period of a table that has none of its own: the same content under names of two months is two
 * months' figures. '' where it says nothing clear.
 */
export function periodNamed(file: string): string {
  const { text, word, span } = withoutSums(file);
  const kind = word === undefined && span === undefined ? "" : "累计";
  for (const type of ["month", "quarter", "year"] as const) {
    try {
      const said = statedPeriod(type, { titles: [], sheet: "", file: text });
      if (said) return `${said.text}${kind}`;
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
    }
  }
  return "";
}
