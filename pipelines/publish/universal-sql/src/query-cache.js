/**
 * Results of the queries that ran while a page was prerendered, kept where the page's template looks for them: one Arrow
 * file a result, named by its content, and for each page a list of its queries' results. The folders and names are the
 * template's, so they are fixed.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// duckdb-wasm's results are instances of the Arrow classes that duckdb-wasm itself loaded; only those can write them
const require = createRequire(createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm"));
const { tableFromIPC, tableToIPC } = require("apache-arrow");

const cacheFolder = path.join(".evidence-queries", "cache");
/** where the site generator collects what is to be served beside the pages */
const served = path.join(".svelte-kit", "output", "prerendered", "dependencies", "api");

/** a file for each query that has no answer; read by pipelines/publish/render.ts */
const failureFolder = path.join(".evidence-queries", "failed");

/** SQL → name of its result, in this build */
const results = new Map();

function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const pageFolder = (routeHash, paramsHash) => path.join(cacheFolder, routeHash, paramsHash);

/**
 * @param {string} sql
 * @param {import("apache-arrow").Table} table its result
 * @param {{ route_hash: string, additional_hash: string, query_name: string, prerendering: boolean }} page
 */
export function cache_for_hash(sql, table, { route_hash, additional_hash, query_name, prerendering }) {
  let hash = results.get(sql);
  if (!hash) {
    const ipc = tableToIPC(table);
    hash = createHash("md5").update(ipc).digest("hex");
    write(path.join(cacheFolder, `${hash}.arrow`), ipc);
    if (prerendering) {
      write(path.join(served, "prerendered_queries", `${hash}.arrow`), ipc);
      results.set(sql, hash);
    }
  }
  rmSync(failureFile({ route_hash, additional_hash, query_name }), { force: true });
  const list = JSON.parse(get_all_page_queries(route_hash, additional_hash));
  list[query_name] = hash;
  const text = JSON.stringify(list);
  write(path.join(pageFolder(route_hash, additional_hash), "all-queries.json"), text);
  if (prerendering) write(path.join(served, route_hash, additional_hash, "all-queries.json"), text);
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

/** @returns {Buffer} the result of that name, as Arrow IPC */
export function get_cache_for_hash(hash) {
  return readFileSync(path.join(cacheFolder, `${hash}.arrow`));
}

/** @returns {string} JSON: query name → result name, for one page; `{}` for a page without queries */
export function get_all_page_queries(routeHash, paramsHash) {
  const file = path.join(pageFolder(routeHash, paramsHash), "all-queries.json");
  return existsSync(file) ? readFileSync(file, "utf8") : "{}";
}

/** @returns {import("apache-arrow").Table | null} a result of this build, so that equal queries run once */
export function get_arrow_if_sql_already_run(sql) {
  const hash = results.get(sql);
  return hash ? tableFromIPC(get_cache_for_hash(hash)) : null;
}
