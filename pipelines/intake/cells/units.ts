import type { Column } from "../contracts.ts";
import type { Conversion } from "./amount.ts";

const money: Readonly<Record<string, Conversion>> = {
  万元: { times: "1" },
  万: { times: "1" },
  元: { times: "0.0001" },
  元整: { times: "0.0001" },
  百元: { times: "0.01" },
  千元: { times: "0.1" },
  十万元: { times: "10" },
  百万元: { times: "100" },
  千万元: { times: "1000" },
  亿元: { times: "10000" },
  亿: { times: "10000" },
};
/**
 * What a single amount may say of itself behind its number: 52万, 0.02亿, 3千元, 100.00万元. Not 元 alone: in a column of 万元 it may
 * as well be the slip of whoever wrote the format.
 */
export const moneyInCells: Readonly<Record<string, Conversion>> = { 千: { times: "0.1" }, 百万: { times: "100" }, 千万: { times: "1000" }, ...Object.fromEntries(Object.entries(money).filter(([unit]) => !unit.startsWith("元"))) };
const squareMetres: Conversion = { dividedBy: "666.667" };
const mu: Readonly<Record<string, Conversion>> = { 亩: { times: "1" }, 平方米: squareMetres, 平米: squareMetres, "㎡": squareMetres, m2: squareMetres, "m²": squareMetres, 公顷: { times: "15" } };
const byUnit: Readonly<Record<string, Readonly<Record<string, Conversion>>>> = {
  万千瓦时: { 万千瓦时: { times: "1" }, 万kwh: { times: "1" }, 万度: { times: "1" }, 千瓦时: { times: "0.0001" }, kwh: { times: "0.0001" }, 度: { times: "0.0001" }, 兆瓦时: { times: "0.1" }, mwh: { times: "0.1" } },
  吨标准煤: { 吨标准煤: { times: "1" }, 吨标煤: { times: "1" }, tce: { times: "1" }, 万吨标准煤: { times: "10000" }, 万吨标煤: { times: "10000" }, 千克标准煤: { times: "0.001" }, kgce: { times: "0.001" } },
  吨: { 吨: { times: "1" }, t: { times: "1" }, 万吨: { times: "10000" }, 千克: { times: "0.001" }, 公斤: { times: "0.001" }, kg: { times: "0.001" } },
};
const percent: Readonly<Record<string, Conversion>> = { "%": { times: "0.01" }, 百分比: { times: "0.01" }, 百分数: { times: "0.01" } };

/** Units of columns that are counts: recognised, so that a row of units is one, and never converted. */
const counts = ["人", "个", "户", "家", "件", "层", "次", "月", "项"];
/** Older and bank characters for the same. */
const todays: Readonly<Record<string, string>> = { 圆: "元", 圓: "元", 萬: "万", 億: "亿", 仟: "千", 佰: "百", 拾: "十", 噸: "吨", 畝: "亩", 幣: "币" };
const words = new Set([money, mu, percent, ...Object.values(byUnit)].flatMap((table) => Object.keys(table)).concat(counts));

/** What a bracket in a header must contain to be taken for a unit, so that an unknown one is refused and a remark is not. */
const unitLike = /元|亩|米|㎡|顷|吨|克|瓦|焦|度$|wh|[kmg]?gce$|^[km]?g$|^[kmgt]?j$|cal$|大卡|[%‰]|[¥$€£]|镑|usd|rmb|cny|eur|hkd/i;

/** A unit's text without «单位:» and the name of the currency, in small letters and today's characters: `（单位：人民币元）` is 元. */
export function plainUnit(text: string): string {
  const form = text.normalize("NFKC").replace(/\s/g, "").replace(/[圆圓萬億仟佰拾噸畝幣]/g, (old) => todays[old]!);
  return form.replace(/^(金额|计量|货币)?单位[:为是]?/, "").replace(/人民币[:,、]?|^rmb(?=.)/gi, "").toLowerCase();
}

/** True for a text that is a unit's name and nothing else. */
export function isUnit(text: string): boolean {
  return words.has(plainUnit(text));
}

/** True for a unit that things are counted in, which says nothing of how large figures are. */
export function isCount(text: string): boolean {
  return counts.includes(plainUnit(text));
}

/** True for a unit's name of two kinds: one that is a word for a quantity by itself, and no count. */
export function isMeasure(text: string): boolean {
  return isUnit(text) && !isCount(text) && /[元亩米㎡²顷吨瓦%]|^m2$|标煤|百分/.test(plainUnit(text));
}

/** True for a text that is meant as an amount of money, whether its unit is known or not: 万美元, 元/亩. */
export function isMoneyUnit(text: string): boolean {
  return /^[十百千万亿]{0,3}(美|港|欧|日|韩|澳|加|新台|卢)?(元|镑)(整)?(\/.{1,3})?$|^[十百千万亿]{0,2}[港外日台欧]币$|^[十百千万亿]{0,2}(usd|hkd|eur|gbp|jpy|美金|英镑|[$€£])$/i.test(plainUnit(text));
}

/**
 * The conversion from a unit named in a header to the column's own.
 *
 * @returns null when the text names no unit at all, `unknown` for a unit that this column cannot be converted from
 */
export function conversionOf(column: Column, unit: string): Conversion | null | "unknown" {
  const bare = plainUnit(unit);
  const table = { money, mu, number: byUnit[column.unit ?? ""], percent }[column.type as string];
  return table?.[bare] ?? (table && unitLike.test(bare) ? "unknown" : null);
}
