import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import type { Message } from "../messages.ts";
import { type Audience, audiences, audienceTitles } from "../serve/audiences.ts";
import { precompressSite } from "../serve/precompress.ts";
import { dispatchFacts } from "./dispatch-facts.ts";
import { reasonOf, runSources } from "./evidence.ts";
import { publishMessages } from "./messages.ts";
import { buildPages } from "./site-build.ts";
import { assembleWorkspace, projectDir } from "./workspace.ts";

export interface PublishOptions {
  readonly database: string;
  /** folder of the sites, one folder an audience in it */
  readonly out: string;
  /** sub-path behind a reverse proxy, such as `/521`; none where absent */
  readonly basePath?: string;
  /** all three where absent */
  readonly audiences?: readonly Audience[];
  readonly onProgress?: (progress: { done: number; total: number; note: string; text: Message; title: Message }) => void;
}

export interface PublishedSite {
  readonly audience: Audience;
  readonly folder: string;
  readonly milliseconds: number;
  /** bytes of its Parquet files */
  readonly dataBytes: number;
}

/**
 * Builds the sites aside, one after another, and when all of them stand, puts each in its place by renaming. A fault in a
 * query or on a page leaves every published site as it was.
 *
 * @throws D521Error `no_marts` (3) before a build, `sources_failed` and `pages_failed` (3) with Evidence's own reason
 */
export async function publishSites(options: PublishOptions): Promise<PublishedSite[]> {
  const dispatch = await dispatchFacts(options.database);
  const chosen = options.audiences ?? audiences;
  const out = path.resolve(options.out);
  makeFolder(out);
  const steps = [publishMessages.step_sources, publishMessages.step_pages, publishMessages.step_compress];
  const built: (PublishedSite & { readonly aside: string })[] = [];
  for (const [index, audience] of chosen.entries()) {
    const started = performance.now();
    const say = (step: number) =>
      options.onProgress?.({ done: index * steps.length + step, total: chosen.length * steps.length, note: audience, text: steps[step]!, title: audienceTitles[audience] });
    const work = path.join(projectDir, "var", "work", audience);
    const facts = { title: audienceTitles[audience].zh, footer: publishMessages.footer.zh, dispatch };
    assembleWorkspace({ audience, dir: work, database: options.database, basePath: options.basePath ?? "", facts });
    say(0);
    const sources = await runSources(work);
    if (!sources.ok) throw failed("sources_failed", audience, reasonOf(sources));
    say(1);
    const pages = await buildPages(work);
    const site = path.join(work, ".evidence", "template", "build");
    if (!pages.ok || !existsSync(path.join(site, "index.html"))) throw failed("pages_failed", audience, reasonOf(pages));
    say(2);
    // beside its place, so that the renaming below stays on one disk
    const aside = path.join(out, `.${audience}.new`);
    rmSync(aside, { recursive: true, force: true });
    // the working folder may be on another disk
    cpSync(site, aside, { recursive: true });
    await precompressSite(aside);
    built.push({ audience, folder: path.join(out, audience), aside, milliseconds: performance.now() - started, dataBytes: bytesOf(path.join(aside, "data")) });
  }
  for (const { aside, folder } of built) swap(aside, folder);
  return built.map(({ aside: _, ...site }) => site);
}

function failed(code: "sources_failed" | "pages_failed", audience: Audience, detail: string): D521Error {
  return new D521Error(exitCodes.environment, code, publishMessages[code], { audience, detail });
}

/** The new site takes the old one's place; between the two renames there is no site for an instant, never half a site. */
function swap(aside: string, folder: string): void {
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(aside, folder);
  rmSync(old, { recursive: true, force: true });
}

function bytesOf(dir: string): number {
  if (!existsSync(dir)) return 0;
  return (readdirSync(dir, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".parquet"))
    .reduce((sum, name) => sum + statSync(path.join(dir, name)).size, 0);
}
