import type { BookType } from "@e965/xlsx";
import type { Chance } from "./random.ts";

/** A form that an office program or a bureau's system gives a workbook, and what it calls the file. */
export interface BookForm {
  readonly ending: "xlsx" | "xls" | "et" | "xlsb" | "ods" | "xml";
  readonly type: BookType;
  /** in words, for the manifest; none for the usual one */
  readonly oddity?: string;
  /** it holds one sheet */
  readonly isPage?: boolean;
  /** it keeps a failed formula as the text that it shows */
  readonly hasTextErrors?: boolean;
}

const usual: BookForm = { ending: "xlsx", type: "xlsx" };
const others: readonly BookForm[] = [
  { ending: "xls", type: "biff8", oddity: "旧版xls" },
  { ending: "et", type: "biff8", oddity: "WPS的et" },
  { ending: "xlsb", type: "xlsb", oddity: "二进制的xlsb" },
  { ending: "ods", type: "ods", oddity: "ods", hasTextErrors: true },
  { ending: "xml", type: "xlml", oddity: "XML表格" },
  { ending: "xls", type: "xlml", oddity: "XML表格，后缀xls" },
  { ending: "xls", type: "html", oddity: "网页，后缀xls", isPage: true },
];

/**
 * The form of one workbook.
 *
 * @param rate    of forms that are not the usual one
 * @param sheets  how many there are: a web page holds one
 */
export function bookForm(chance: Chance, rate: number, sheets: number): BookForm {
  return chance.chance(rate) ? chance.pick(others.filter(({ isPage }) => !isPage || sheets === 1)) : usual;
}
