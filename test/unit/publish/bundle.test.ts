/** What a bundle hangs on and which are kept. Bundling itself takes a minute; test/browser runs it with the demo. */
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BundleOptions, bundleKey, ensureBundle } from "../../../pipelines/publish/bundle.ts";
import { projectDir } from "../../../pipelines/publish/workspace.ts";
import { keepBundle } from "../../fixtures/publish/kept-bundle.ts";

let folder: string;
let wanted: BundleOptions & { readonly project: string; readonly store: string };
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-bundle-"));
  const project = path.join(folder, "project");
  for (const part of ["reports", "evidence.config.yaml"]) cpSync(path.join(projectDir, part), path.join(project, part), { recursive: true });
  wanted = { audience: "finance", basePath: "", project, store: path.join(folder, "bundles") };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What would have to be made is not: the signal has ended it. */
const found = (options: BundleOptions = wanted) => ensureBundle({ ...options, signal: AbortSignal.abort() });

describe("a bundle's key", () => {
  it("is another for another page, component, setting, sub-path or audience, and the same whatever the queries", async () => {
    const first = await bundleKey(wanted);
    const keys = [first, await bundleKey({ ...wanted, basePath: "/521" }), await bundleKey({ ...wanted, audience: "supervision" })];
    for (const changed of ["reports/finance/pages/index.md", "reports/shared/components/Table.svelte", "evidence.config.yaml"]) {
      appendFileSync(path.join(wanted.project, changed), "\n");
      keys.push(await bundleKey(wanted));
    }
    expect(new Set(keys).size).toBe(6);
    const last = keys.at(-1);
    writeFileSync(path.join(wanted.project, "reports", "supervision", "pages", "more.md"), "");
    cpSync(path.join(projectDir, "sources"), path.join(wanted.project, "sources"), { recursive: true });
    expect(await bundleKey(wanted)).toBe(last);
  });
});

describe("a kept bundle", () => {
  it("is used while the pages stay as they are", async () => {
    const kept = await keepBundle(wanted);
    expect(await found()).toMatchObject({ site: path.join(kept, "site"), server: path.join(kept, "server"), routes: [] });
    appendFileSync(path.join(wanted.project, "reports", "finance", "pages", "index.md"), "\n改过的一行\n");
    await expect(found()).rejects.toThrow(/abort/i);
  });

  it("is not used once it lost something", async () => {
    const kept = await keepBundle(wanted);
    rmSync(path.join(kept, "site", "start.js"));
    await expect(found()).rejects.toThrow(/abort/i);
  });

  it("goes when two of its audience were used later, and no other audience's with it", async () => {
    const at = (basePath: string, day: number) => keepBundle({ ...wanted, basePath }, new Date(Date.UTC(2022, 0, day)));
    const [oldest, older, newest] = [await at("/a", 1), await at("/b", 2), await at("/c", 3)];
    const other = await keepBundle({ ...wanted, audience: "supervision" }, new Date(Date.UTC(2020, 0, 1)));
    // the oldest is used once more, and counts as the newest then
    await found({ ...wanted, basePath: "/a" });
    expect([oldest, older, newest, other].map((dir) => existsSync(dir))).toEqual([true, false, true, true]);
    expect(readdirSync(wanted.store)).toHaveLength(3);
  });
});
