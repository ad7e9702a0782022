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

/**
 * `body` over a value worked out once, as a `let` would: DuckDB plans every copy of an expression, and the copies of
 * copies in nested ones made the planning of one small file dearer than reading it.
 *
 * @param name  how `body` calls the value; another one for every `given` that stands inside
 */
export function given(value: Sql, name: string, body: (name: Sql) => Sql): Sql {
  return `list_transform([${value}], lambda ${name}: ${body(name)})[1]`;
}

/** Texts as the inside of an SQL `in (…)`. */
export function literals(texts: readonly string[]): Sql {
  return texts.map(literal).join(", ");
}
