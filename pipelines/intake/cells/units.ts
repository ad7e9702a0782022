import type { Column } from "../contracts.ts";
import type { Conversion } from "./amount.ts";

const money: Record<string, Conversion> = {
  万元: { times: "1" },
  元: { times: "0.0001" },
  人民币元: { times: "0.0001" },
  千元: { times: "0.1" },
  百万元: { times: "100" },
  亿元: { times: "10000" },
};
const squareMetres: Conversion = { dividedBy: "666.667" };
const mu: Record<string, Conversion> = { 亩: { times: "1" }, 平方米: squareMetres, 平米: squareMetres, "㎡": squareMetres, m2: squareMetres, "m²": squareMetres, 公顷: { times: "15" } };
const byUnit: Record<string, Record<string, Conversion>> = {
  万千瓦时: { 万千瓦时: { times: "1" }, 万kwh: { times: "1" }, 万度: { times: "1" }, 千瓦时: { times: "0.0001" }, kwh: { times: "0.0001" }, 度: { times: "0.0001" } },
  吨标准煤: { 吨标准煤: { times: "1" }, 吨标煤: { times: "1" }, tce: { times: "1" }, 万吨标准煤: { times: "10000" }, 千克标准煤: { times: "0.001" } },
  吨: { 吨: { times: "1" }, t: { times: "1" }, 万吨: { times: "10000" }, 千克: { times: "0.001" }, 公斤: { times: "0.001" }, kg: { times: "0.001" } },
};

/** What a bracket in a header must contain to be taken for a unit, so that an unknown one is refused and a remark is not. */
const unitLike = /元|亩|米|㎡|顷|吨|克|瓦|度$|kwh|[%‰]/i;

/**
 * The conversion from a unit named in a header to the column's own.
 *
 * @returns null when the text names no unit at all, `unknown` for a unit that this column cannot be converted from
 */
export function conversionOf(column: Column, unit: string): Conversion | null | "unknown" {
  const bare = unit.replace(/^单位[:：]?/, "").toLowerCase();
  const table = column.type === "money" ? money : column.type === "mu" ? mu : column.type === "number" ? byUnit[column.unit ?? ""] : undefined;
  if (table) return table[bare] ?? (unitLike.test(bare) ? "unknown" : null);
  if (column.type === "percent") return bare === "%" || bare === "百分比" ? { times: "0.01" } : unitLike.test(bare) ? "unknown" : null;
  return null;
}
