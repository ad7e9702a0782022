import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { putAccount } from "../../pipelines/serve/accounts.ts";
import { type Audience, audiences } from "../../pipelines/serve/audiences.ts";
import { startServing } from "../../pipelines/serve/serve.ts";
import { defaultTrustProxy } from "../../pipelines/serve/server.ts";
import { projectDir } from "../../pipelines/publish/workspace.ts";
import { launchOffline } from "../browser/chromium.ts";
import { startCounting } from "./pages/counting.ts";
import { district } from "./pages/district.ts";
import { type Journey, type Measured, measure, median } from "./pages/journey.ts";
import { watchMemory } from "./pages/memory.ts";
import { buildStarter, publishedBytes } from "./pages/starter.ts";

/** `BENCH_SIZES=300x30` for the demo's size only */
const sizes = (process.env["BENCH_SIZES"] ?? "300x30,5000x36").split(",").map((size) => size.split("x").map(Number) as [number, number]);
const times = 5;
const password = "measured-horse-521";
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`;

/**
 * Builds the three sites and an Evidence starter of the same data, serves both by `d521 serve`, and goes the same way through both in headless
 * Chromium with an empty cache, by turns: until a table's first row stands, until a choice has changed what is shown, and from a later choice to
 * the changed chart or table. Told: medians and the ratio to the starter; below 1 is better than it.
 */
export async function bench(): Promise<void> {
  for (const [enterprises, months] of sizes) {
    const dir = mkdtempSync(path.join(tmpdir(), "d521-bench-pages-"));
    try {
      console.log(`\n## ${enterprises} enterprises x ${months} months`);
      const database = await district(dir, enterprises, months);
      await publishMeasured(database, path.join(dir, "ours"));
      const started = performance.now();
      for (const audience of ["leading-office", "finance"]) await buildStarter(database, path.join(dir, "starter", audience), `/${audience}`);
      console.log(`the starter's site: ${((performance.now() - started) / 2000).toFixed(0)} s (two pages; ours have 5 to 12 each)`);
      await comparePages(dir);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
}

/** Publishes by the command, in a process of its own, so that its memory is its own. */
async function publishMeasured(database: string, out: string): Promise<void> {
  for (const audience of audiences) {
    const child = spawn(process.execPath, [path.join(projectDir, "pipelines", "cli", "d521.mjs"), "publish", "--audience", audience, "--database", database, "--out", out, "--json"], { cwd: projectDir, stdio: ["ignore", "pipe", "inherit"] });
    const memory = watchMemory(child);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    const code = await new Promise((resolve) => child.once("close", resolve));
    const most = memory();
    if (code !== 0) throw new Error(`d521 publish ended with ${String(code)}`);
    const [site] = (JSON.parse(said) as { sites: { milliseconds: number; dataBytes: number }[] }).sites;
    console.log(`${audience}: built in ${(site!.milliseconds / 1000).toFixed(0)} s, at most ${(most / 2 ** 30).toFixed(2)} GB, data ${megabytes(site!.dataBytes)}`);
  }
}

/** A plain list by its label: ours. */
const pick = (title: string, values: readonly string[]) => async (page: Page, turn: number) => {
  const list = page.locator("label.pick", { hasText: title }).locator("select");
  await list.selectOption(values[turn % values.length]!, { timeout: 1000 });
};

/** Evidence's own list: a button, then an entry. */
const dropdown = (values: readonly string[]) => async (page: Page, turn: number) => {
  const choice = page.getByRole("option", { name: values[turn % values.length]!, exact: true });
  if (!(await choice.isVisible())) await page.locator("article button[role=combobox], article button[aria-haspopup]").first().click({ timeout: 1000 });
  await choice.click({ timeout: 1000 });
};

/** Choosing the same entry of a plain list again changes nothing; in Evidence's list it takes the choice back. */
const patience = { ours: 500, starter: 15_000 };

const journeys: readonly { name: string; audience: Audience; page: string; table: string; redraws: Journey["redraws"]; ours: Journey["choose"]; starter: Journey["choose"] }[] = [
  { name: "rating: a year for chart and table", audience: "leading-office", page: "rating/", table: "rating", redraws: "chart", ours: pick("评价年度", ["2020", "2021"]), starter: dropdown(["2020", "2021"]) },
  { name: "award lines: a state for the table", audience: "finance", page: "lines/", table: "award_line", redraws: "table", ours: pick("状态", ["gated", "payable"]), starter: dropdown(["gated", "payable"]) },
];

/** Goes each way through both sites, under `ours` and `starter` in a folder, and tells the medians. */
export async function comparePages(dir: string): Promise<void> {
  const accounts = path.join(dir, "accounts.json");
  await putAccount(accounts, "bench", password, [...audiences], new Date());
  const serve = (sites: string) => startServing({ sites, accounts, audit: path.join(dir, `${path.basename(sites)}.jsonl`), host: "127.0.0.1", port: 0, basePath: "", trustProxy: defaultTrustProxy, now: () => new Date() });
  const servers = [await serve(path.join(dir, "ours")), await serve(path.join(dir, "starter"))] as const;
  const [ours, starter] = [await startCounting(servers[0].url), await startCounting(servers[1].url)];
  const browser = await launchOffline();
  try {
    for (const { name, audience, page, table, redraws, ...choose } of journeys) {
      const found: Record<"ours" | "starter", Measured[]> = { ours: [], starter: [] };
      const cookies = { ours: await signedIn(ours.url), starter: await signedIn(starter.url) };
      for (let time = 0; time < times; time += 1) {
        for (const [which, running] of [["starter", starter], ["ours", ours]] as const) {
          found[which].push(await measure(browser, { storageState: cookies[which] }, { url: `${running.url}/${audience}/${page}`, redraws, choose: choose[which], patience: patience[which] }, running.take));
        }
      }
      report(name, found);
      const data = found.ours[0]!.data;
      const travelled = (answers: Measured["data"]) => answers.reduce((sum, { body }) => sum + body, 0);
      let published = 0;
      // one table a page in the starter: the one that ours shows too, beside others
      for (const { url } of found.starter[0]!.data) published += await publishedBytes(path.join(dir, "starter", decodeURIComponent(new URL(url, starter.url).pathname)));
      show("  of these data (Parquet)", travelled(data), published, kilobytes);
      show("  of these the same table", travelled(data.filter(({ url }) => url.endsWith(`/${table}.parquet`))), published, kilobytes);
    }
  } finally {
    await browser.close();
    for (const each of [ours, starter, ...servers]) await each.close();
  }

  async function signedIn(url: string) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.fill("input[name=user]", "bench");
    await page.fill("input[name=password]", password);
    await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
    const state = await context.storageState();
    await context.close();
    return state;
  }
}

const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

function show(title: string, ours: number, starter: number, unit: (value: number) => string): void {
  console.log(`  ${title.padEnd(34)} ours ${unit(ours).padStart(9)}, starter ${unit(starter).padStart(9)}: ratio ${(ours / starter).toFixed(2)}`);
}

function report(name: string, found: Record<"ours" | "starter", readonly Measured[]>): void {
  const row = (title: string, of: (one: Measured) => number, unit: (value: number) => string) => show(title, median(found.ours.map(of)), median(found.starter.map(of)), unit);
  console.log(name);
  row("navigation to first content", ({ content }) => content, milliseconds);
  row("  requests", ({ contentRequests }) => contentRequests, String);
  row("  bytes", ({ contentBytes }) => contentBytes, megabytes);
  row("choice to redrawn chart or table", ({ redraw }) => redraw, milliseconds);
  row("navigation to a working filter", ({ working }) => working, milliseconds);
  row("  requests", ({ workingRequests }) => workingRequests, String);
  row("  bytes", ({ workingBytes }) => workingBytes, megabytes);
}
