/**
 * Writes the pages of the site in whose folder it runs (render.ts lays it out), by SvelteKit's own step after bundling, with
 * the routes that routes.json lists. That step is no public entrance of SvelteKit, hence the path; package.json pins the version.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import prerender from "../../node_modules/@sveltejs/kit/src/core/postbuild/prerender.js";

const out = path.resolve(".svelte-kit", "output");
const routes = JSON.parse(readFileSync("routes.json", "utf8"));
await prerender({
  out,
  manifest_path: path.join(out, "server", "manifest-full.js"),
  metadata: { nodes: [], routes: new Map(routes.map(({ id, prerender }) => [id, { prerender }])) },
  verbose: false,
  env: {},
});
