import type { ColumnType } from "../contracts.ts";
import { FileFault } from "./file-fault.ts";

/** The kinds of column that say which period a row is of, and that a title may say for a whole table. */
export type PeriodType = Extract<ColumnType, "month" | "quarter" | "year">;

/** Where people write a table's period, but for its own column. */
export interface PeriodPlaces {
  /** texts above the header */
  readonly titles: readonly string[];
  /** '' for a text file */
  readonly sheet: string;
  /** the file's name without its folders and its ending */
  readonly file: string;
  /** the same places as they came, where the texts here are parts of theirs: what sentences quote */
  readonly asWritten?: Omit<PeriodPlaces, "asWritten">;
}

export interface StatedPeriod {
  /** as a cell would say it: `2021-06`, `2021Q2`, `2021` */
  readonly text: string;
  /** for people: `标题「2021年6月税收月报」` */
  readonly place: string;
}

/** What one text says of periods. */
interface Mentions {
  readonly whole: readonly string[];
  /** a month or a quarter without its year */
  readonly parts: readonly string[];
  readonly years: readonly string[];
  /** a span longer than the column's period: `1-6月`, `累计` */
  readonly longer: string | undefined;
}

/** The texts above and around a table, each with where it stands. */
export function placesOf(places: PeriodPlaces): { readonly place: string; readonly text: string }[] {
  const { titles, sheet, file, asWritten = places } = places;
  return [
    ...titles.map((text, index) => ({ place: `标题「${shortened(asWritten.titles[index] ?? text)}」`, text })),
    { place: `工作表名「${shortened(asWritten.sheet)}」`, text: sheet },
    { place: `文件名「${shortened(asWritten.file)}」`, text: file },
  ];
}

export function isPeriod(type: ColumnType): type is PeriodType {
  return type === "month" || type === "quarter" || type === "year";
}

/**
 * The period that title, sheet and file name agree on, for a table without a column of it: «2021年6月税收月报», a sheet 6月 in
 * 税收月报_2021.xlsx, 税收月报_202106.csv. A part in one place («6月») takes the year of another. Days are no periods: a title
 * often bears the day on which the table was made; but «2021-06-01至2021-06-30» is June.
 *
 * @returns undefined where no place says one
 * @throws FileFault `period_conflict` naming two places that differ, `period_longer` for one that speaks of several months
 */
export function statedPeriod(type: PeriodType, around: PeriodPlaces): StatedPeriod | undefined {
  const places = placesOf(around).map(({ place, text }) => ({ place, found: mentionsIn(text, type) }));
  for (const { place, found } of places) if (found.longer !== undefined) throw new FileFault("period_longer", { place, period: found.longer });
  const years = new Set(places.flatMap(({ found }) => [...found.years, ...found.whole.map((one) => one.slice(0, 4))]));
  const [year, ...otherYears] = years;
  const stated = places.flatMap(({ place, found }) => [
    ...found.whole.map((text) => ({ text, place })),
    ...(year !== undefined && otherYears.length === 0 ? found.parts.map((part) => ({ text: `${year}${part}`, place })) : []),
  ]);
  const [first] = stated;
  const other = stated.find(({ text }) => text !== first?.text);
  if (first && other) throw new FileFault("period_conflict", { place: first.place, period: first.text, other_place: other.place, other: other.text });
  return first;
}

/** Arabic figures for 二〇二一年六月, 十二月份, 第二季度. */
export function withFigures(text: string): string {
  const digits = "〇一二三四五六七八九";
  return text
    .normalize("NFKC")
    .replaceAll(/[零○Ｏ]/g, "〇")
    .replaceAll(/[〇一二三四五六七八九]{4}(?=年)/g, (year) => Array.from(year, (digit) => digits.indexOf(digit)).join(""))
    .replaceAll(/十([一二]?)(?=月)/g, (_, one: string) => String(10 + (one === "" ? 0 : digits.indexOf(one))))
    .replaceAll(/(?<!十)([一二三四五六七八九])(?=月|季)/g, (_, one: string) => String(digits.indexOf(one)));
}

const day = /((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日?|((?:19|20)\d\d)([-/.])(\d{1,2})\5(\d{1,2})|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)/g;
/** Two days, each by now as its month in marks that no text has. */
const dayRange = /\u0001(\d{4}-\d\d)\u0002起?(?:至|到|[-—–~])+\u0001(\d{4}-\d\d)\u0002止?/g;
const monthRange = /\d{1,2}月?(?:份)?[-—–~至到]+(?:(?:19|20)\d\d年)?\d{1,2}月/;
const moreThanMonth = /累计|[上下]半年|前[23]季度|[1-4]季度|全年/;

function mentionsIn(raw: string, type: PeriodType): Mentions {
  let text = withFigures(raw).replaceAll(/\s/g, "");
  const whole: string[] = [];
  let longer: string | undefined;
  text = text.replaceAll(day, (_, ...found: string[]) => `\u0001${found[0] ?? found[3] ?? found[7]}-${(found[1] ?? found[5] ?? found[8])!.padStart(2, "0")}\u0002`);
  // a range of days speaks of the month that it fills
  text = text.replaceAll(dayRange, (_, from: string, to: string) => {
    if (from === to) whole.push(...(type === "month" ? [from] : []));
    else if (type === "month") longer ??= `${from}至${to}`;
    return " ";
  });
  // a day alone is when something was made, not what it is of
  text = text.replaceAll(/\u0001[^\u0002]*\u0002/g, " ");
  const parts: string[] = [];
  const years: string[] = [];
  if (type === "month") {
    longer ??= monthRange.exec(text)?.[0] ?? moreThanMonth.exec(text)?.[0];
    text = text.replaceAll(/(?<!\d)((?:19|20)\d\d)(?:年|[-./_])(1[0-2]|0?[1-9])(?!\d)(?:月份?)?|(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(?!\d)/g, (_, year: string, month: string, plainYear: string, plainMonth: string) => {
      whole.push(`${year ?? plainYear}-${(month ?? plainMonth).padStart(2, "0")}`);
      return " ";
    });
    for (const [, month] of text.matchAll(/(?<!\d)(1[0-2]|0?[1-9])月/g)) parts.push(`-${month!.padStart(2, "0")}`);
  }
  if (type === "quarter") {
    text = text.replaceAll(/(?<!\d)((?:19|20)\d\d)(?:年)?第?(?:([1-4])季度?|[Qq]([1-4]))/g, (_, year: string, quarter: string, letter: string) => {
      whole.push(`${year}Q${quarter ?? letter}`);
      return " ";
    });
    for (const [, quarter] of text.matchAll(/(?<!\d)第?([1-4])季度?/g)) parts.push(`Q${quarter!}`);
  }
  // of a month's report for a table of years, the year alone is not said
  if (type === "year") text = text.replaceAll(/(?<!\d)(?:19|20)\d\d年\d{1,2}月/g, " ");
  for (const [, year] of text.matchAll(/(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))/g)) years.push(year!);
  return type === "year" ? { whole: years, parts, years, longer: undefined } : { whole, parts, years, longer };
}

function shortened(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
}
