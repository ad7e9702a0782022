import type { DataSet } from "./rows.ts";

/** A condition: met, failed, or not known because of data sets that are not on file. */
export type Truth = "met" | "failed" | { readonly missing: readonly DataSet[] };

export function unknown(...missing: DataSet[]): Truth {
  return { missing };
}

export function when(condition: boolean): Truth {
  return condition ? "met" : "failed";
}

/** A yes/no cell that may be blank. */
export function fromCell(value: boolean | null | undefined, dataSet: DataSet): Truth {
  return value === null || value === undefined ? unknown(dataSet) : when(value);
}

/** Failed if one fails, whatever is missing; else not known if one is not known. */
export function all(...conditions: readonly Truth[]): Truth {
  if (conditions.includes("failed")) return "failed";
  const missing = conditions.flatMap((condition) => (typeof condition === "string" ? [] : condition.missing));
  return missing.length > 0 ? { missing: [...new Set(missing)] } : "met";
}

/** Met if one is met, whatever is missing; else not known if one is not known. */
export function any(...conditions: readonly Truth[]): Truth {
  if (conditions.includes("met")) return "met";
  const missing = conditions.flatMap((condition) => (typeof condition === "string" ? [] : condition.missing));
  return missing.length > 0 ? { missing: [...new Set(missing)] } : "failed";
}
