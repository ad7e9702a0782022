import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import PQueue from "p-queue";
import { isRunning } from "../is-running.ts";
import { makeFolder } from "../make-folder.ts";
import type { Message } from "../messages.ts";
import { type Audience, audiences, audienceTitles } from "../serve/audiences.ts";
import { precompressSite } from "../serve/precompress.ts";
import { openDatabase } from "../warehouse/database.ts";
import { bundleKey, ensureBundle } from "./bundle.ts";
import { type DispatchFacts, dispatchFacts } from "./dispatch-facts.ts";
import { cutExtracts, type Extract } from "./extract.ts";
import { publishMessages } from "./messages.ts";
import { isPublished, notePublication, publicationName, renewPublication } from "./publication.ts";
import { renderSite } from "./render.ts";
import { makeWorkFolder } from "./work-folder.ts";

export interface PublishOptions {
  readonly database: string;
  /** folder of the sites, one folder an audience in it */
  readonly out: string;
  /** sub-path behind a reverse proxy, such as `/521`; none where absent */
  readonly basePath?: string;
  /** all three where absent */
  readonly audiences?: readonly Audience[];
  /** where reports/, sources/ and evidence.config.yaml are; the project itself where absent */
  readonly project?: string;
  /** folder of the kept bundles; the project's where absent */
  readonly bundles?: string;
  readonly onProgress?: (progress: { done: number; total: number; note: string; text: Message; title: Message }) => void;
}

export interface PublishedSite {
  readonly audience: Audience;
  readonly folder: string;
  readonly milliseconds: number;
  /** bytes of its Parquet files */
  readonly dataBytes: number;
  /** it already was what would have been made, and stays as it is */
  readonly kept: boolean;
}

/** Processes that render at once: as many as sites, which two cores and 2 GB of memory bear. */
const sideBySide = 3;

/**
 * Cuts the extracts, renders the sites that would change from their kept bundles, side by side and aside, and when all of
 * them stand, puts each in its place by renaming. A fault in a query or on a page leaves every published site as it was.
 *
 * @throws D521Error `no_marts` (3) before a build, `sources_failed` and `pages_failed` (3) with the reason
 */
export async function publishSites(options: PublishOptions): Promise<PublishedSite[]> {
  const { basePath = "", audiences: chosen = audiences } = options;
  const project = options.project === undefined ? {} : { project: options.project };
  const bundles = options.bundles === undefined ? {} : { store: options.bundles };
  const out = path.resolve(options.out);
  makeFolder(out);
  clearUp(out);
  const work = makeWorkFolder("publish");
  const steps = 3;
  let done = 0;
  const say = (audience: Audience, text: Message) => options.onProgress?.({ done, total: chosen.length * steps, note: audience, text, title: audienceTitles[audience] });
  try {
    const { facts, extracts } = await readDatabase(options.database, { audiences: chosen, out: path.join(work, "data"), ...project, onAudience: (audience) => say(audience, publishMessages.step_sources) });
    done = chosen.length;
    const queue = new PQueue({ concurrency: sideBySide });
    const makeSite = async ({ audience, dir: data, hash, bytes: dataBytes }: Extract): Promise<MadeSite> => {
      const started = performance.now();
      const folder = path.join(out, audience);
      const wanted = { audience, basePath, ...project, ...bundles };
      const publication = publicationName(await bundleKey(wanted), hash, facts);
      const result = { audience, folder, dataBytes };
      if (isPublished(folder, publication)) {
        done += steps - 1;
        return { ...result, kept: true, milliseconds: performance.now() - started };
      }
      const bundle = await ensureBundle({ ...wanted, onMake: () => say(audience, publishMessages.step_bundle) });
      say(audience, publishMessages.step_pages);
      const dir = path.join(work, audience);
      mkdirSync(dir);
      const rendered = await renderSite({ audience, basePath, bundle, data, facts, publication, work: dir });
      done += 1;
      say(audience, publishMessages.step_compress);
      // what the bundle brings is compressed already
      takeCompressed(path.join(folder, "data"), data);
      for (const each of [data, ...rendered]) await precompressSite(each);
      // beside its place, so that the renaming stays on one disk
      const aside = path.join(out, `.${audience}.new-${process.pid}`);
      for (const each of [bundle.site, ...rendered]) cpSync(each, aside, { recursive: true });
      cpSync(data, path.join(aside, "data"), { recursive: true });
      notePublication(aside, publication);
      done += 1;
      return { ...result, kept: false, aside, milliseconds: performance.now() - started };
    };
    // a fault ends the publication once the others have stopped working in its folders
    const ended = await Promise.allSettled(extracts.map((extract) => queue.add(() => makeSite(extract))));
    const made = ended.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
    for (const { aside, folder } of made) {
      if (aside === undefined) renewPublication(folder, new Date());
      else swap(aside, folder);
    }
    return made.map(({ aside: _, ...site }) => site);
  } finally {
    rmSync(work, { recursive: true, force: true });
    clearUp(out);
  }
}

interface MadeSite extends PublishedSite {
  /** where it stands until all of them do */
  readonly aside?: string;
}

/** What the frame says and the extracts, of one state of the database. */
async function readDatabase(file: string, options: Omit<Parameters<typeof cutExtracts>[0], "connection">): Promise<{ facts: DispatchFacts; extracts: Extract[] }> {
  const database = await openDatabase(file, { readOnly: true });
  try {
    const connection = await database.connect();
    return { facts: await dispatchFacts(connection, file), extracts: await cutExtracts({ connection, ...options }) };
  } finally {
    database.close();
  }
}

/** Takes over the compressed copies of the tables that the published site holds too: a table's folder is named by its content. */
function takeCompressed(published: string, data: string): void {
  if (!existsSync(published)) return;
  for (const name of readdirSync(data, { recursive: true }) as string[]) {
    if (!name.endsWith(".parquet") || !existsSync(path.join(published, name))) continue;
    for (const ending of [".br", ".gz"]) if (existsSync(path.join(published, name + ending))) copyFileSync(path.join(published, name + ending), path.join(data, name + ending));
  }
}

/** The new site takes the old one's place; between the two renames there is no site for an instant, never half a site. */
function swap(aside: string, folder: string): void {
  const old = oldOf(folder);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(aside, folder);
  rmSync(old, { recursive: true, force: true });
}

const oldOf = (folder: string) => `${folder}.old`;

/** Takes away what killed publications left aside, and puts back a site that one of them had just moved out of the way. */
function clearUp(out: string): void {
  for (const folder of audiences.map((audience) => path.join(out, audience))) if (!existsSync(folder) && existsSync(oldOf(folder))) renameSync(oldOf(folder), folder);
  for (const name of readdirSync(out)) {
    const owner = /^\..+\.new-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && (Number(owner) === process.pid || !isRunning(Number(owner)))) rmSync(path.join(out, name), { recursive: true, force: true });
  }
}
