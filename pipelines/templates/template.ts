import type { Column, Contract } from "../intake/contracts.ts";
import { type ColumnNotes, notesOf } from "./column-notes.ts";
import { type CellStyle, columnName, type FormCell, type FormSheet, type FormWorkbook, lastRuledRow, type Validation } from "./workbook-parts.ts";

/** The sheet that says how the form is filled in. */
export const notesSheetName = "填表说明";
/** The hidden sheet behind the drop-down lists. */
export const listsSheetName = "下拉选项";

/**
 * The blank form of one data set. Its first sheet bears the data set's name, which is how `load` knows it, and holds the
 * header alone; what a row looks like is on the notes sheet, column by column, so that no example is ever loaded.
 * The lists behind the drop-downs are on a hidden sheet, since a list in the rule itself ends at 255 characters.
 */
export function templateOf(contract: Contract): FormWorkbook {
  const columns = contract.columns.map((column) => ({ column, notes: notesOf(contract, column) }));
  const listed = columns.filter(({ notes }) => notes.values.length > 0);
  const rangeOf = (column: Column) => {
    const index = listed.findIndex((each) => each.column === column);
    const name = columnName(index);
    return `'${listsSheetName}'!$${name}$2:$${name}$${listed[index]!.notes.values.length + 1}`;
  };
  const sheets: FormSheet[] = [
    {
      name: contract.name,
      frozenRows: 1,
      columns: columns.map(({ column, notes }) => ({ width: widthOf(column, notes), style: cellStyle(column) })),
      rows: [columns.map(({ column, notes }): FormCell => ({ text: notes.header, style: column.required ? "required" : "optional" }))],
      validations: columns.flatMap(({ column, notes }, index) => {
        const rule = ruleOf(column, notes, rangeOf);
        return rule ? [{ column: index, ...rule, prompt: promptOf(column, notes), promptTitle: column.zh }] : [];
      }),
    },
    notesSheet(contract, columns),
  ];
  if (listed.length > 0) sheets.push(listsSheet(listed));
  return { sheets };
}

function cellStyle(column: Column): CellStyle {
  if (column.type === "date") return "date";
  // a code or a month that a spreadsheet takes for a number or a day would be changed by it
  return ["id", "text", "town", "enum", "month", "quarter", "bool"].includes(column.type) ? "text" : "plain";
}

function widthOf(column: Column, notes: ColumnNotes): number {
  if (column.type === "id") return 24;
  return Math.min(30, Math.max(12, 2.2 * notes.header.length + 2));
}

function ruleOf(column: Column, notes: ColumnNotes, rangeOf: (column: Column) => string): Pick<Validation, "rule" | "severity"> | undefined {
  if (notes.values.length > 0) return { rule: { kind: "list", range: rangeOf(column) }, severity: "stop" };
  switch (column.type) {
    case "id":
      return { rule: { kind: "length", length: 18 }, severity: "stop" };
    case "money":
    case "mu":
    case "number":
    case "percent":
      return { rule: { kind: "number" }, severity: "warning" };
    case "int":
    case "year":
      return { rule: { kind: "whole" }, severity: "warning" };
    case "date":
      return { rule: { kind: "date" }, severity: "warning" };
    default:
      return undefined;
  }
}

function promptOf(column: Column, notes: ColumnNotes): string {
  return `${column.required ? "必填" : "可以不填"}。${notes.howTo}。${notes.values.length > 0 ? "" : `示例：${notes.example}`}`;
}

function notesSheet(contract: Contract, columns: readonly { column: Column; notes: ColumnNotes }[]): FormSheet {
  const line = (text: string, style?: CellStyle): FormCell[] => [{ text, style }];
  const key = contract.columns.filter(({ name }) => contract.key.includes(name)).map(({ zh }) => zh);
  return {
    name: notesSheetName,
    columns: [{ width: 22 }, { width: 10 }, { width: 14 }, { width: 46 }, { width: 48 }, { width: 26 }],
    rows: [
      line(`${contract.name}填表说明`, "title"),
      line(`报送单位：${senderOf(contract)}`),
      line(`填在「${contract.name}」这张表里，从第 2 行起，一行一条；不要改表名和表头的列名，列的先后可以变，最多 ${lastRuledRow - 1} 行有下拉框和校验。`),
      line(`以 ${key.join("、")} 为准区分每一条；${key.length > 1 ? "这几列都" : "这一列"}相同的，后填的一行替代先填的。`),
      line("深色表头是必填列。没有的内容留空，或填「—」；不要填 0 代替没有。"),
      line(`文件名请以「${contract.name}」开头，如 ${contract.name}_2021年4月.xlsx。`),
      line("下面的「示例」一列从上到下就是一行填好的样子（虚构，不会被读入）。"),
      [],
      ["列名", "是否必填", "单位", "怎么填", "可以填的内容", "示例"].map((text) => ({ text, style: "required" as const })),
      ...columns.map(({ column, notes }) =>
        [column.zh, column.required ? "必填" : "选填", notes.unit, notes.howTo, notes.values.join("、"), notes.example].map((text) => ({ text, style: "wrapped" as const })),
      ),
    ],
  };
}

/** Contracts name senders in English where a bureau's name does not say it. */
function senderOf(contract: Contract): string {
  return contract.from.replace("any bureau", "各主管部门").replaceAll(" and ", "、").replace(/ *\(ships with the project\)/, "（随程序附带，一般不用填）");
}

function listsSheet(listed: readonly { column: Column; notes: ColumnNotes }[]): FormSheet {
  const longest = Math.max(...listed.map(({ notes }) => notes.values.length));
  return {
    name: listsSheetName,
    hidden: true,
    columns: listed.map(() => ({ width: 20, style: "text" as const })),
    rows: [
      listed.map(({ column }) => ({ text: column.zh, style: "text" as const })),
      ...Array.from({ length: longest }, (_, row) => listed.map(({ notes }) => ({ text: notes.values[row] ?? "", style: "text" as const }))),
    ],
  };
}
