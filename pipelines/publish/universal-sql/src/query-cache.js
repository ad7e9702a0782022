/**
 * Results of the queries that ran while a page was prerendered, for the page's template: one Arrow file a result, named by its content, and for
 * each page a list of its queries' results. The names of the files are the template's, so they are fixed. They are written once; the template's
 * own questions are answered from memory, as all pages are rendered in one process.
 */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { clearNullSlots } from "./null-slots.js";

// duckdb-wasm's results are instances of the Arrow classes that duckdb-wasm itself loaded; only those can write them
const require = createRequire(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm"));
const { tableFromIPC, tableToIPC } = require("apache-arrow");

/** where the site generator collects what is to be served beside the pages */
const served = path.join(".svelte-kit", "output", "prerendered", "dependencies", "api");

/** a file for each query that has no answer; read by pipelines/publish/render.ts */
const failureFolder = path.join(".evidence-queries", "failed");

/** SQL → name of its result, in this build */
const results = new Map();
/** name of a result → the result, as Arrow IPC */
const contents = new Map();
/** folder of a page → query name → name of its result */
const lists = new Map();
/** folders whose list has changed since it was written */
const unwritten = new Set();

function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const pageFolder = (routeHash, paramsHash) => path.join(routeHash, paramsHash);

/** A page asks many queries in one go: its list is written once they have been asked, before anything else happens. */
function writeSoon(folder) {
  if (unwritten.size === 0) {
    queueMicrotask(() => {
      for (const one of unwritten) write(path.join(served, one, "all-queries.json"), JSON.stringify(lists.get(one)));
      unwritten.clear();
    });
  }
  unwritten.add(folder);
}

/**
 * @param {string} sql
 * @param {import("apache-arrow").Table} table its result
 * @param {{ route_hash: string, additional_hash: string, query_name: string, prerendering: boolean }} page
 */
export function cache_for_hash(sql, table, { route_hash, additional_hash, query_name, prerendering }) {
  let hash = results.get(sql);
  if (!hash) {
    clearNullSlots(table);
    const ipc = tableToIPC(table);
    hash = createHash("md5").update(ipc).digest("hex");
    contents.set(hash, ipc);
    if (prerendering) {
      write(path.join(served, "prerendered_queries", `${hash}.arrow`), ipc);
      results.set(sql, hash);
    }
  }
  rmSync(failureFile({ route_hash, additional_hash, query_name }), { force: true });
  const folder = pageFolder(route_hash, additional_hash);
  lists.set(folder, { ...lists.get(folder), [query_name]: hash });
  if (prerendering) writeSoon(folder);
}

const failureFile = ({ route_hash, additional_hash, query_name }) => path.join(failureFolder, `${route_hash}-${additional_hash}-${query_name}`);

/**
 * A page whose query failed is written all the same, with a hole in it and no word. Each page is asked twice, the first time without its choices:
 * what fails then and has an answer after is no failure.
 *
 * @param {string} reason the engine's
 * @param {{ route_hash: string, additional_hash: string, query_name: string }} page
 */
export function noteFailure(reason, page) {
  write(failureFile(page), `${page.query_name}: ${reason}`);
}

/** @returns {Uint8Array} the result of that name, as Arrow IPC */
export function get_cache_for_hash(hash) {
  return contents.get(hash);
}

/** @returns {string} JSON: query name → result name, for one page; `{}` for a page without queries */
export function get_all_page_queries(routeHash, paramsHash) {
  return JSON.stringify(lists.get(pageFolder(routeHash, paramsHash)) ?? {});
}

/** @returns {import("apache-arrow").Table | null} a result of this build, so that equal queries run once */
export function get_arrow_if_sql_already_run(sql) {
  const hash = results.get(sql);
  return hash ? tableFromIPC(get_cache_for_hash(hash)) : null;
}
