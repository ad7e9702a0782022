import { isUnit } from "../cells/units.ts";
import type { Column, Contract } from "../contracts.ts";
import { headerWithoutSums, isSummed } from "./cumulative.ts";

/** A header that names a column. */
export interface HeaderMatch {
  readonly column: Column;
  /** it bears the column's own name and no alias */
  readonly exact: boolean;
  /** the texts in its brackets, which may name its unit */
  readonly remarks: readonly string[];
}

/** One spelling for headers: half-width, no white space, no mark for a required column. */
export function headerForm(text: string): string {
  return text.normalize("NFKC").replace(/[\s\u200b\ufeff*]/g, "").toLowerCase();
}

/** {@link headerForm} without the figures of periods, which change from month to month; «税额1» and «Sheet2» keep theirs. */
export function shapeForm(text: string): string {
  return headerForm(text)
    .replaceAll(/[〇零一二三四五六七八九十]+(?=[年月季])/g, "#")
    .replaceAll(/\d+(?=(?:[-—–~至到、和及]\d+)*[年月日季号])/g, "#")
    .replaceAll(/(?<!\d)(?:19|20)\d\d(?:[-./]?\d{1,2}){0,2}(?!\d)/g, "#")
    .replace(/^\d{1,2}$/, "#");
}

/** Words that make a header another figure than its bare name: a sum over months, another period, a rate or a plan. */
const otherFigure = /累计|累积|上年|去年|上期|同期|上月|同比|环比|增长|增速|增幅|计划|目标|预计|预算|年初|至今|截[至止]|[上下]半年|前三季度|\d{1,2}[-—–~至到]\d{1,2}月?/;
/** In a monthly table the figure of a year or a quarter is another one too. */
const longerThanMonth = /全年|年度|[一二三四1-4]季度/;
const thisMonth = "(?:本月数?|当月数?|本期数?)";
const opening = "([{【〔〈<";
const closing = ")]}】〕〉>";

/** The names that a data set's columns go by, and what a header may add to them. */
export class HeaderNames {
  private readonly names = new Map<string, { readonly column: Column; readonly exact: boolean }>();
  /** the names' first characters: most texts that are looked at are data, and begin with none of them */
  private readonly starts: ReadonlySet<string>;
  private readonly isMonthly: boolean;

  /**
   * @param said    what a person said of headers that name no column by themselves: their `shapeForm` → the column's name
   * @param ofSums  the table's figures are headed as the year's sums: a column that may be one must be, and the others must not
   */
  constructor(
    private readonly contract: Contract,
    readonly said?: ReadonlyMap<string, string>,
    readonly ofSums = false,
  ) {
    this.isMonthly = contract.columns.some(({ type }) => type === "month");
    for (const column of contract.columns) for (const alias of column.aliases) this.names.set(headerForm(alias), { column, exact: false });
    for (const column of contract.columns) this.names.set(headerForm(column.zh), { column, exact: true });
    this.starts = new Set(Array.from(this.names.keys(), (name) => name[0]!));
  }

  /**
   * The column that a header names.
   *
   * @param parts  its texts from top to bottom, the groups first
   */
  match(parts: readonly string[]): HeaderMatch | undefined {
    if (!this.ofSums) return this.matchParts(parts) ?? this.matchSaid(parts.join(""));
    const plain = parts.map(headerWithoutSums);
    const match = this.matchParts(plain.map(({ text }) => text));
    return match && plain.some(({ isSum }) => isSum) === isSummed(this.contract, match.column) ? match : undefined;
  }

  private matchSaid(header: string): HeaderMatch | undefined {
    const name = this.said?.get(shapeForm(header));
    const column = name === undefined ? undefined : this.contract.columns.find((one) => one.name === name);
    return column && { column, exact: false, remarks: bracketless(headerForm(header)).slice(1) };
  }

  private matchParts(parts: readonly string[]): HeaderMatch | undefined {
    const forms = parts.filter((part) => part !== "").map(headerForm);
    const lowest = forms.pop();
    if (lowest === undefined) return undefined;
    if (forms.length === 0) return this.matchText(lowest);
    const above = forms.pop()!;
    if (isUnitMark(lowest)) return this.matchParts([...forms, `${above}(${bracketless(lowest)[1] ?? lowest})`]);
    const [group, ...groupRemarks] = bracketless(above);
    const [bare, ...remarks] = bracketless(lowest);
    // a unit at the group is that of its columns, where they name none
    const units = (remarks.some(isUnit) ? remarks : [...remarks, ...groupRemarks.filter(isUnit)]).map((remark) => `(${remark})`).join("");
    const joined = this.matchText([...forms, above, lowest].join("")) ?? this.matchText(group + bare + units) ?? this.matchText(bare + group + units);
    if (joined) return joined;
    const alone = this.matchText(bare + units);
    // «本年累计» over «工业总产值» is not the month's
    if (alone) return [...forms, above].every((text) => this.isSameFigure(text, alone.column)) ? alone : undefined;
    return new RegExp(`^${thisMonth}$`).test(bare) ? this.matchText(group + units) : undefined;
  }

  private matchText(text: string): HeaderMatch | undefined {
    const found = this.matchNamed(text);
    if (found) return found;
    const plainer = text.replace(/^[(]?(\d{1,2}|[一二三四五六七八九十]{1,3})[.、)](?=\D)/, "").replace(/^(其中[:,、]?|#)/, "").replace(this.isMonthly ? new RegExp(`^${thisMonth}`) : /^$/, "");
    return plainer === text || plainer === "" ? undefined : this.matchNamed(plainer);
  }

  private matchNamed(text: string): HeaderMatch | undefined {
    const whole = this.names.get(text);
    if (whole) return { ...whole, remarks: [] };
    const [bare, ...remarks] = bracketless(text);
    // «设备投资(不含税)» is 设备投资不含税, and «工业总产值(本年累计)» its own column
    for (const remark of remarks) {
      const longer = this.names.get(bare + remark);
      if (longer) return { ...longer, remarks: remarks.filter((one) => one !== remark) };
    }
    const match = this.names.get(bare);
    if (match) return remarks.every((remark) => this.isSameFigure(remark, match.column)) ? { ...match, remarks: remarks.flatMap((remark) => remark.split(/[,、;]/)) } : undefined;
    // «税收合计/元», «税收合计万元»
    if (!this.starts.has(bare[0] ?? "")) return undefined;
    for (let at = bare.length - 1; at > 0; at--) {
      const unit = bare.slice(at);
      const named = this.names.get(bare.slice(0, at).replace(/[/:,;、_-]$/, ""));
      if (named && isUnit(unit)) return remarks.every((remark) => this.isSameFigure(remark, named.column)) ? { ...named, remarks: [unit, ...remarks] } : undefined;
    }
    return undefined;
  }

  private isSameFigure(remark: string, column: Column): boolean {
    const other = otherFigure.exec(remark) ?? (this.isMonthly ? longerThanMonth.exec(remark) : null);
    return other === null || column.zh.includes(other[0]);
  }
}

/** True for a header cell that only says a unit: 元, （万元）, （单位：元）. */
export function isUnitMark(form: string): boolean {
  const [bare, inside] = bracketless(form);
  return isUnit(bare === "" && inside !== undefined ? inside : form);
}

/** «营业收入(不含税)(万元)» → its name and the texts of its brackets, last first; brackets within brackets are part of them. */
function bracketless(text: string): [string, ...string[]] {
  const inBrackets: string[] = [];
  let bare = text;
  while (closing.includes(bare.at(-1) ?? " ")) {
    let depth = 0;
    let at = bare.length - 1;
    for (; at >= 0; at--) {
      if (closing.includes(bare[at]!)) depth++;
      else if (opening.includes(bare[at]!) && --depth === 0) break;
    }
    if (at < 0) break;
    inBrackets.push(bare.slice(at + 1, -1));
    bare = bare.slice(0, at);
  }
  return [bare, ...inBrackets];
}
