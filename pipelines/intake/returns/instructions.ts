import { type Messages, sentence } from "../../messages.ts";
import type { CellCode } from "../messages.ts";

/** What to write instead, for each reason that sends a cell or row back; the cell's column stands before it. */
export const instructions = {
  missing: { zh: "补填这一格；本来就没有这一项的，把整行的数据清空", en: "fill in this cell; where there is no such item, clear the row" },
  figure_elsewhere: { zh: "在{expected}里补上这个企业这个月的数，两份一起再报", en: "add the figure to {expected} and send both again" },
  error_cell: { zh: "改成算出来的数或文字本身，不要公式", en: "write the value itself, no formula" },
  formula_unsaved: { zh: "改成算出来的数本身，不要公式", en: "write the value itself, no formula" },
  formula_stale: { zh: "核对后改成算出来的数本身，不要公式", en: "check it and write the value itself, no formula" },
  not_money: { zh: "改成 {expected} 这样的数，只写数字，单位照表头", en: "write a number such as {expected}, digits only, in the header's unit" },
  not_number: { zh: "改成 {expected} 这样的数，只写数字，单位照表头", en: "write a number such as {expected}, digits only, in the header's unit" },
  too_large: { zh: "核对单位和小数点，改成表头单位下的数", en: "check unit and decimal point and write the number in the header's unit" },
  not_percent: { zh: "改成 {expected} 这样带百分号的数", en: "write a percentage with its sign, such as {expected}" },
  ambiguous_percent: { zh: "补上百分号，改成 {expected} 这样的数", en: "add the per cent sign: {expected}" },
  number_rounded: { zh: "对照原件重填全部数字（这一格已设为文本）", en: "write all digits again from the original (the cell is text now)" },
  months_missing: { zh: "补报前面缺的月份（没有发生的报 0），本行不用改", en: "send the months that are missing before it, 0 where there was nothing, and leave this row" },
  files_disagree: { zh: "核对哪一行对：对的一行不动，另一行把数据清空；或者两行改成一样", en: "find the right row and clear the other, or make both the same" },
  broken_text: { zh: "对照原件，把「�」改成原来的字", en: "write the lost characters again from the original" },
  not_integer: { zh: "改成 {expected} 这样的整数", en: "write a whole number such as {expected}" },
  not_bool: { zh: "改成 {expected} 中的一个", en: "write one of {expected}" },
  not_date: { zh: "改成 {expected} 这样的日期", en: "write a date such as {expected}" },
  not_month: { zh: "改成 {expected} 这样的月份", en: "write a month such as {expected}" },
  month_span: { zh: "改成一个月，如 2021-04；几个月的数请按月分开报", en: "write one month such as 2021-04; send the figures of several by month" },
  ambiguous_month: { zh: "改成 {expected} 这样的月份，月份写两位", en: "write a month such as {expected}, with two digits" },
  not_quarter: { zh: "改成 {expected} 这样的季度", en: "write a quarter such as {expected}" },
  not_year: { zh: "改成 {expected} 这样的四位年度", en: "write a year of four digits such as {expected}" },
  not_listed: { zh: "改成其中的一个：{expected}", en: "write one of: {expected}" },
  not_town: { zh: "改成其中的一个：{expected}", en: "write one of: {expected}" },
  code_length: { zh: "对照营业执照，填全 18 位统一社会信用代码", en: "write all 18 characters of the credit code from the licence" },
  code_characters: { zh: "对照营业执照重填，字母 I、O、S、V、Z 多半是数字 1、0、5 或别的字母", en: "write it again from the licence; I, O, S, V, Z are likely 1, 0, 5 or other letters" },
  code_check: { zh: "对照营业执照，逐位核对后重填", en: "compare it with the licence character by character" },
  code_rounded: { zh: "对照营业执照重填 18 位代码（这一格已设为文本）", en: "write the 18 characters again from the licence (the cell is text now)" },
  too_many_cells: { zh: "把多出来的内容放回应在的列，「｜」后面的删去", en: "move the surplus to the column where it belongs and delete what follows ｜" },
  name_unknown: { zh: "填上统一社会信用代码，或改成企业名录里的名称：{expected}", en: "write the credit code, or the name in the directory: {expected}" },
  name_ambiguous: { zh: "填上统一社会信用代码，说明是哪一家：{expected}", en: "write the credit code to say which one it is: {expected}" },
} as const satisfies Messages & Readonly<Record<CellCode, unknown>>;

/** @throws Error for a code that no row is sent back for */
export function instruction(code: string, expected: string): string {
  const found = instructions[code as CellCode];
  if (!found) throw new Error(`no instruction for ${code}`);
  return sentence(found, "zh", { expected: expected === "" ? "规定的写法" : expected });
}
