import { Decimal } from "decimal.js";
import { facts } from "./facts.ts";
import type { ExplainRow } from "./explain.ts";

type Cell = ExplainRow[string];

/** The columns of mart.award_condition that a condition or a rung has nothing to say in. */
const nothing = { alternative_no: 1, below: null, growth_over: null, amount_cny: null, divisor: null, last_divisor: null, says: "", earlier_value: null, gate_mode: "", grade: "", grade_source: "", rating_year: null, listed_on: null, removed_on: null, dishonest_test: null } as const;

/** A row of int_condition as mart.award_condition has it: of every claim, also of those that the mart leaves out. */
export function askedOfCondition(row: ExplainRow): ExplainRow {
  return {
    ...nothing,
    kind: "condition",
    item_no: row.condition_no ?? null,
    alternative_no: row.alternative_no ?? null,
    ...pick(row, ["fact", "unit", "dataset", "comparison", "measure", "is_first_time", "threshold", "state"]),
    value: row.value ?? micro(row.value_micro),
    divisor: ofRatio(row.divisor),
    last_value: micro(row.last_value_micro),
    last_divisor: ofRatio(row.last_divisor),
    best_before: micro(row.best_before_micro),
  };
}

/** A row of int_rung as mart.award_condition has it. */
export function askedOfRung(row: ExplainRow): ExplainRow {
  const figure = facts[String(row.figure)];
  return {
    ...nothing,
    kind: "rung",
    item_no: row.rung ?? null,
    fact: row.figure ?? null,
    unit: figure?.unit ?? "wan",
    dataset: figure?.dataset ?? "",
    comparison: row.compare ?? null,
    measure: "relative",
    ...pick(row, ["is_first_time", "threshold", "below", "growth_over", "state"]),
    amount_cny: new Decimal(String(row.amount_fen)).div(100).toFixed(2),
    value: micro(row.value),
    last_value: micro(row.last_value),
    best_before: micro(row.best_before),
  };
}

/** A figure kept in millionths of its unit (of 万元: fen), in the unit itself, as exact text. */
function micro(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : new Decimal(String(value)).div(1_000_000).toFixed();
}

/** What is no ratio stands over 1. */
function ofRatio(divisor: Cell | undefined): string | null {
  return String(divisor) === "1" ? null : micro(divisor);
}

function pick(row: ExplainRow, columns: readonly string[]): ExplainRow {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
