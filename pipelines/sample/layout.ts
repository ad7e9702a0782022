import type { Column, Contract } from "../intake/contracts.ts";
import type { SampleSheet } from "./files.ts";
import type { MoneyUnit } from "./mess-kinds.ts";
import { type Chance, chanceOf } from "./random.ts";

/** How a sheet's table stands on its page: what is above, between and below the rows of data. */
export interface Layout {
  /** rows above the header */
  readonly titles: readonly string[];
  /** the months stand below each other, each with its title and header, and no column says them */
  readonly isStacked: boolean;
  /** the months stand side by side, in place of all that is said of rows here */
  readonly wide: SampleSheet["wide"];
  /** in the order of the file */
  readonly columns: readonly Column[];
  /** one or two rows; a text is over every column of its group */
  readonly headers: readonly (readonly string[])[];
  /** ranges of the header that are merged, rows counted from the header's first */
  readonly merges: readonly { readonly row: number; readonly toRow: number; readonly column: number; readonly toColumn: number }[];
  /** a first column 序号 that no contract has */
  readonly isNumbered: boolean;
  readonly unit: MoneyUnit | undefined;
  /** 用地面积 in square metres, not in 亩 */
  readonly isInSquareMetres: boolean;
  readonly hasTotal: boolean;
  /** after so many rows of data; 0 for never */
  readonly subtotalEvery: number;
  readonly blankEvery: number;
  readonly headerEvery: number;
  /** page marks, headings of groups and signatures between the rows */
  readonly furnitureEvery: number;
  readonly notes: readonly string[];
  readonly delimiter: "," | "\t" | ";" | "|";
  readonly hasByteOrderMark: boolean;
  readonly isUtf16: boolean;
  /** the byte with the larger half of a character first */
  readonly isBigEndian: boolean;
  readonly hasHiddenSheet: boolean;
  /** days and months as a spreadsheet keeps them, not as text */
  readonly hasSerialDates: boolean;
  /** every so many rows of data one is hidden; it is data all the same. 0 for never */
  readonly hiddenEvery: number;
  /** amounts are formulas with their results stored */
  readonly hasFormulas: boolean;
  /** the disorder of the page, in words, for the manifest */
  readonly oddities: readonly string[];
}

/**
 * The page of one sheet. Clean, it is as bureaus send it: a workbook has a title, a total and a note, a text file just its
 * header. Each disorder of the page comes on top at the given rate.
 */
export function layoutOf(sheet: SampleSheet, contract: Contract, format: "xlsx" | "gb18030" | "utf8", rate: number, key: readonly (string | number)[]): Layout {
  const chance = chanceOf(...key, "layout");
  const isWorkbook = format === "xlsx";
  const oddities: string[] = [];
  const odd = (kind: string, possible = true): boolean => {
    // the question is always put, so that one answer does not shift the others
    const isOdd = chance.chance(rate) && possible;
    if (isOdd) oddities.push(kind);
    return isOdd;
  };
  const hasMoney = contract.columns.some(({ type }) => type === "money");
  const unit = odd("表头换单位", hasMoney && !sheet.unit) ? chance.pick(["元", "亿元"] as const) : sheet.unit;
  const isInSquareMetres = odd("面积用平方米", contract.columns.some(({ type }) => type === "mu"));
  const ordered = odd("列序不同") ? rotated(contract.columns, chance) : contract.columns;
  const isNumbered = odd("多出序号列");
  // asked of an own stream, so that earlier answers stay what they were
  const more = chanceOf(...key, "more");
  const alsoOdd = (kind: string, possible: boolean): boolean => {
    const isOdd = more.chance(rate) && possible;
    if (isOdd) oddities.push(kind);
    return isOdd;
  };
  const isMonthInTitle = sheet.month !== undefined && chanceOf(...key, "month").chance(rate);
  if (isMonthInTitle) oddities.push("月份只在标题");
  const isStacked = sheet.isByMonth === true && chanceOf(...key, "stacked").chance(rate);
  if (isStacked) oddities.push("各月上下排列");
  const columns = isMonthInTitle || isStacked ? ordered.filter(({ type }) => type !== "month") : ordered;
  const saysUnit = alsoOdd("表头写明万元", hasMoney && unit === undefined);
  const hasHalfWidthBrackets = alsoOdd("单位用半角括号", hasMoney || isInSquareMetres);
  const bracketed = (text: string) => (hasHalfWidthBrackets ? text.replace(/（(万元|元|亿元|平方米)）$/, "($1)") : text);
  const saidElsewhere = unit && hasMoney ? unitElsewhere(unit, rate, chanceOf(...key, "unit"), !isStacked) : undefined;
  if (saidElsewhere) oddities.push("单位不在表头");
  const headerUnit = saidElsewhere ? undefined : unit;
  const named = columns.map((column) => headerOf(column, headerUnit, isInSquareMetres, saysUnit)).map(bracketed);
  const aliased = odd("列名别名") ? columns.map((column, index) => aliasOf(column, headerUnit, isInSquareMetres, chance, saysUnit) ?? named[index]!).map(bracketed) : named;
  const spaced = odd("表头有空格和换行") ? aliased.map((text) => spacedOut(text, isWorkbook)) : aliased;
  const bottom = isNumbered ? ["序号", ...spaced] : spaced;
  const groups = moneyGroup(columns, isNumbered ? 1 : 0);
  const isTall = odd("两行合并表头", isWorkbook && groups !== undefined && !isStacked);
  const tall = isTall ? tallHeader(bottom, groups!) : { headers: [bottom], merges: [] };
  const hasTotal = isWorkbook || odd("合计行");
  const month = isMonthInTitle ? sheet.month : isStacked ? firstMonth(sheet) : undefined;
  const titles = isWorkbook || odd("标题行") || month !== undefined ? [titleOf(contract, month)] : [];
  if (odd("多行标题")) titles.push("填报单位：示例部门", `制表日期：2022年1月5日　　单位：${unitLine(contract, unit)}`);
  if (saidElsewhere?.above) titles.push(saidElsewhere.above);
  const wide = sheet.wide !== undefined && chanceOf(...key, "wide").chance(rate) ? sheet.wide : undefined;
  return {
    wide,
    titles,
    isStacked,
    columns,
    ...tall,
    isNumbered,
    unit,
    isInSquareMetres,
    hasTotal,
    subtotalEvery: odd("小计行") ? chance.whole(7, 40) : 0,
    blankEvery: odd("空行") ? chance.whole(9, 30) : 0,
    furnitureEvery: alsoOdd("续表、小标题和签字夹在行间", true) ? more.whole(8, 30) : 0,
    headerEvery: odd("表头重复") ? chance.whole(20, 50) : 0,
    notes: [...(isWorkbook ? ["注：示例数据，与任何真实企业无关。"] : []), ...(odd("多行表注") ? ["填表人：示例甲", "备注：1.数据来自示例系统；2.如有出入以本表为准。", "审核人：示例乙"] : []), ...(saidElsewhere?.below ? [saidElsewhere.below] : [])],
    delimiter: odd("制表符分隔", !isWorkbook) ? "\t" : alsoOdd("分号或竖线分隔", !isWorkbook) ? more.pick([";", "|"] as const) : ",",
    hasByteOrderMark: odd("有字节顺序标记", format === "utf8"),
    isUtf16: odd("UTF-16编码", !isWorkbook),
    isBigEndian: more.chance(0.5),
    hasHiddenSheet: odd("隐藏的草稿表", isWorkbook),
    hasSerialDates: isWorkbook && chance.chance(0.5),
    hiddenEvery: odd("隐藏的行", isWorkbook) ? chance.whole(5, 20) : 0,
    hasFormulas: odd("金额是公式", isWorkbook && hasMoney),
    // last: all questions are answered
    oddities: wide ? [wideNames[wide], ...oddities.filter((kind) => ofText.includes(kind))] : oddities,
  };
}

const wideNames = { columns: "各月横排", tables: "各月左右并排" } as const;
/** Disorder of a text file, whatever stands on its page. */
const ofText: readonly string[] = ["制表符分隔", "分号或竖线分隔", "有字节顺序标记", "UTF-16编码"];

/** A table's title, with the month of its rows where no column says it. */
export function titleOf(contract: Contract, month?: string): string {
  return `${month === undefined ? "" : `${month.slice(0, 4)}年${Number(month.slice(5))}月`}${contract.name}（示例数据）`;
}

function firstMonth(sheet: SampleSheet): string | undefined {
  for (const row of sheet.rows()) return String(row.月份);
  return undefined;
}

/** The unit in words that bureaus use, above the table or in a note below it, and not in the headers. */
function unitElsewhere(unit: string, rate: number, chance: Chance, mayStandBelow: boolean): { above?: string; below?: string } | undefined {
  if (!chance.chance(rate)) return undefined;
  // below the last of several tables it would be said of that one alone
  if (chance.chance(0.25) && mayStandBelow) return { below: chance.pick([`注：本表金额单位为${unit}。`, `单位：${unit}`, `说明：金额以${unit}为单位`]) };
  return { above: chance.pick([`单位：${unit}（人民币）`, `单 位：${unit}`, `单位：${unit}，保留两位小数`, `计量单位：${unit}（不含税）`, `单位：人民币 ${unit}`, `（${unit}）`, `金额单位:${unit}`]) };
}

/** What stands behind «单位：» above a table: the units of its columns. */
function unitLine(contract: Contract, unit: Layout["unit"]): string {
  const units = contract.columns.flatMap((column) => (column.type === "money" ? (unit ?? "万元") : column.type === "percent" ? [] : (column.unit ?? [])));
  return units.length > 0 ? [...new Set(units)].join("、") : "见表头";
}

function headerOf(column: Column, unit: Layout["unit"], isInSquareMetres: boolean, saysUnit: boolean): string {
  if (isInSquareMetres && column.type === "mu") return `${column.zh}（平方米）`;
  return (unit || saysUnit) && column.type === "money" ? `${column.zh}（${unit ?? "万元"}）` : column.zh;
}

function aliasOf(column: Column, unit: Layout["unit"], isInSquareMetres: boolean, chance: Chance, saysUnit: boolean): string | undefined {
  const alias = column.aliases.length > 0 ? chance.pick(column.aliases) : undefined;
  return alias && headerOf({ ...column, zh: alias }, unit, isInSquareMetres, saysUnit);
}

function spacedOut(text: string, isWorkbook: boolean): string {
  return `${text.slice(0, 2)}${isWorkbook ? "\n" : " "}${text.slice(2)}`;
}

/** The first column stays, as a total is written in it; the others move round. */
function rotated(columns: readonly Column[], chance: Chance): readonly Column[] {
  const [first, ...rest] = columns;
  const by = chance.whole(1, Math.max(1, rest.length - 1));
  return [first!, ...rest.slice(by), ...rest.slice(0, by)];
}

/** Two or more money columns side by side, which a group's heading can stand over. */
function moneyGroup(columns: readonly Column[], offset: number): { from: number; to: number } | undefined {
  const from = columns.findIndex(({ type }) => type === "money");
  if (from < 0) return undefined;
  const end = columns.findIndex(({ type }, index) => index > from && type !== "money");
  const to = (end < 0 ? columns.length : end) - 1;
  return to > from ? { from: from + offset, to: to + offset } : undefined;
}

function tallHeader(bottom: readonly string[], { from, to }: { from: number; to: number }): Pick<Layout, "headers" | "merges"> {
  const isIn = (column: number) => column >= from && column <= to;
  return {
    headers: [bottom.map((text, column) => (isIn(column) ? (column === from ? "主要指标" : "") : text)), bottom.map((text, column) => (isIn(column) ? text : ""))],
    merges: [
      { row: 0, toRow: 0, column: from, toColumn: to },
      ...bottom.flatMap((_, column) => (isIn(column) ? [] : [{ row: 0, toRow: 1, column, toColumn: column }])),
    ],
  };
}
