/** Publishing renders a kept bundle: what comes of it is what a whole build makes, and nothing of one month is in what is kept for the next. */
import { spawn } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { DispatchFacts } from "../../pipelines/publish/dispatch-facts.ts";
import { publishSites } from "../../pipelines/publish/publish.ts";
import { makeWorkFolder } from "../../pipelines/publish/work-folder.ts";
import { projectDir } from "../../pipelines/publish/workspace.ts";
import { putAccount } from "../../pipelines/serve/accounts.ts";
import { startServing } from "../../pipelines/serve/serve.ts";
import { defaultTrustProxy } from "../../pipelines/serve/server.ts";
import { openDatabase } from "../../pipelines/warehouse/database.ts";
import { buildWhole } from "../fixtures/publish/full-build.ts";
import { differences } from "../fixtures/publish/same-site.ts";
import { launchOffline } from "./chromium.ts";
import { queryDemo } from "./demo.ts";

const demo = inject("demo");
const site = path.join(demo.sites, "supervision");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "d521-browser-publish-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("a rendered site is byte for byte that of a whole build", { timeout: 600_000 }, async () => {
  const facts = JSON.parse(readFileSync(path.join(site, "api", "dispatch.json"), "utf8")) as DispatchFacts & { publication: string };
  const work = makeWorkFolder("whole");
  try {
    await buildWhole({ audience: "supervision", database: demo.database, facts, basePath: "", work, out: path.join(folder, "whole") });
    expect(differences(site, path.join(folder, "whole"))).toEqual([]);
  } finally {
    rmSync(work, { recursive: true });
  }
});

it.each(["leading-office", "finance", "supervision"])("no script of the %s site holds anything of the data", async (audience) => {
  const scripts = path.join(demo.sites, audience, "_app");
  const files = (readdirSync(scripts, { recursive: true }) as string[]).filter((name) => /\.(js|css|json)$/.test(name));
  expect(files.length).toBeGreaterThan(10);
  const text = files.map((name) => readFileSync(path.join(scripts, name), "utf8")).join("\n");
  const names = await queryDemo("select enterprise_id, enterprise_name from mart.enterprise");
  const told = [...names.flatMap((row) => Object.values(row) as string[]), demo.database, "2021年12月"];
  expect(told.length).toBeGreaterThan(100);
  expect(told.filter((value) => text.includes(value))).toEqual([]);
});

it("a reader who is on a page when the next month is published sees that month alone from the next page on", { timeout: 300_000 }, async () => {
  const database = path.join(folder, "district.duckdb");
  copyFileSync(demo.database, database);
  const sites = path.join(folder, "sites");
  mkdirSync(sites);
  cpSync(site, path.join(sites, "supervision"), { recursive: true });
  const accounts = path.join(folder, "accounts.json");
  await putAccount(accounts, "reader", "measured-horse-521", ["supervision"], new Date());
  const running = await startServing({ sites, accounts, audit: path.join(folder, "audit.jsonl"), host: "127.0.0.1", port: 0, basePath: "", trustProxy: defaultTrustProxy, now: () => new Date() });
  const browser = await launchOffline();
  try {
    const page = await browser.newPage();
    await page.goto(`${running.url}/supervision/`);
    await page.fill("input[name=user]", "reader");
    await page.fill("input[name=password]", "measured-horse-521");
    await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
    await page.goto(`${running.url}/supervision/`, { waitUntil: "networkidle" });
    expect(await page.locator(".facts").innerText()).toContain("2021年12月");

    await showMonth(database, "2021-11-01");
    await killWhileAside(database, sites);
    expect(differences(path.join(sites, "supervision"), site)).toEqual([]);
    const [published] = await publishSites({ database, out: sites, audiences: ["supervision"] });
    expect(published!.kept).toBe(false);
    expect(readdirSync(sites)).toEqual(["supervision"]);
    // the same scripts: only what hangs on data is another
    const changed = differences(path.join(sites, "supervision"), site);
    expect(changed.length).toBeGreaterThan(4);
    expect(changed.filter((name) => name.startsWith("_app"))).toEqual([]);

    const reloaded = page.waitForEvent("load");
    await page.click("nav a[href$='/town/']");
    await reloaded;
    await page.locator(".facts", { hasText: "2021年11月" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/supervision/town/");
    expect(await page.locator(".facts").innerText()).not.toContain("2021年12月");
  } finally {
    await browser.close();
    await running.close();
  }
});

/** Makes a database's visible build one of another month, as far as the frame of the pages and one small table go. */
async function showMonth(file: string, month: string): Promise<void> {
  const database = await openDatabase(file);
  try {
    const connection = await database.connect();
    const [row] = (await connection.runAndReadAll("select store_table from ops.built_relation where schema_name = 'mart' and relation = 'dispatch'")).getRows();
    await connection.run(`update store."${String(row![0])}" set as_of_month = cast($1 as date)`, [month]);
  } finally {
    database.close();
  }
}

/** Publishes by the command and kills it, beyond any handler, while the new site is being put beside its place. */
async function killWhileAside(database: string, sites: string): Promise<void> {
  const program = path.join(projectDir, "pipelines", "cli", "d521.mjs");
  const child = spawn(process.execPath, [program, "publish", "--audience", "supervision", "--database", database, "--out", sites], { cwd: projectDir, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  while (child.exitCode === null && !readdirSync(sites).some((name) => name.startsWith("."))) await setTimeout(2);
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
}
