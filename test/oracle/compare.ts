import { Decimal } from "./money.ts";
import type { Answers } from "./oracle.ts";
import type { MartRow, Marts } from "./run-models.ts";

/** One cell, or one whole row, in which oracle and models differ. */
export interface Difference {
  readonly table: keyof Answers;
  readonly key: string;
  readonly column: string;
  readonly expected: string;
  readonly got: string;
}

const keys: Readonly<Record<keyof Answers, readonly string[]>> = {
  award_line: ["award_year", "enterprise_id", "clause_id", "subject"],
  enterprise_retention: ["award_year", "enterprise_id"],
  liability_by_clause: ["award_year", "clause_id"],
  efficiency_rating: ["rating_year", "enterprise_id"],
};

/** columns of efficiency_rating that may differ in the last digits, being quotients */
const quotients = new Set(["tax_per_mu", "revenue_per_tce", "revenue_per_pollutant_tonne", "research_intensity", "labour_productivity", "score"]);
const tolerance = "0.000001";

/** Every difference in all columns that the oracle has, over the four marts. */
export function compare(expected: Answers, got: Marts): Difference[] {
  return (Object.keys(keys) as (keyof Answers)[]).flatMap((table) => compareTable(table, expected[table] as unknown as Record<string, unknown>[], got[table]));
}

function compareTable(table: keyof Answers, expected: readonly Record<string, unknown>[], got: readonly MartRow[]): Difference[] {
  const keyOf = (row: Record<string, unknown>): string => keys[table].map((column) => String(row[column])).join(" | ");
  const rest = new Map<string, MartRow>();
  const differences: Difference[] = [];
  for (const row of got) {
    const key = keyOf(row);
    if (rest.has(key)) differences.push({ table, key, column: "(row)", expected: "one row", got: "another one of the same key" });
    rest.set(key, row);
  }
  for (const row of expected) {
    const key = keyOf(row);
    const other = rest.get(key);
    rest.delete(key);
    if (!other) {
      differences.push({ table, key, column: "(row)", expected: summary(row), got: "no row" });
      continue;
    }
    for (const [column, value] of Object.entries(row)) {
      if (!(column in other)) differences.push({ table, key, column, expected: "a column", got: "no such column" });
      else if (!same(column, value, other[column]!)) differences.push({ table, key, column, expected: text(value), got: String(other[column]) });
    }
  }
  for (const [key, row] of rest) differences.push({ table, key, column: "(row)", expected: "no row", got: summary(row) });
  return differences;
}

function same(column: string, expected: unknown, got: string | null): boolean {
  if (expected === null || got === null) return expected === null && got === null;
  if (!Decimal.isDecimal(expected)) return text(expected) === got;
  const off = expected.minus(got).abs();
  if (!quotients.has(column)) return off.isZero();
  return off.lessThanOrEqualTo(tolerance) || off.lessThanOrEqualTo(expected.abs().times(tolerance));
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return Decimal.isDecimal(value) ? value.toFixed() : String(value);
}

function summary(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row).map(([column, value]) => `${column}=${text(value)}`).join(" ");
}
