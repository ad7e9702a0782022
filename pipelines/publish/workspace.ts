import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseYaml } from "yaml";
import { type Audience, audienceTitles } from "../serve/audiences.ts";
import { publishMessages } from "./messages.ts";

export const projectDir = fileURLToPath(new URL("../../", import.meta.url));

export interface WorkspaceOptions {
  readonly audience: Audience;
  /** made anew; the bundler runs in it */
  readonly dir: string;
  /** where reports/ and evidence.config.yaml are; the project itself where absent */
  readonly project?: string;
  /** sub-path behind a reverse proxy, such as `/521`; none where absent */
  readonly basePath?: string;
}

interface PageEntry {
  readonly group?: string;
  /** address within the site, with both slashes */
  readonly href: string;
  readonly title: string;
  readonly order: number;
}

/**
 * Lays out a folder in which Evidence's bundler can run: its folder names are fixed (`pages`, `components`), ours are one
 * an audience. There is no data in it and nothing that hangs on data: what is bundled is kept for the next months.
 */
export function assembleWorkspace({ audience, dir, basePath = "", project = projectDir }: WorkspaceOptions): void {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const shared = path.join(project, "reports", "shared");
  const own = path.join(project, "reports", audience);
  for (const from of [shared, own]) {
    for (const part of ["pages", "components", "partials", "static"]) {
      if (existsSync(path.join(from, part))) cpSync(path.join(from, part), path.join(dir, part), { recursive: true });
    }
  }
  for (const file of ["svelte.config.js", "echarts.js", "app.css", "app.html"]) cpSync(path.join(shared, file), path.join(dir, file));
  writeFileSync(path.join(dir, "components", "site.json"), JSON.stringify({ ...siteWords(audience), audience, pages: listPages(path.join(dir, "pages")) }));

  const config = readFileSync(path.join(project, "evidence.config.yaml"), "utf8");
  writeFileSync(path.join(dir, "evidence.config.yaml"), `${config}\ndeployment:\n  basePath: ${basePath}/${audience}\n`);
  // the page bundler learns from here which packages hold Svelte components
  const evidence = ["@evidence-dev/evidence", "@evidence-dev/component-utilities", "@evidence-dev/duckdb", "@evidence-dev/universal-sql"];
  writeFileSync(
    path.join(dir, "package.json"),
    JSON.stringify({ name: `site-${audience}`, private: true, type: "module", dependencies: Object.fromEntries(evidence.map((name) => [name, "*"])) }),
  );
  // the style generator looks for the components' classes in node_modules right here
  symlinkSync(path.join(projectDir, "node_modules"), path.join(dir, "node_modules"), "junction");
}

/** What the frame of every page says whatever the data. */
export function siteWords(audience: Audience): { readonly title: string; readonly footer: string } {
  return { title: audienceTitles[audience].zh, footer: publishMessages.footer.zh };
}

/** The pages for the site's menu, by `sidebar_position` in their front matter; those of one `group` stand below it. */
function listPages(dir: string): PageEntry[] {
  const entries = (readdirSync(dir, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const front = parseYaml(/^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(path.join(dir, name), "utf8"))?.[1] ?? "") as { title?: string; sidebar_position?: number; group?: string } | null;
      const place = name.split(path.sep).join("/").replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "/");
      return { href: `/${place}`, title: front?.title ?? place, order: front?.sidebar_position ?? 99, ...(front?.group !== undefined && { group: front.group }) };
    });
  return entries.sort((one, other) => one.order - other.order);
}
