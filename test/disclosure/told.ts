/** What an audience is told: every extract of its site, as rows. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { cutSql, extractsOf } from "../../pipelines/disclosure/cut.ts";

export type Told = Readonly<Record<string, readonly Row[]>>;
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** @param connection  one for which `cutSql` can run: with the marts built */
export async function told(connection: DuckDBConnection, audience: string): Promise<Told> {
  const all: Record<string, readonly Row[]> = {};
  for (const folder of ["shared", audience]) for (const extract of extractsOf(folder)) all[extract] = await rowsOf(connection, cutSql(folder, extract));
  return all;
}

/** Rows with numbers as a page has them: all doubles. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.columnNames();
  return reader.getRowsJson().map((cells) =>
    Object.fromEntries(names.map((name, index) => {
      const cell = cells[index];
      return [name, typeof cell === "string" && /^(DECIMAL|BIGINT|HUGEINT)/.test(String(reader.columnType(index))) ? Number(cell) : (cell as string | number | boolean | null)];
    })),
  );
}

/** A figure that an attacker claims to have found out. */
export interface Claim {
  readonly how: string;
  /** whose and of when, as in the truth */
  readonly secret: string;
  readonly estimate: number;
}

/** The claims that are right to two per cent; that somebody has nothing is right where it is so. */
export function found(claims: readonly Claim[], trueFigure: (secret: string) => number | undefined): string[] {
  return claims.flatMap(({ how, secret, estimate }) => {
    const value = trueFigure(secret);
    return value !== undefined && (value === 0 ? estimate === 0 : Math.abs(estimate / value - 1) <= 0.02) ? [`${how}: ${secret} ${estimate} (${value})`] : [];
  });
}
