import type { DuckDBConnection } from "@duckdb/node-api";
import { instruction } from "./instructions.ts";

/** What is wrong with one cell of a row, or, with `column` '', with the row. */
export interface Fault {
  /** the column's Chinese name */
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly expected: string;
  readonly message: string;
}

/** A row in quarantine, as a returned workbook needs it. */
export interface BadRow {
  readonly row: number;
  /** its cells as they came, by the names of `cellNames` */
  readonly values: Readonly<Record<string, string | null>>;
  readonly faults: readonly Fault[];
  /** the text that names it for good */
  readonly origin: string;
}

/** The quarantined rows of one loaded table, in the order of their rows. */
export async function* badRowsOf(connection: DuckDBConnection, fileId: number): AsyncGenerator<BadRow> {
  const result = await connection.stream(`select "row", row_values::varchar, faults::varchar, origin from ops.quarantined_row where file_id = ${fileId} order by "row"`);
  for await (const chunk of result.yieldRowsJson()) {
    for (const [row, values, faults, origin] of chunk) {
      yield { row: Number(row), values: JSON.parse(String(values)) as BadRow["values"], faults: JSON.parse(String(faults)) as Fault[], origin: String(origin) };
    }
  }
}

/** Every fault of a row, one a line. */
export function reasonText({ faults }: Pick<BadRow, "faults">): string {
  return lines(faults.map(({ column, message }) => (column === "" ? message : `「${column}」：${message}`)));
}

/** What to write instead, a line for each fault; the same for several columns is said once. */
export function mendText({ faults }: Pick<BadRow, "faults">): string {
  const columns = new Map<string, string[]>();
  for (const { column, code, expected } of faults) {
    const said = instruction(code, expected);
    columns.set(said, [...(columns.get(said) ?? []), ...(column === "" ? [] : [`「${column}」`])]);
  }
  return lines([...columns].map(([said, names]) => (names.length === 0 ? said : `${names.join("")}${said}`)));
}

function lines(all: readonly string[]): string {
  return all.length === 1 ? all[0]! : all.map((text, index) => `${index + 1}. ${text}`).join("\n");
}
