import { type CellReader, blankTexts, reasonOr } from "./cell-reader.ts";
import { literals } from "./sql.ts";

const yes = ["是", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1", "1.0", "有", "对"];
const no = ["否", "×", "✗", "✘", "☒", "X", "N", "NO", "F", "FALSE", "0", "0.0", "无", "没有", "不是", "错"];

/** Reads a yes or a no. Here 无 is the opposite of 有, a no; in every other column it is a blank. */
export function boolReader(): CellReader {
  return {
    quick: (cell) => `(case ${cell} when '是' then true when '否' then false end)`,
    read: (norm) => `(case when upper(${norm}) in (${literals(yes)}) then true when upper(${norm}) in (${literals(no)}) then false end)`,
    reason: (norm) => reasonOr(norm, "'not_bool'"),
    expected: "是/否",
    blanks: blankTexts.filter((text) => text !== "无"),
  };
}
