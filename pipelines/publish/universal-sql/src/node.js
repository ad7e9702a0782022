/** The query engine while pages are prerendered. `query` is synchronous, since the page template calls it so. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/dist/duckdb-node-blocking";
import { arrowTableToJSON } from "./arrow-rows.js";
import { cache_for_hash, get_arrow_if_sql_already_run, noteFailure } from "./query-cache.js";
import { quoted, readParquet, tableNameOf } from "./read-parquet.js";
import { openOptions, sessionSettings } from "./settings.js";

export { tableFromIPC } from "apache-arrow";
export { arrowTableToJSON };

const wasm = path.dirname(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm"));
let opening;
let connection;

async function open() {
  const bundle = (kind) => ({ mainModule: path.join(wasm, `duckdb-${kind}.wasm`), mainWorker: path.join(wasm, `duckdb-node-${kind}.worker.cjs`) });
  const db = await createDuckDB({ mvp: bundle("mvp"), eh: bundle("eh") }, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate();
  db.open(openOptions);
  connection = db.connect();
  for (const setting of sessionSettings) connection.query(setting);
}

/** Starts the engine, once. */
export function initDB() {
  opening ??= open();
  return opening;
}

/** @param {string[]} schemas where unqualified names are looked up */
export function updateSearchPath(schemas) {
  connection.query(`set search_path = '${schemas.map((schema) => schema.replaceAll("'", "''")).join(",")}'`);
}

/** Kept for its callers; tables hold their rows, so there are no registered files to drop. */
export async function emptyDbFs() {}

/**
 * Reads each source's Parquet files into tables.
 *
 * @param {Record<string, string[]>} urls paths from the working folder, by source
 */
export async function setParquetURLs(urls) {
  await initDB();
  for (const [source, files] of Object.entries(urls)) {
    connection.query(`create schema if not exists ${quoted(source)}`);
    for (const file of files) {
      const bytes = await readFile(file.split(/[\\/]/).join(path.sep));
      const { columns, rows, ipc } = await readParquet(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const table = tableNameOf(file);
      connection.query(`create or replace table ${quoted(source)}.${quoted(table)} (${columns})`);
      if (rows > 0) connection.insertArrowFromIPCStream(ipc, { schema: source, name: table, create: false });
    }
  }
}

/**
 * @param {string} sql
 * @param {Parameters<typeof cache_for_hash>[2]} [cacheOptions] given while prerendering: the result is kept for the page
 */
export function query(sql, cacheOptions) {
  let result;
  try {
    result = (cacheOptions?.prerendering ? get_arrow_if_sql_already_run(sql) : null) ?? connection.query(sql);
  } catch (fault) {
    if (cacheOptions?.prerendering) noteFailure(String(fault?.message ?? fault), cacheOptions);
    throw fault;
  }
  if (cacheOptions) cache_for_hash(sql, result, cacheOptions);
  return arrowTableToJSON(result);
}
