import type { Sql } from "../cells/sql.ts";

/** A stored number without the zeros that only fill its places. */
export function shown(value: Sql): Sql {
  const text = `(${value})::varchar`;
  return `(case when contains(${text}, '.') then rtrim(rtrim(${text}, '0'), '.') else ${text} end)`;
}
