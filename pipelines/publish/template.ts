/**
 * Evidence's template with a site's pages in it, as the bundler takes it. Evidence's own command copies the pages with a
 * file watcher while the bundler already runs, so a busy machine can build a site that lacks a page; and it brings pages
 * (settings, SQL console) and a start page frame in English. Here the same folders are filled first, then the bundler runs.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectDir } from "./workspace.ts";

/** Evidence's own pages that no site has: its settings, its SQL console, its start page. */
const unwanted = ["settings", "explore", "+page.md", "fix-tprotocol-service-worker.js", "manifest.webmanifest"];

/** Where the template of a working folder stands; what of Evidence runs there looks for it by this name. */
export const templateOf = (dir: string) => path.join(dir, ".evidence", "template");

/** Fills the template of a working folder with Evidence's files, then with the folder's own. What is in `static` stays. */
export function fillTemplate(dir: string): void {
  const template = templateOf(dir);
  mkdirSync(template, { recursive: true });
  const original = path.join(projectDir, "node_modules", "@evidence-dev", "evidence", "template");
  cpSync(original, template, { recursive: true, filter: (from) => !(path.dirname(from) === path.join(original, "static")) });
  const pages = path.join(template, "src", "pages");
  askWithoutDoubleSlash(path.join(pages, "+layout.js"));
  if (existsSync(path.join(dir, "pages", "api", "dispatch.json"))) askForDispatch(path.join(pages, "+layout.js"));
  listNoQueries(path.join(pages, "api", "[...route]", "evidencemeta.json", "+server.js"));
  for (const name of unwanted) rmSync(path.join(pages, name), { recursive: true });
  for (const [from, to] of [
    ["static", "static"],
    ["queries", "queries"],
    ["partials", "partials"],
    ["components", path.join("src", "components")],
    ["app.css", path.join("src", "app.css")],
    ["app.html", path.join("src", "app.html")],
  ] as const) {
    if (existsSync(path.join(dir, from))) cpSync(path.join(dir, from), path.join(template, to), { recursive: true });
  }
  for (const name of readdirSync(path.join(dir, "pages"), { recursive: true }) as string[]) {
    const from = path.join(dir, "pages", name);
    if (statSync(from).isDirectory()) continue;
    const to = path.join(pages, pageFile(name));
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(from, to);
  }
}

/** `index.md` → `+page.md`, `library.md` → `library/+page.md`; a layout stays what it is. */
export function pageFile(name: string): string {
  const { dir, name: stem, ext } = path.parse(name);
  if (ext !== ".md") return name;
  return stem === "index" ? path.join(dir, "+page.md") : path.join(dir, stem, "+page.md");
}

/**
 * The template asks for `/api//card/evidencemeta.json` when a reader goes from page to page: a server that is strict about
 * paths refuses that. The file stands at `/api/card/…`.
 */
function askWithoutDoubleSlash(layout: string): void {
  replaceIn(layout, "`/api/${route.id}/evidencemeta.json`", "`/api${route.id === '/' ? '' : route.id}/evidencemeta.json`");
}

/** The queries of each page are listed when the page asks for them; listed beforehand they would have to be rendered while the bundle is made. */
function listNoQueries(route: string): void {
  replaceIn(route, "export const entries", "const entries");
}

/** The frame of our pages says which dispatch they show, and asks for it (reports/shared/pages/api) as for the rest of its data. */
function askForDispatch(layout: string): void {
  // what a page fetched is written into it in the order of the answers: while rendering, this one comes first
  replaceIn(
    layout,
    "const [{ customFormattingSettings }, pagesManifest, evidencemeta] = await Promise.all([",
    "const askedDispatch = fetch(addBasePath('/api/dispatch.json')).then((x) => x.json());\n\tif (!browser) await askedDispatch;\n\tconst [dispatch, { customFormattingSettings }, pagesManifest, evidencemeta] = await Promise.all([\n\t\taskedDispatch,",
  );
  replaceIn(layout, "\t\tcustomFormattingSettings,\n", "\t\tdispatch,\n\t\tcustomFormattingSettings,\n");
}

function replaceIn(file: string, text: string, by: string): void {
  const before = readFileSync(file, "utf8");
  if (!before.includes(text)) throw new Error(`Evidence's template no longer has ${text}: look at ${file} again`);
  writeFileSync(file, before.replace(text, () => by));
}
