import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { ensureBundle } from "../../pipelines/publish/bundle.ts";
import type { DispatchFacts } from "../../pipelines/publish/dispatch-facts.ts";
import { makeWorkFolder } from "../../pipelines/publish/work-folder.ts";
import { projectDir } from "../../pipelines/publish/workspace.ts";
import { comparePolicies } from "../../pipelines/policy/compare.ts";
import { audiences } from "../../pipelines/serve/audiences.ts";
import { buildModels } from "../../pipelines/warehouse/build.ts";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { buildWhole } from "../fixtures/publish/full-build.ts";
import { differences } from "../fixtures/publish/same-site.ts";
import { district } from "./pages/district.ts";
import { watchMemory } from "./pages/memory.ts";

const [enterprises, months] = [300, 30];

interface Published {
  readonly seconds: number;
  readonly most: number;
  readonly rendered: readonly string[];
}

/**
 * Publishes three sites of the demo's size by the command, with the bundles at hand: a changed month, a comparison that the
 * finance site alone shows, and nothing changed. The yardstick is a full build of the three sites, one after another, of the
 * same data in the same run; what both made is compared byte for byte. Wanted: at most 1/8, at most 1/20, under 2 GB.
 */
export async function bench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-publish-"));
  const work = makeWorkFolder("bench-publish");
  try {
    const busy = () => loadavg()[0]!.toFixed(1);
    console.log(`${enterprises} enterprises x ${months} months; machine's load before: ${busy()}`);
    const database = await district(dir, enterprises, months);
    let started = performance.now();
    for (const audience of audiences) await ensureBundle({ audience, basePath: "" });
    console.log(`bundles: ${seconds(performance.now() - started)} (made once, kept until pages change)`);

    const out = path.join(dir, "sites");
    await publish(database, out);
    await inDatabase(database, (opened) => buildModels({ database: opened, asOf: "2021-11", now: () => new Date() }));
    const month = await publish(database, out);
    started = performance.now();
    for (const audience of audiences) {
      const folder = path.join(work, audience);
      mkdirSync(folder);
      const facts = JSON.parse(readFileSync(path.join(out, audience, "api", "dispatch.json"), "utf8")) as DispatchFacts & { publication: string };
      await buildWhole({ audience, database, facts, basePath: "", work: folder, out: path.join(dir, "whole", audience) });
    }
    const whole = (performance.now() - started) / 1000;
    console.log(`full build of three sites: ${whole.toFixed(1)} s; machine's load ${busy()}`);
    for (const audience of audiences) {
      const differing = differences(path.join(out, audience), path.join(dir, "whole", audience));
      console.log(`${audience}: ${differing.length === 0 ? "the same, byte for byte" : `DIFFERS in ${differing.join(", ")}`}`);
    }
    tell("changed month", month, whole, "1/8");
    await inDatabase(database, (opened) => comparePolicies({ database: opened, version: "title-by-level", now: () => new Date() }));
    tell("one table changed", await publish(database, out), whole, "1/20");
    tell("nothing changed", await publish(database, out), whole, "-");
    console.log(`machine's load after: ${busy()}`);
  } finally {
    for (const each of [dir, work]) rmSync(each, { recursive: true, force: true });
  }
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

function tell(what: string, { seconds, most, rendered }: Published, whole: number, wanted: string): void {
  console.log(`${what} (${rendered.length} of ${audiences.length} sites rendered): ${seconds.toFixed(1)} s, 1/${(whole / seconds).toFixed(1)} of the full build (wanted: at most ${wanted}), at most ${(most / 2 ** 30).toFixed(2)} GB (wanted: under 2)`);
}

async function inDatabase(file: string, work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<unknown>): Promise<void> {
  const opened = await openDatabase(file);
  try {
    await work(opened);
  } finally {
    opened.close();
  }
}

/** By the command, from its start to its end, in a process of its own, so that its memory is its own. */
async function publish(database: string, out: string): Promise<Published> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(projectDir, "pipelines", "cli", "d521.mjs"), "publish", "--database", database, "--out", out, "--json"], { cwd: projectDir, stdio: ["ignore", "pipe", "inherit"] });
  const memory = watchMemory(child);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  const most = memory();
  if (code !== 0) throw new Error(`d521 publish ended with ${String(code)}`);
  const { sites } = JSON.parse(said) as { sites: { audience: string; kept: boolean }[] };
  return { seconds: (performance.now() - started) / 1000, most, rendered: sites.filter(({ kept }) => !kept).map(({ audience }) => audience) };
}
