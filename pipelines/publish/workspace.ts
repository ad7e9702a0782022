import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Audience } from "../serve/audiences.ts";

export const projectDir = fileURLToPath(new URL("../../", import.meta.url));

export interface WorkspaceOptions {
  readonly audience: Audience;
  /** made anew; Evidence runs in it */
  readonly dir: string;
  /** the DuckDB file that the audience's queries read */
  readonly database: string;
  /** where reports/, sources/ and evidence.config.yaml are; the project itself where absent */
  readonly project?: string;
}

/**
 * Lays out a folder in which Evidence can run: its folder names are fixed (`pages`, `components`, `sources`), ours are
 * one an audience. What an audience's site can hold is what its queries in `sources/<audience>/` return, nothing else.
 */
export function assembleWorkspace({ audience, dir, database, project = projectDir }: WorkspaceOptions): void {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const shared = path.join(project, "reports", "shared");
  const own = path.join(project, "reports", audience);
  for (const from of [shared, own]) {
    for (const part of ["pages", "components", "partials", "static"]) {
      if (existsSync(path.join(from, part))) cpSync(path.join(from, part), path.join(dir, part), { recursive: true });
    }
  }
  for (const file of ["svelte.config.js", "labels.js", "app.css"]) cpSync(path.join(shared, file), path.join(dir, file));

  const source = path.join(dir, "sources", "extract");
  cpSync(path.join(project, "sources", audience), source, { recursive: true });
  // Evidence reads the name relative to the source's folder
  const filename = path.relative(source, path.resolve(database));
  writeFileSync(path.join(source, "connection.yaml"), `name: extract\ntype: duckdb\noptions:\n  filename: ${JSON.stringify(filename)}\n`);

  const config = readFileSync(path.join(project, "evidence.config.yaml"), "utf8");
  writeFileSync(path.join(dir, "evidence.config.yaml"), `${config}\ndeployment:\n  basePath: /${audience}\n`);
  // the page bundler learns from here which packages hold Svelte components
  const evidence = ["@evidence-dev/evidence", "@evidence-dev/core-components", "@evidence-dev/duckdb", "@evidence-dev/universal-sql"];
  writeFileSync(
    path.join(dir, "package.json"),
    JSON.stringify({ name: `site-${audience}`, private: true, type: "module", dependencies: Object.fromEntries(evidence.map((name) => [name, "*"])) }),
  );
  // the style generator looks for the components' classes in node_modules right here
  symlinkSync(path.join(projectDir, "node_modules"), path.join(dir, "node_modules"), "junction");
}
