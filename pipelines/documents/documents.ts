import { briefText } from "./brief.ts";
import { bulletinText } from "./bulletin.ts";
import { type Dispatch, withDispatch } from "./dispatch.ts";
import { writeDocument } from "./write.ts";

export interface DocumentOptions {
  /** the DuckDB file */
  readonly database: string;
  readonly out: string;
  readonly now: () => Date;
  /** hears of each month that is computed aside */
  readonly onBuild?: (month: string) => void;
}

export interface WrittenDocument {
  /** the document first, then its annexes */
  readonly files: readonly string[];
  readonly month: string;
  /** the month that the database shows; another than `month` where it was computed aside */
  readonly visible_month: string;
}

/** `2021-09` less so many months. */
export function monthsBefore(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** The last month of `2021Q3`. */
export function lastMonthOf(quarter: string): string {
  return `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3).padStart(2, "0")}`;
}

/**
 * Writes the monthly dispatch with its annexes.
 *
 * @param month  `2021-09`
 * @throws D521Error of `withDispatch`, `writeDocument`, `no_chinese_font` (3)
 */
export function writeBrief(month: string, options: DocumentOptions): Promise<WrittenDocument> {
  return write(month, monthsBefore(month, 1), options, async (dispatch) => writeDocument(await briefText(dispatch), dispatch.now, `521调度简报_${month}`, options.out, dispatch.knownAt));
}

/**
 * Writes the quarterly bulletin with its annexes.
 *
 * @param quarter  `2021Q3`
 * @throws as {@link writeBrief}
 */
export function writeBulletin(quarter: string, options: DocumentOptions): Promise<WrittenDocument> {
  const month = lastMonthOf(quarter);
  return write(month, monthsBefore(month, 3), options, async (dispatch) => writeDocument(await bulletinText(dispatch, quarter), dispatch.now, `521季度通报_${quarter}`, options.out, dispatch.knownAt));
}

async function write(month: string, monthBefore: string, { database, now, onBuild }: DocumentOptions, work: (dispatch: Dispatch) => Promise<string[]>): Promise<WrittenDocument> {
  return withDispatch({ file: database, month, monthBefore, clock: now, ...(onBuild && { onBuild }) }, async (dispatch) => ({ files: await work(dispatch), month, visible_month: dispatch.visibleMonth }));
}
