import type { Sql } from "../cells/sql.ts";

/** What a returned workbook adds to the sender's columns: where a row came from, why it was sent back, what to write instead. */
export const originHeader = "原文件位置";
export const reasonHeader = "退回原因";
export const mendHeader = "怎么改";
/** In the order in which they stand, to the right of the sender's columns. */
export const returnHeaders: readonly string[] = [originHeader, reasonHeader, mendHeader];

/** The first sheet of a returned workbook: the letter, with the list of its sheets. */
export const letterSheet = "退回函";

const untouched = "已入库，不用改（校验码 ";

/**
 * What stands in 原文件位置 of a row that came along with those that were sent back and is on file already.
 *
 * @param fingerprint  of its cells, as of `rowFingerprint`
 */
export function untouchedMark(fingerprint: string): string {
  return `${untouched}${fingerprint}）`;
}

/** SQL of the condition that a cell of 原文件位置 holds an {@link untouchedMark}, of whatever row. */
export function isUntouchedMark(cell: Sql): Sql {
  return `starts_with(${cell}, '${untouched}')`;
}

/** SQL of {@link untouchedMark}. */
export function untouchedMarkSql(fingerprint: Sql): Sql {
  return `'${untouched}' || ${fingerprint} || '）'`;
}

/** True for the sheet with the letter, under the name that it was given or a number behind it. */
export function isOurs(sheet: string): boolean {
  return sheet === letterSheet || new RegExp(`^${letterSheet} \\(\\d+\\)$`).test(sheet);
}
