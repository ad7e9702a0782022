import { type Sql, literal } from "../cells/sql.ts";
import { cellMessages } from "../messages.ts";
import type { TextTable } from "../read/text-table.ts";
import { sentenceSql } from "./sentence-sql.ts";
import { cellColumns } from "./source.ts";

/** Faults with their sentences. */
export function withMessages(faults: Sql): Sql {
  return `list_transform(${faults}, lambda fault: {'column': fault."column", 'value': fault.value, 'code': fault.code, 'expected': fault.expected,
    'message': ${sentenceSql(cellMessages, "fault.code", "fault.value", "fault.expected")}})`;
}

/** One text for a row's key; null where a part of it could not be read. */
export function rowKey(parts: readonly Sql[]): Sql {
  return `(case when ${parts.map((part) => `${part} is not null`).join(" and ")} then to_json([${parts.map((part) => `${part}::varchar`).join(", ")}])::varchar end)`;
}

/** The names under which {@link rowValues} keeps the cells of a row, in the order of its cells. */
export function cellNames(source: TextTable): string[] {
  const seen = new Map<string, number>();
  return cellColumns(source).map((column, index) => {
    const header = column === "overflow" ? "…" : source.table.headers[index] || `列${index + 1}`;
    const times = (seen.get(header) ?? 0) + 1;
    seen.set(header, times);
    return times === 1 ? header : `${header} ${times}`;
  });
}

/** JSON of a row's cells as they came, under the headers as they came. */
export function rowValues(source: TextTable): Sql {
  const columns = cellColumns(source);
  return `json_object(${cellNames(source).map((name, index) => `${literal(name)}, ${columns[index]!}`).join(", ")})`;
}
