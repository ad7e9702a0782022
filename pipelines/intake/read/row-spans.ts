import type { Contract } from "../contracts.ts";
import { type Cumulative, withoutSums } from "./cumulative.ts";
import { FileFault } from "./file-fault.ts";
import { statedPeriod } from "./stated-period.ts";

/** The spans of months that the rows of a table are of, each from January: the text of a cell → the month that it goes up to. */
export interface RowSpans {
  readonly upTo: ReadonlyMap<string, string>;
  readonly cumulative: Cumulative;
}

/**
 * What a column of periods says where all the rows that were looked at are of several months: «2021-01-01至2021-06-30», «2021年1-6月».
 * From January they are the year's sums, where the data set may be sent so.
 *
 * @param texts  the column's cells in the first rows of data, those without a figure left out
 * @param place  for people: `「所属期」列`
 * @returns undefined where some row is of one month: then each is looked at by itself
 * @throws FileFault `rows_span` where they are no sums from January up to one month, or the data set cannot be sent so
 */
export function rowSpans(texts: readonly string[], contract: Contract, place: string): RowSpans | undefined {
  const found = [...new Set(texts)].map((text) => ({ text, ...spanIn(text) }));
  if (found.length === 0 || found.some(({ isSpan }) => !isSpan)) return undefined;
  const [first] = found;
  const isSum = contract.cumulative.length > 0 && found.every(({ month }) => month !== undefined && month === first!.month);
  if (!isSum) throw new FileFault("rows_span", { place, period: first!.text, name: contract.name });
  return { upTo: new Map(found.map(({ text, month }) => [text, month!])), cumulative: { word: first!.text, place, isSpan: false, end: first!.month!.slice(5) } };
}

/** Whether a text is of several months, and the month that it goes up to, where it begins in January of that year. */
function spanIn(text: string): { readonly isSpan: boolean; readonly month: string | undefined } {
  const period = (of: string) => statedPeriod("month", { titles: [of], sheet: "", file: "" })?.text;
  try {
    const whole = period(text);
    // January's days are a month
    if (whole !== undefined) return { isSpan: false, month: whole };
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    const { text: plain, span } = withoutSums(text);
    return { isSpan: true, month: span === undefined ? undefined : quietly(() => period(plain)) };
  }
  return { isSpan: false, month: undefined };
}

function quietly(ask: () => string | undefined): string | undefined {
  try {
    return ask();
  } catch (fault) {
    if (fault instanceof FileFault) return undefined;
    throw fault;
  }
}
