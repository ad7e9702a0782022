/**
 * A site without its data: the programs that a browser loads, and the one that writes the pages. They hang on pages,
 * components and package versions only, so they are made once and kept under the hash of these; a publication renders
 * them with its data (render.ts). What is kept was made in a folder without any data, so that none can be in it.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import path from "node:path";
import PQueue from "p-queue";
import { digestOf } from "../digest.ts";
import { D521Error, exitCodes } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import type { Audience } from "../serve/audiences.ts";
import { precompressSite } from "../serve/precompress.ts";
import { evidenceEnvironment, type EvidenceRun, reasonOf, runProgram } from "./evidence.ts";
import { type FolderSize, folderSize } from "./folder-size.ts";
import { publishMessages } from "./messages.ts";
import { fillTemplate, templateOf } from "./template.ts";
import { makeWorkFolder } from "./work-folder.ts";
import { assembleWorkspace, projectDir, siteWords } from "./workspace.ts";

/** Where bundles are kept when nobody says otherwise. */
export const bundlesDir = path.join(projectDir, "var", "bundles");

/** Bundles of one audience that are kept, the newest used first: the present one, and one for another sub-path or of the version before. */
const keptOfAnAudience = 2;

/** Bundlers that run at once: one takes a processor and, while the machine is busy, up to 2.6 GB. */
const madeAtOnce = availableParallelism() > 1 && freemem() > 8 * 2 ** 30 ? 2 : 1;

export interface BundleOptions {
  readonly audience: Audience;
  /** sub-path behind a reverse proxy, such as `/521`, or empty */
  readonly basePath: string;
  /** where reports/ and evidence.config.yaml are; the project itself where absent */
  readonly project?: string;
  /** folder of the kept bundles */
  readonly store?: string;
  /** ends the making */
  readonly signal?: AbortSignal;
  /** hears that it has to be made, which takes about a minute */
  readonly onMake?: () => void;
}

/** What a rendering takes from a bundle. */
export interface Bundle {
  /** hash of all that it was made from */
  readonly key: string;
  /** what a browser loads, precompressed; all of a site but pages and data */
  readonly site: string;
  /** the program that writes the pages */
  readonly server: string;
  /** the pages' sources, which that program looks into */
  readonly pages: string;
  /** routes of the site, and which of them are written whether or not a page links to them */
  readonly routes: readonly { readonly id: string; readonly prerender: boolean | "auto" }[];
}

/** Our own part of the making, beside pages and components. */
const makers = ["template.ts", "workspace.ts", "evidence.ts", "bundle.ts", "universal-sql"].map((name) => path.join(projectDir, "pipelines", "publish", name));

/** One hash of everything that a bundle is made from. */
export async function bundleKey({ audience, basePath, project = projectDir }: BundleOptions): Promise<string> {
  const reports = ["shared", audience].map((name) => path.join(project, "reports", name));
  const made = await digestOf([...reports, path.join(project, "evidence.config.yaml"), path.join(projectDir, "package-lock.json"), ...makers]);
  return createHash("sha256").update(JSON.stringify([made, audience, basePath, siteWords(audience), process.version])).digest("hex").slice(0, 24);
}

/**
 * The kept bundle of an audience, made first where there is none.
 *
 * @throws D521Error `pages_failed` (3) with the bundler's own reason
 */
export async function ensureBundle(options: BundleOptions): Promise<Bundle> {
  const { audience, store = bundlesDir } = options;
  const key = await bundleKey(options);
  const kept = path.join(store, `${audience}-${key}`);
  const note = noteOf(kept) ?? (await (making.get(kept) ?? startMaking(kept, options)));
  const now = new Date();
  utimesSync(kept, now, now);
  removeOld(store, audience);
  return { key, site: path.join(kept, "site"), server: path.join(kept, "server"), pages: path.join(kept, "src"), routes: note.routes };
}

/** Bundles that are being made: who asks for one meanwhile waits for it. */
const making = new Map<string, Promise<BundleNote>>();
const queue = new PQueue({ concurrency: madeAtOnce });

function startMaking(kept: string, options: BundleOptions): Promise<BundleNote> {
  const made = queue.add(() => make(kept, options), { signal: options.signal }).finally(() => making.delete(kept));
  making.set(kept, made);
  return made;
}

/** Made aside and put in its place whole: a kill leaves none. */
async function make(kept: string, options: BundleOptions): Promise<BundleNote> {
  options.onMake?.();
  const work = makeWorkFolder(`bundle-${options.audience}`);
  try {
    const made = await makeBundle(work, options);
    makeFolder(path.dirname(kept));
    rmSync(kept, { recursive: true, force: true });
    renameSync(made, kept);
    return noteOf(kept)!;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function makeBundle(work: string, { audience, basePath, project, signal }: BundleOptions): Promise<string> {
  const dir = path.join(work, "pages");
  assembleWorkspace({ audience, dir, basePath, ...(project === undefined ? {} : { project }) });
  const run = await bundlePages(dir, signal);
  const template = templateOf(dir);
  if (!run.ok || !existsSync(path.join(template, "routes.json"))) {
    throw new D521Error(exitCodes.environment, "pages_failed", publishMessages.pages_failed, { audience, detail: reasonOf(run) });
  }
  const made = path.join(work, "bundle");
  mkdirSync(made);
  renameSync(path.join(template, "build"), path.join(made, "site"));
  renameSync(path.join(template, ".svelte-kit", "output", "server"), path.join(made, "server"));
  cpSync(path.join(template, "src", "pages"), path.join(made, "src", "pages"), { recursive: true });
  writeFileSync(path.join(made, "package.json"), JSON.stringify({ type: "module" }));
  await precompressSite(path.join(made, "site"));
  noteBundle(made, JSON.parse(readFileSync(path.join(template, "routes.json"), "utf8")) as Bundle["routes"]);
  return made;
}

/** Runs the bundler on the pages of a working folder, which are put in Evidence's template first. */
export function bundlePages(dir: string, signal?: AbortSignal): Promise<EvidenceRun> {
  fillTemplate(dir);
  const vite = path.join(projectDir, "node_modules", "vite", "bin", "vite.js");
  return runProgram([vite, "build"], templateOf(dir), { ...evidenceEnvironment(), NODE_OPTIONS: "--max-old-space-size=4096 --max-semi-space-size=64" }, signal);
}

/** In a bundle's folder, the last thing that is written there. */
const noteFile = "bundle.json";

interface BundleNote extends FolderSize {
  readonly routes: Bundle["routes"];
}

/** Notes in the folder of a bundle how much it holds, so that one that lost a part is not used, and the site's routes. */
export function noteBundle(dir: string, routes: Bundle["routes"]): void {
  writeFileSync(path.join(dir, noteFile), JSON.stringify({ routes, ...folderSize(dir, noteFile) } satisfies BundleNote));
}

/** The note of a bundle that is there and whole. */
function noteOf(kept: string): BundleNote | undefined {
  try {
    const note = JSON.parse(readFileSync(path.join(kept, noteFile), "utf8")) as BundleNote;
    const { files, bytes } = folderSize(kept, noteFile);
    return note.files === files && note.bytes === bytes ? note : undefined;
  } catch {
    return undefined;
  }
}

/** The oldest used of an audience's bundles go. */
function removeOld(store: string, audience: Audience): void {
  const ours = readdirSync(store)
    .filter((name) => name.startsWith(`${audience}-`))
    .map((name) => ({ dir: path.join(store, name), used: statSync(path.join(store, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.used - one.used);
  for (const { dir } of ours.slice(keptOfAnAudience)) rmSync(dir, { recursive: true, force: true });
}
