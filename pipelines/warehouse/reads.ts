import type { DuckDBConnection } from "@duckdb/node-api";

/** A relation that a query reads, as it is written: `schema` is empty for an unqualified name. */
export interface ReadRelation {
  readonly schema: string;
  readonly name: string;
}

export interface QueryReads {
  readonly relations: readonly ReadRelation[];
  /** names of the functions that it calls, operators left out */
  readonly functions: readonly string[];
}

/** Why a text is not a model: not one plain SELECT, or not SQL at all. */
export class NotAQueryError extends Error {
  override readonly name = "NotAQueryError";
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The relations and functions that a SELECT reads, found from DuckDB's own parse of it.
 *
 * Scope is followed: a CTE's name hides a relation of that name in the query below it and in the CTEs after it,
 * but not in its own body unless it is recursive. A CTE that nobody uses still reads its relations.
 * `getTableNames` is not used: it returns nothing for joins with `using` and for unused CTEs (1.5.6).
 *
 * @throws NotAQueryError when the text is not exactly one SELECT
 */
export async function readsOf(connection: DuckDBConnection, sql: string): Promise<QueryReads> {
  const known = alreadyRead.get(sql);
  if (known) return known;
  const reads = await parseReads(connection, sql);
  if (alreadyRead.size >= mostRemembered) alreadyRead.clear();
  alreadyRead.set(sql, reads);
  return reads;
}

/** What a text reads never changes, and a process that builds for many scenarios asks of the same models again and again. */
const alreadyRead = new Map<string, QueryReads>();
/** several times as many as there are models */
const mostRemembered = 1000;

async function parseReads(connection: DuckDBConnection, sql: string): Promise<QueryReads> {
  const reader = await connection.runAndReadAll("select json_serialize_sql($1::varchar)", [sql]);
  const parsed = JSON.parse(String(reader.getRows()[0]?.[0])) as { error: boolean; error_message?: string; statements?: { node: Json }[] };
  if (parsed.error) throw new NotAQueryError(parsed.error_message ?? "not a SELECT");
  const statements = parsed.statements ?? [];
  if (statements.length !== 1) throw new NotAQueryError(`${statements.length} statements`);
  const relations = new Map<string, ReadRelation>();
  const functions = new Set<string>();
  walk(statements[0]!.node, new Set(), relations, functions);
  return { relations: [...relations.values()], functions: [...functions].sort() };
}

function walk(value: Json, hidden: ReadonlySet<string>, relations: Map<string, ReadRelation>, functions: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, hidden, relations, functions);
    return;
  }
  if (value === null || typeof value !== "object") return;
  let scope = hidden;
  const ctes = cteEntries(value);
  for (const { key, value: cte } of ctes) {
    walk(cte, scope, relations, functions);
    scope = new Set([...scope, key.toLowerCase()]);
  }
  if (value.type === "RECURSIVE_CTE_NODE" && typeof value.cte_name === "string") {
    scope = new Set([...scope, value.cte_name.toLowerCase()]);
  }
  if (value.type === "BASE_TABLE" && typeof value.table_name === "string") {
    const schema = String(value.schema_name ?? "").toLowerCase();
    const name = value.table_name.toLowerCase();
    if (schema !== "" || !scope.has(name)) relations.set(`${schema}.${name}`, { schema, name });
  }
  if (value.class === "FUNCTION" && value.is_operator !== true) functions.add(String(value.function_name).toLowerCase());
  for (const [key, item] of Object.entries(value)) {
    if (key !== "cte_map") walk(item, scope, relations, functions);
  }
}

function cteEntries(node: { [key: string]: Json }): { key: string; value: Json }[] {
  const map = node.cte_map;
  if (map === null || typeof map !== "object" || Array.isArray(map) || !Array.isArray(map.map)) return [];
  return map.map as unknown as { key: string; value: Json }[];
}
