import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { D521Error, exitCodes } from "../errors.ts";
import type { Audience } from "../serve/audiences.ts";
import type { Bundle } from "./bundle.ts";
import type { DispatchFacts } from "./dispatch-facts.ts";
import { evidenceEnvironment, reasonOf, runProgram } from "./evidence.ts";
import { publishMessages } from "./messages.ts";
import { templateOf } from "./template.ts";

export interface RenderOptions {
  readonly audience: Audience;
  readonly basePath: string;
  readonly bundle: Bundle;
  /** folder of the audience's data (extract.ts) */
  readonly data: string;
  readonly facts: DispatchFacts;
  /** names the publication: two of the same name show the same */
  readonly publication: string;
  /** an empty folder below the project, to work in */
  readonly work: string;
}

/**
 * Renders the pages of a site from a kept bundle and an extract, in a process of its own.
 *
 * @returns the two folders of pages and of what the pages fetch, each as it stands in the site
 * @throws D521Error `pages_failed` (3) with the page's own reason
 */
export async function renderSite({ audience, basePath, bundle, data, facts, publication, work }: RenderOptions): Promise<string[]> {
  const template = templateOf(work);
  const output = path.join(template, ".svelte-kit", "output");
  mkdirSync(output, { recursive: true });
  mkdirSync(path.join(template, "static"));
  const link = (to: string, at: string) => symlinkSync(to, at, "junction");
  link(bundle.server, path.join(output, "server"));
  link(bundle.site, path.join(output, "client"));
  link(bundle.pages, path.join(template, "src"));
  link(data, path.join(template, "static", "data"));
  const paths = { base: `${basePath}/${audience}`, relative: false };
  writeFileSync(path.join(template, "svelte.config.js"), `export default { kit: { paths: ${JSON.stringify(paths)} } };\n`);
  writeFileSync(path.join(template, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(path.join(template, "routes.json"), JSON.stringify(bundle.routes));
  writeFileSync(path.join(template, "dispatch.json"), JSON.stringify({ ...facts, publication }));

  const run = await runProgram([fileURLToPath(new URL("./prerender.js", import.meta.url))], template, evidenceEnvironment());
  const rendered = path.join(output, "prerendered");
  if (!run.ok || !existsSync(path.join(rendered, "pages", "index.html"))) {
    throw new D521Error(exitCodes.environment, "pages_failed", publishMessages.pages_failed, { audience, detail: reasonOf(run) });
  }
  const failed = path.join(template, ".evidence-queries", "failed");
  const [first] = existsSync(failed) ? readdirSync(failed) : [];
  if (first !== undefined) {
    throw new D521Error(exitCodes.environment, "pages_failed", publishMessages.pages_failed, { audience, detail: readFileSync(path.join(failed, first), "utf8") });
  }
  return [path.join(rendered, "pages"), path.join(rendered, "dependencies")];
}
