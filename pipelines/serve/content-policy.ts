import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * What a page of the sites may do: run scripts of its own server, and DuckDB as WebAssembly in a worker. `blob:` is for
 * workers and downloads that a page makes itself; styles may stand in the page, as Svelte and ECharts write them there.
 */
const rules = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' blob: data:",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
] as const;

/** The policy of a file of the sites; `hashes` name the inline scripts that may run. */
export function sitePolicy(hashes: readonly string[] = []): string {
  const scripts = ["script-src 'self' 'wasm-unsafe-eval'", ...hashes.map((hash) => `'sha256-${hash}'`)].join(" ");
  return [...rules, scripts].join("; ");
}

/** The policy of the door's own pages: no script at all. */
export const doorPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/**
 * The inline scripts that the site builder itself writes into a page: the theme, the empty placeholder of Evidence's
 * template, and SvelteKit's start. Nothing else is let run, so a script that data brought into a page stays text.
 */
const known: readonly RegExp[] = [
  /^\s*(\/\*\s*loading\s*\*\/\s*)?$/,
  /^\s*try\s*\{[^<]*localStorage\.getItem\('evidence-theme'\)[^<]*\}\s*catch\s*\(e\)\s*\{\s*\}\s*$/,
  /^\s*\{\s*__sveltekit_\w+\s*=\s*\{[^<]*\}\s*;[^<]*import\("[^"<]*"\)[^<]*\}\s*$/,
];

/** sha256 of the inline scripts of a page that may run, in base64. Data blocks (`type="application/json"`) do not run. */
export function scriptHashes(html: string): string[] {
  const hashes = new Set<string>();
  for (const [, attributes = "", script = ""] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
    if (/\b(src|type\s*=\s*"application\/(ld\+)?json")/i.test(attributes)) continue;
    if (known.some((shape) => shape.test(script))) hashes.add(createHash("sha256").update(script).digest("base64"));
  }
  return [...hashes];
}

/** Hashes of a page's scripts, kept while the file stays as it is. */
export function createHashCache(): (root: string, file: string, modified: number, size: number) => readonly string[] {
  const kept = new Map<string, { stamp: string; hashes: readonly string[] }>();
  return (root, file, modified, size) => {
    const full = path.join(root, file);
    const stamp = `${modified}:${size}`;
    const found = kept.get(full);
    if (found?.stamp === stamp) return found.hashes;
    const hashes = scriptHashes(readFileSync(full, "utf8"));
    // a published site has its own folder, so old entries would pile up
    if (kept.size > 20_000) kept.clear();
    kept.set(full, { stamp, hashes });
    return hashes;
  };
}
