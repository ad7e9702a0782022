/** A name as an SQL identifier: `a"b` → `"a""b"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal: `it's` → `'it''s'`. For statements that take no parameters (DDL, settings). */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
