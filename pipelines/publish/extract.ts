/**
 * The extracts: each query of an audience (`sources/<audience>`, `sources/shared`) as one Parquet file, the same bytes that
 * `evidence sources` writes, without a process and an engine a query. A site holds what its audience's queries return and
 * the rules of `sources/disclosure.yaml` let out, nothing else.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { cutSql, extractsOf } from "../disclosure/cut.ts";
import { D521Error, exitCodes } from "../errors.ts";
import type { Audience } from "../serve/audiences.ts";
import { publishMessages } from "./messages.ts";
import { projectDir } from "./workspace.ts";

/** One audience's data, as a rendering and a browser find them. */
export interface Extract {
  readonly audience: Audience;
  /** folder of the Parquet files, each in a folder named by its content, so that a browser never mixes tables of two publications */
  readonly dir: string;
  /** one hash of all tables, their names and contents */
  readonly hash: string;
  /** bytes of the Parquet files */
  readonly bytes: number;
}

export interface ExtractOptions {
  /** of the database that the queries read */
  readonly connection: DuckDBConnection;
  readonly audiences: readonly Audience[];
  /** one folder an audience is made in it */
  readonly out: string;
  /** where sources/ is; the project itself where absent */
  readonly project?: string;
  readonly onAudience?: (audience: Audience) => void;
}

/**
 * Cuts the extracts of several audiences out of one state of the database. What they share is asked once.
 *
 * @throws D521Error `sources_failed` (3): which query, and DuckDB's reason; `disclosure_wrong` (2), `no_rules` (3)
 */
export async function cutExtracts({ connection, audiences, out, project = projectDir, onAudience }: ExtractOptions): Promise<Extract[]> {
  const shared = new Map<string, Table>();
  const extracts: Extract[] = [];
  for (const audience of audiences) {
    onAudience?.(audience);
    const dir = path.join(out, audience);
    const data = path.join(dir, sourceName);
    const tables: Table[] = [];
    for (const { from, name, sql } of queriesOf(audience, project)) {
      const asked = from === "shared" ? shared.get(name) : undefined;
      if (asked) copyTable(asked, data);
      const table = asked ?? (await writeTable(connection, data, name, sql).catch((cause: Error) => {
        throw new D521Error(exitCodes.environment, "sources_failed", publishMessages.sources_failed, { audience, detail: `${from}/${name}.sql: ${cause.message.split("\n")[0] ?? ""}` });
      }));
      if (from === "shared") shared.set(name, table);
      tables.push(table);
    }
    const renderedFiles = { [sourceName]: tables.map(({ name, hash }) => `static/data/${sourceName}/${name}/${hash}/${name}.parquet`) };
    writeFileSync(path.join(dir, "manifest.json"), JSON.stringify({ renderedFiles }));
    const hash = hashOf(tables.map((table) => `${table.name} ${table.hash} ${table.schema}`).join("\n"));
    extracts.push({ audience, dir, hash, bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0) });
  }
  return extracts;
}

/** The schema that the pages' queries name. */
const sourceName = "extract";

interface Table {
  readonly name: string;
  readonly file: string;
  readonly hash: string;
  /** columns and their types, for the pages */
  readonly schema: string;
  readonly bytes: number;
}

/** By name; an audience's own query stands before a shared one of the same name. */
function queriesOf(audience: Audience, project: string): { from: string; name: string; sql: string }[] {
  const queries = new Map<string, { from: string; name: string; sql: string }>();
  const sources = path.join(project, "sources");
  for (const from of ["shared", audience]) for (const name of extractsOf(from, sources)) queries.set(name, { from, name, sql: cutSql(from, name, sources) });
  return [...queries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The types that a page can show: what Evidence calls them, and what of DuckDB's is kept as which. Times are milliseconds in the browser. */
const kinds: readonly { readonly is: RegExp; readonly evidenceType: string; readonly kept: (column: string) => string }[] = [
  { is: /^(DECIMAL\(.*\)|DOUBLE|FLOAT|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|U?HUGEINT)$/, evidenceType: "number", kept: (column) => `cast(${column} as double)` },
  { is: /^VARCHAR$/, evidenceType: "string", kept: (column) => column },
  { is: /^BOOLEAN$/, evidenceType: "boolean", kept: (column) => column },
  { is: /^TIMESTAMP WITH TIME ZONE$/, evidenceType: "date", kept: (column) => `date_trunc('millisecond', ${column} at time zone 'UTC')` },
  { is: /^(DATE|TIMESTAMP(_S|_MS|_NS)?)$/, evidenceType: "date", kept: (column) => `date_trunc('millisecond', cast(${column} as timestamp))` },
];

async function writeTable(connection: DuckDBConnection, data: string, name: string, sql: string): Promise<Table> {
  const described = (await connection.runAndReadAll(`describe ${sql}`)).getRowObjectsJson() as { column_name: string; column_type: string }[];
  const columns = described.map(({ column_name, column_type }) => {
    const kind = kinds.find(({ is }) => is.test(column_type));
    if (kind === undefined) throw new Error(`column ${column_name} has the type ${column_type}, which no page can show`);
    const column = `"${column_name.replaceAll('"', '""')}"`;
    return { column_name, evidenceType: kind.evidenceType, sql: `${kind.kept(column)} as ${column}` };
  });
  const dir = path.join(data, name);
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, `${name}.parquet`);
  await connection.run(`create or replace temp table extract_rows as select ${columns.map(({ sql }) => sql).join(", ")} from (${sql}\n)`);
  // the whole file is compressed for its way to the browser, which does better than Parquet does column by column
  await connection.run(`copy extract_rows to '${file.replaceAll("'", "''")}' (format parquet, compression uncompressed)`);
  const content = readFileSync(file);
  const hash = hashOf(content);
  mkdirSync(path.join(dir, hash));
  const place = path.join(dir, hash, `${name}.parquet`);
  renameSync(file, place);
  const schema = JSON.stringify(columns.map(({ column_name, evidenceType }) => ({ name: column_name, evidenceType, typeFidelity: "precise" })));
  writeFileSync(schemaFile(dir, name), schema);
  return { name, file: place, hash, schema, bytes: content.length };
}

const schemaFile = (dir: string, name: string) => path.join(dir, `${name}.schema.json`);

function copyTable({ name, file, hash, schema }: Table, data: string): void {
  const dir = path.join(data, name);
  mkdirSync(path.join(dir, hash), { recursive: true });
  copyFileSync(file, path.join(dir, hash, `${name}.parquet`));
  writeFileSync(schemaFile(dir, name), schema);
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
