/**
 * Evidence's page build, step by step. Its own command copies the pages with a file watcher while the bundler already
 * runs, so a busy machine can build a site that lacks a page; and it brings pages (settings, SQL console) and a start
 * page frame in English. Here the same folders are filled first, then the same bundler runs.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { evidenceEnvironment, type EvidenceRun, runProgram } from "./evidence.ts";
import { projectDir } from "./workspace.ts";

/** What `evidence sources` has left in the template and the pages need. */
const kept = ["static", ".evidence-queries"];

/** Evidence's own pages that no site has: its settings, its SQL console, its start page. */
const unwanted = ["settings", "explore", "+page.md", "fix-tprotocol-service-worker.js", "manifest.webmanifest"];

/**
 * Builds the pages of a working folder in which `evidence sources` has run. The site stands in `.evidence/template/build`.
 *
 * @param dir the working folder
 */
export async function buildPages(dir: string): Promise<EvidenceRun> {
  const template = path.join(dir, ".evidence", "template");
  fillTemplate(dir, template);
  const vite = path.join(projectDir, "node_modules", "vite", "bin", "vite.js");
  const run = await runProgram([vite, "build"], template, {
    ...evidenceEnvironment(),
    NODE_OPTIONS: "--max-old-space-size=4096",
    EVIDENCE_DATA_URL_PREFIX: "static/data",
    EVIDENCE_DATA_DIR: "./static/data",
    EVIDENCE_IS_BUILDING: "true",
    EVIDENCE_STRICT_MODE: "true",
  });
  if (run.ok) nameDataByContent(path.join(template, "build", "data"));
  return run;
}

function fillTemplate(dir: string, template: string): void {
  mkdirSync(template, { recursive: true });
  for (const name of readdirSync(template)) if (!kept.includes(name)) rmSync(path.join(template, name), { recursive: true });
  rmSync(path.join(template, ".evidence-queries", "cache"), { recursive: true, force: true });
  const original = path.join(projectDir, "node_modules", "@evidence-dev", "evidence", "template");
  cpSync(original, template, { recursive: true, filter: (from) => !(path.dirname(from) === path.join(original, "static")) });
  const pages = path.join(template, "src", "pages");
  askWithoutDoubleSlash(path.join(pages, "+layout.js"));
  for (const name of unwanted) rmSync(path.join(pages, name), { recursive: true });
  for (const [from, to] of [
    ["static", "static"],
    ["sources", "sources"],
    ["queries", "queries"],
    ["partials", "partials"],
    ["components", path.join("src", "components")],
    ["app.css", path.join("src", "app.css")],
    ["app.html", path.join("src", "app.html")],
  ] as const) {
    if (existsSync(path.join(dir, from))) cpSync(path.join(dir, from), path.join(template, to), { recursive: true });
  }
  for (const name of readdirSync(path.join(dir, "pages"), { recursive: true }) as string[]) {
    if (path.extname(name) === "") continue;
    const to = path.join(pages, pageFile(name));
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(dir, "pages", name), to);
  }
}

/** `index.md` → `+page.md`, `library.md` → `library/+page.md`; a layout stays what it is. */
export function pageFile(name: string): string {
  const { dir, name: stem, ext } = path.parse(name);
  if (ext !== ".md") return name;
  return stem === "index" ? path.join(dir, "+page.md") : path.join(dir, stem, "+page.md");
}

/** Puts each Parquet file in a folder named by its content, so that a browser never mixes tables of two publications. */
function nameDataByContent(data: string): void {
  const file = path.join(data, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { renderedFiles: Record<string, string[]> };
  for (const files of Object.values(manifest.renderedFiles)) {
    files.forEach((url, index) => {
      // …/<source>/<table>/<table>.parquet
      const [source, table, name] = url.split(/[\\/]/).slice(-3) as [string, string, string];
      const from = path.join(data, source, table, name);
      const hash = createHash("sha256").update(readFileSync(from)).digest("hex").slice(0, 16);
      mkdirSync(path.join(data, source, table, hash));
      renameSync(from, path.join(data, source, table, hash, name));
      files[index] = url.slice(0, -name.length) + `${hash}/${name}`;
    });
  }
  writeFileSync(file, JSON.stringify(manifest));
}

/**
 * The template asks for `/api//card/evidencemeta.json` when a reader goes from page to page: a server that is strict about
 * paths refuses that. The file stands at `/api/card/…`.
 */
function askWithoutDoubleSlash(layout: string): void {
  const asked = "`/api/${route.id}/evidencemeta.json`";
  const before = readFileSync(layout, "utf8");
  if (!before.includes(asked)) throw new Error(`Evidence's template no longer asks for ${asked}: look at ${layout} again`);
  writeFileSync(layout, before.replace(asked, "`/api${route.id === '/' ? '' : route.id}/evidencemeta.json`"));
}
