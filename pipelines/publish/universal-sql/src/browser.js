/**
 * The query engine in the browser. The engine starts, and a table is fetched, when a query first needs it; the engine's
 * own files come from the site, never from elsewhere.
 */
import { AsyncDuckDB, getPlatformFeatures, VoidLogger } from "@duckdb/duckdb-wasm";
import { arrowTableToJSON } from "./arrow-rows.js";
import { quoted, readParquet, tableNameOf } from "./read-parquet.js";
import { openOptions, sessionSettings } from "./settings.js";

export { tableFromIPC } from "apache-arrow";
export { arrowTableToJSON };

/**
 * Heard by the page, which says so in words: the engine cannot run here, or does after all.
 * `detail` is `{ failed: boolean }`.
 */
export const engineEvent = "d521-engine";
const tell = (failed) => globalThis.dispatchEvent(new CustomEvent(engineEvent, { detail: { failed } }));

/** the engine's file is there and compiles, and it has not started: in its worker it failed without a word */
const longestStart = 60_000;

/** @type {Promise<import("@duckdb/duckdb-wasm").AsyncDuckDBConnection> | undefined} */
let opening;
let searchPath = [];

/** table name → where it is; set by the page before its first query */
const tables = new Map();
/** table → promise of its being there; a table is fetched once */
const loaded = new Map();
let tablesKnown;
const whenTablesKnown = new Promise((resolve) => {
  tablesKnown = resolve;
});

/**
 * The engine's file as the worker can take it, whatever a proxy says that it is; and where it cannot be had or run, that is
 * known here, as the worker would wait for it without a word.
 */
async function engineFile(url) {
  // eight bytes: the smallest module. Refused where the content policy's leave for WebAssembly is not known
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  // a device in between may answer with a page of its own
  if (new TextDecoder("latin1").decode(bytes.slice(0, 4)) !== "\0asm") throw new Error(`${url}: not the query engine`);
  return URL.createObjectURL(new Blob([bytes], { type: "application/wasm" }));
}

/** @template T @param {Promise<T>} started @returns {Promise<T>} */
const inTime = (started) => Promise.race([started, new Promise((_, reject) => setTimeout(() => reject(new Error("the query engine does not start")), longestStart))]);

async function open() {
  // there is an engine for browsers without WebAssembly exceptions too: none of those that can run one under our content policy
  const { wasmExceptions } = await getPlatformFeatures();
  if (!wasmExceptions) throw new Error("this browser has no WebAssembly exceptions");
  const [module, worker] = await Promise.all([import("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url"), import("@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?worker")]);
  const file = await engineFile(module.default);
  const engine = new AsyncDuckDB(new VoidLogger(), new worker.default());
  await inTime(engine.instantiate(file));
  URL.revokeObjectURL(file);
  await engine.open(openOptions);
  const connection = await engine.connect();
  for (const setting of sessionSettings) await connection.query(setting);
  await whenTablesKnown;
  for (const source of new Set([...tables.values()].map((table) => table.source))) await connection.query(`create schema if not exists ${quoted(source)}`);
  if (searchPath.length > 0) await connection.query(searchPathStatement());
  window[Symbol.for("EVIDENCE_QUERY_ENGINE")] = engine;
  return connection;
}

/** The page says where the tables are at once after loading; the engine waits for that. */
function engine() {
  opening ??= open().then(
    (connection) => {
      tell(false);
      return connection;
    },
    (fault) => {
      // the next choice tries again: a network may come back
      opening = undefined;
      tell(true);
      throw fault;
    },
  );
  return opening;
}

/** Does nothing yet: what is prerendered can be read before the engine, some megabytes, is fetched. */
export async function initDB() {}

const searchPathStatement = () => `set search_path = '${searchPath.map((schema) => schema.replaceAll("'", "''")).join(",")}'`;

/** @param {string[]} schemas where unqualified names are looked up */
export async function updateSearchPath(schemas) {
  searchPath = schemas;
  if (opening) await (await opening).query(searchPathStatement());
}

/** Kept for its callers; tables hold their rows, so there are no registered files to drop. */
export async function emptyDbFs() {}

/**
 * Says where each table is. Nothing is fetched yet.
 *
 * @param {Record<string, string[]>} urls by source
 * @param {{ append?: boolean, addBasePath?: (path: string) => string }} [options]
 */
export async function setParquetURLs(urls, { append, addBasePath = (path) => path } = {}) {
  if (!append) {
    tables.clear();
    loaded.clear();
  }
  for (const [source, files] of Object.entries(urls)) {
    for (const file of files) {
      const absolute = /^(https?:|\/)/.test(file) ? file : `/${file}`;
      tables.set(`${source}.${tableNameOf(file)}`, { source, table: tableNameOf(file), url: addBasePath(absolute.replace(/^\/static\//, "/")) });
    }
  }
  tablesKnown();
}

/** Tables whose name stands in the statement as a word: all that it reads, and at worst one more than it reads. */
function tablesNamedIn(sql) {
  const words = new Set(sql.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
  return [...tables.values()].filter(({ table }) => words.has(table.toLowerCase()));
}

async function load(connection, { source, table, url }) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const { columns, rows, ipc } = await readParquet(await answer.arrayBuffer());
  await connection.query(`create or replace table ${quoted(source)}.${quoted(table)} (${columns})`);
  if (rows > 0) await connection.insertArrowFromIPCStream(ipc, { schema: source, name: table, create: false });
}

/**
 * @param {string} sql
 * @returns {Promise<Record<string, unknown>[]>}
 */
export async function query(sql) {
  const connection = await engine();
  await Promise.all(
    tablesNamedIn(sql).map((table) => {
      const key = `${table.source}.${table.table}`;
      if (!loaded.has(key)) loaded.set(key, load(connection, table).catch((fault) => (loaded.delete(key), Promise.reject(fault))));
      return loaded.get(key);
    }),
  );
  return arrowTableToJSON(await connection.query(sql));
}
