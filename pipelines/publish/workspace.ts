import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseYaml } from "yaml";
import type { Audience } from "../serve/audiences.ts";

export const projectDir = fileURLToPath(new URL("../../", import.meta.url));

export interface WorkspaceOptions {
  readonly audience: Audience;
  /** made anew; Evidence runs in it */
  readonly dir: string;
  /** the DuckDB file that the audience's queries read */
  readonly database: string;
  /** what the frame of every page says */
  readonly facts: SiteFacts;
  /** where reports/, sources/ and evidence.config.yaml are; the project itself where absent */
  readonly project?: string;
  /** sub-path behind a reverse proxy, such as `/521`; none where absent */
  readonly basePath?: string;
}

export interface SiteFacts {
  readonly title: string;
  readonly footer: string;
  readonly dispatch: DispatchFacts;
}

/** Which dispatch the site shows, in words for its readers. */
export interface DispatchFacts {
  /** `2021年12月` */
  readonly month: string;
  /** `2022-01-20 10:00`, the office's time */
  readonly known_at: string;
  readonly data_from: string;
  readonly data_to: string;
  readonly policy_label: string;
  readonly is_synthetic: boolean;
  /** monthly reports of the dispatch month that are not in, or only in part */
  readonly report_gaps: readonly ReportGap[];
}

/** `known` enterprises are in, none where nothing has come; `known_before` is what the report is measured by, null where nothing has come. */
export interface ReportGap {
  readonly name: string;
  readonly known: number;
  readonly known_before: number | null;
}

interface PageEntry {
  /** address within the site, with both slashes */
  readonly href: string;
  readonly title: string;
  readonly order: number;
}

/**
 * Lays out a folder in which Evidence can run: its folder names are fixed (`pages`, `components`, `sources`), ours are
 * one an audience. What an audience's site can hold is what its queries in `sources/<audience>/` return, nothing else.
 */
export function assembleWorkspace({ audience, dir, database, basePath = "", facts, project = projectDir }: WorkspaceOptions): void {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const shared = path.join(project, "reports", "shared");
  const own = path.join(project, "reports", audience);
  for (const from of [shared, own]) {
    for (const part of ["pages", "components", "partials", "static"]) {
      if (existsSync(path.join(from, part))) cpSync(path.join(from, part), path.join(dir, part), { recursive: true });
    }
  }
  for (const file of ["svelte.config.js", "labels.js", "echarts.js", "app.css", "app.html"]) cpSync(path.join(shared, file), path.join(dir, file));
  writeFileSync(path.join(dir, "components", "site.json"), JSON.stringify({ ...facts, audience, pages: listPages(path.join(dir, "pages")) }));

  const source = path.join(dir, "sources", "extract");
  for (const from of ["shared", audience]) cpSync(path.join(project, "sources", from), source, { recursive: true });
  // Evidence reads the name relative to the source's folder
  const filename = path.relative(source, path.resolve(database));
  writeFileSync(path.join(source, "connection.yaml"), `name: extract\ntype: duckdb\noptions:\n  filename: ${JSON.stringify(filename)}\n`);

  const config = readFileSync(path.join(project, "evidence.config.yaml"), "utf8");
  writeFileSync(path.join(dir, "evidence.config.yaml"), `${config}\ndeployment:\n  basePath: ${basePath}/${audience}\n`);
  // the page bundler learns from here which packages hold Svelte components
  const evidence = ["@evidence-dev/evidence", "@evidence-dev/core-components", "@evidence-dev/duckdb", "@evidence-dev/universal-sql"];
  writeFileSync(
    path.join(dir, "package.json"),
    JSON.stringify({ name: `site-${audience}`, private: true, type: "module", dependencies: Object.fromEntries(evidence.map((name) => [name, "*"])) }),
  );
  // the style generator looks for the components' classes in node_modules right here
  symlinkSync(path.join(projectDir, "node_modules"), path.join(dir, "node_modules"), "junction");
}

/** The pages for the site's menu, by `sidebar_position` in their front matter. */
function listPages(dir: string): PageEntry[] {
  const entries = (readdirSync(dir, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const front = parseYaml(/^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(path.join(dir, name), "utf8"))?.[1] ?? "") as { title?: string; sidebar_position?: number } | null;
      const place = name.split(path.sep).join("/").replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "/");
      return { href: `/${place}`, title: front?.title ?? place, order: front?.sidebar_position ?? 99 };
    });
  return entries.sort((one, other) => one.order - other.order);
}
