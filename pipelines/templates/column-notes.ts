import { type Column, type Contract, loadTowns } from "../intake/contracts.ts";
import { syntheticCode } from "../sample/credit-code.ts";

/** What the clerk who fills in a column needs to know. */
export interface ColumnNotes {
  /** the header with its unit, as the data sheet has it */
  readonly header: string;
  readonly unit: string;
  /** the only values that can be chosen, or none */
  readonly values: readonly string[];
  /** how to write it, one sentence */
  readonly howTo: string;
  /** made up; a row of these loads */
  readonly example: string;
}

/** The notes of a column; every value that they name is one that `load` takes. */
export function notesOf(contract: Contract, column: Column): ColumnNotes {
  const unit = column.type === "percent" ? "%" : (column.unit ?? "");
  return {
    header: unit === "" ? column.zh : `${column.zh}（${unit}）`,
    unit,
    values: valuesOf(column),
    howTo: `${howTo(column)}${column.year_to_date_of ? "，从 1 月累计到本月" : ""}${isNamedInstead(contract, column) ? "；没有代码时按名称到企业名录里找，只有恰好一家同名才行" : ""}`,
    example: exampleOf(column),
  };
}

function isNamedInstead(contract: Contract, column: Column): boolean {
  return contract.match !== undefined && column.type === "id";
}

function valuesOf(column: Column): readonly string[] {
  if (column.type === "bool") return ["是", "否"];
  if (column.type === "town") return [...loadTowns().keys()];
  return column.values ?? [];
}

function howTo(column: Column): string {
  switch (column.type) {
    case "id":
      return "18 位统一社会信用代码，校验位要对";
    case "money":
      return "数字；单位不是万元时，把表头括号里的单位改成（元）或（亿元）";
    case "mu":
      return "数字；也可以把表头括号里的单位改成（平方米）";
    case "number":
      return "数字";
    case "percent":
      return "百分之几，如 4.35 表示 4.35%";
    case "int":
      return "整数";
    case "year":
      return "四位年份";
    case "bool":
      return "是或否";
    case "date":
      return "日期，如 2021-04-26";
    case "month":
      return "月份，如 2021-04";
    case "quarter":
      return "季度，如 2021Q2";
    case "town":
    case "enum":
      return "从下拉框里选";
    case "text":
      return column.values ? "从下拉框里选" : "文字";
  }
}

/** Examples of free text, by column; others are numbers of papers. */
const texts: Readonly<Record<string, string>> = {
  企业名称: "示例青岩机械有限公司",
  获得者: "示例青岩机械有限公司",
  借款人: "示例青岩机械有限公司",
  行业代码: "C3411",
  行业名称: "金属成形机床制造",
  帮包领导: "示例甲",
  创业人员: "示例乙",
  出库原因: "示例原因",
  事由: "示例事由",
  认定部门: "示例主管部门",
  检查部门: "示例检查部门",
  项目名称: "示例机械加工线改造项目",
  展会名称: "示例产业博览会",
  解决问题: "示例：协调用工",
  宗地号: "示例宗地1-1",
  标准号: "示例标准1-2021",
  等次: "一等",
  承办部门: "示例承办部门",
};

function exampleOf(column: Column): string {
  switch (column.type) {
    case "id":
      return syntheticCode(0, 0);
    case "money":
      return "1234.56";
    case "mu":
      return "36.5";
    case "number":
      return "1280.5";
    case "percent":
      return "4.35";
    case "int":
      return "2";
    case "year":
      return "2021";
    case "bool":
      return "是";
    case "date":
      return "2021-04-26";
    case "month":
      return "2021-04";
    case "quarter":
      return "2021Q2";
    case "town":
    case "enum":
      return valuesOf(column)[0] ?? "";
    case "text":
      return column.values?.[0] ?? texts[column.zh] ?? `示例${column.zh}001`;
  }
}
