import type { Sql } from "../cells/sql.ts";

/** Characters of a cell that a sentence repeats: enough to find it by, of those that hold a whole letter. The cell itself is kept whole. */
const longestQuote = 100;

/** What a sentence repeats of a cell. */
export function quoted(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

/** As {@link quoted}, in SQL. */
export function quotedSql(text: Sql): Sql {
  return `(case when length(${text}) > ${longestQuote} then left(${text}, ${longestQuote}) || '…' else coalesce(${text}, '') end)`;
}

/** A stored number without the zeros that only fill its places. */
export function shown(value: Sql): Sql {
  const text = `(${value})::varchar`;
  return `(case when contains(${text}, '.') then rtrim(rtrim(${text}, '0'), '.') else ${text} end)`;
}
