/** A fragment of DuckDB SQL. Made only by code of this project and by {@link literal} and {@link identifier}. */
export type Sql = string;

/** A text as an SQL literal. */
export function literal(text: string): Sql {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): Sql {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Texts as the inside of an SQL `in (…)`. */
export function literals(texts: readonly string[]): Sql {
  return texts.map(literal).join(", ");
}
