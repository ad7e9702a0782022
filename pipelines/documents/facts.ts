import type { DuckDBConnection } from "@duckdb/node-api";
import { Decimal } from "decimal.js";
import { disclosureRules } from "../disclosure/rules.ts";
import { type PlainRow, type PlainValue, queryRows } from "../warehouse/values.ts";

/** How a value of the marts is written in a document. `…_abs`: without its sign, which the words around it carry. */
export type Unit = "text" | "count" | "count_abs" | "wan" | "wan_abs" | "points" | "points_abs" | "percent" | "days";

/** One value of the marts as it is printed, with the query, row and column that it came from, so that anybody can ask again. */
export interface Fact {
  readonly sql: string;
  readonly row: number;
  readonly column: string;
  readonly value: PlainValue;
  readonly unit: Unit;
  /** an amount is printed to so many significant digits, as the disclosure rules say */
  readonly digits?: number;
  readonly text: string;
}

/** A stretch of text: words of ours, which hold no figure, or a fact. */
export type Piece = string | Fact;

/**
 * A value as it is printed: 万元 with two places from CNY, points with two places, a share as per cent with one, each half up;
 * 万元 of few digits «约3400». An absent value is «—».
 */
export function printed(value: PlainValue, unit: Unit, digits?: number): string {
  if (value === null || value === undefined || value === "") return "—";
  if (unit === "text") return String(value);
  const number = new Decimal(String(value));
  const size = unit.endsWith("_abs") ? number.abs() : number;
  switch (unit) {
    case "count":
    case "count_abs":
      return size.toFixed(0);
    case "wan":
    case "wan_abs":
      if (digits !== undefined) return size.isZero() ? "0" : `约${size.dividedBy(10_000).toSignificantDigits(digits, Decimal.ROUND_HALF_UP).toFixed()}`;
      return size.dividedBy(10_000).toFixed(2, Decimal.ROUND_HALF_UP);
    case "percent":
      return `${size.times(100).toFixed(1, Decimal.ROUND_HALF_UP)}%`;
    default:
      return size.toFixed(2, Decimal.ROUND_HALF_UP);
  }
}

/** One row of an answer: values to decide by, facts to print. */
export class FactRow {
  constructor(
    readonly sql: string,
    readonly row: number,
    readonly values: PlainRow,
  ) {}

  fact(column: string, unit: Unit = "text"): Fact {
    const value = this.values[column];
    if (value === undefined) throw new Error(`no column ${column} in: ${this.sql}`);
    // whoever writes a sentence may forget to ask
    if (this.isKept(column)) return { sql: this.sql, row: this.row, column, value: null, unit, text: "不公布" };
    const digits = disclosureRules().documents.rules[column]?.significant;
    return { sql: this.sql, row: this.row, column, value, unit, ...(digits !== undefined && { digits }), text: printed(value, unit, digits) };
  }

  /** Whether the disclosure rules keep the figure back: a column of the same row says that too few enterprises are behind it. */
  isKept(column: string): boolean {
    const few = disclosureRules().documents.rules[column]?.few;
    return few !== undefined && this.values[few] === true;
  }

  /** An amount with its unit, or that it is not told. */
  wan(column: string): Piece[] {
    return this.isKept(column) ? ["不公布（不足三家）"] : [this.fact(column, "wan"), "万元"];
  }

  /** The value as a number for comparing with zero or drawing; null where absent. */
  number(column: string): number | null {
    const value = this.values[column];
    return value === null || value === undefined ? null : Number(String(value));
  }

  text(column: string): string {
    return String(this.values[column] ?? "");
  }
}

/** Asks one build of the marts: the visible one, or one that stands aside. */
export class FactReader {
  constructor(
    readonly connection: DuckDBConnection,
    readonly schema: string,
  ) {}

  /** Runs a query in which `mart.` stands for the build's schema. */
  async rows(sql: string): Promise<FactRow[]> {
    const own = sql.replaceAll(/\bmart\./g, `${this.schema}.`);
    return (await queryRows(this.connection, own)).map((values, row) => new FactRow(own, row, values));
  }

  /** The only row of an aggregate. */
  async one(sql: string): Promise<FactRow> {
    const [row] = await this.rows(sql);
    if (row === undefined) throw new Error(`no row: ${sql}`);
    return row;
  }
}

/** Words with facts in them, as a list of pieces. */
export function say(words: TemplateStringsArray, ...values: readonly (Piece | readonly Piece[])[]): Piece[] {
  const pieces: Piece[] = [];
  words.forEach((word, index) => {
    if (word !== "") pieces.push(word);
    const value = values[index];
    if (value !== undefined && value !== "") pieces.push(...(Array.isArray(value) ? (value as readonly Piece[]) : [value as Piece]));
  });
  return pieces;
}

/** Lists of pieces with a mark between them. */
export function joined(parts: readonly (readonly Piece[])[], mark: string): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? [...part] : [mark, ...part]));
}

/** The plain text of pieces. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
}
